package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.rtp.NetworkBytes;

/** Copies, so that a simulation can be fast and its bytes readable. */
final class NullCipher implements SrtpCipher {
    @Override
    public void seal(
            MemorySegment out,
            long header,
            int headerLength,
            MemorySegment text,
            long textOffset,
            int textLength,
            int padding,
            long tag,
            long ssrc,
            long index) {
        copy(text, textOffset, out, header + headerLength, textLength);
        long end = header + headerLength + textLength;
        for (int i = 0; i < padding; i++) {
            NetworkBytes.putU8(out, end + i, i == padding - 1 ? padding : 0);
        }
    }

    @Override
    public boolean open(
            MemorySegment packet,
            long header,
            int headerLength,
            int textLength,
            long tag,
            MemorySegment out,
            long outText,
            long ssrc,
            long index) {
        copy(packet, header + headerLength, out, outText, textLength);
        return true;
    }

    @Override
    public void close() {}

    private static void copy(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int length) {
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, fromOffset, to, ValueLayout.JAVA_BYTE, toOffset, length);
    }
}
