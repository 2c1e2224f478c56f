package org.kachehri.recording.composer;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.Vp9Payload;

/** Takes a VP9 picture out of its payloads (RFC 9628). Its spatial layers, where it has several, are joined to a superframe. */
final class Vp9Frames {
    private static final int MARKER = 0xC0;

    /** As many as a superframe can hold (VP9 bitstream specification, annex B.2). */
    private static final int MOST_LAYERS = 8;

    private Vp9Frames() {}

    static List<MemorySegment> bitstream(List<MemorySegment> payloads) {
        List<MemorySegment> parts = new ArrayList<>();
        List<Long> layers = new ArrayList<>();
        long length = 0;
        for (MemorySegment payload : payloads) {
            int size = (int) payload.byteSize();
            int descriptor = Vp9Payload.descriptorLength(payload, 0, size);
            if (descriptor == Vp9Payload.NONE) {
                return List.of();
            }
            MemorySegment part = payload.asSlice(descriptor);
            parts.add(part);
            length += part.byteSize();
            if (Vp9Payload.endsFrame(payload, 0, size)) {
                layers.add(length);
                length = 0;
            }
        }
        if (length > 0 || layers.isEmpty() || layers.size() > MOST_LAYERS) {
            return List.of();
        }
        if (layers.size() > 1) {
            parts.add(index(layers));
        }
        return parts;
    }

    /** Four bytes a size, least significant first, between two markers. */
    private static MemorySegment index(List<Long> layers) {
        int marker = MARKER | 3 << 3 | layers.size() - 1;
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        index.write(marker);
        for (long layer : layers) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                index.write((int) (layer >>> shift));
            }
        }
        index.write(marker);
        return MemorySegment.ofArray(index.toByteArray());
    }
}
