package org.kachehri.recording.composer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A picture or a piece of sound as it was sent, still encoded; its bytes stay in the mapped capture until they are asked for.
 *
 * @param nanos when it was taken, nanoseconds since 1970 on the capture's clock
 * @param key decodable without any other frame
 * @param width of a key frame in pixels; 0 otherwise
 */
record EncodedFrame(long nanos, boolean key, int width, int height, List<MemorySegment> parts) {
    byte[] bytes() {
        int length = parts.stream().mapToInt(part -> (int) part.byteSize()).sum();
        byte[] bytes = new byte[length];
        int at = 0;
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, ValueLayout.JAVA_BYTE, 0, bytes, at, (int) part.byteSize());
            at += (int) part.byteSize();
        }
        return bytes;
    }
}
