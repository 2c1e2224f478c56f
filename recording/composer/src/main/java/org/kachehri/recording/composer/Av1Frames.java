package org.kachehri.recording.composer;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a temporal unit out of its payloads (the Alliance for Open Media's RTP payload format, section 4): open bitstream units, which
 * travel without their sizes and may be cut anywhere, are written one after the other with sizes.
 */
final class Av1Frames {
    private static final int CONTINUES = 0x80;
    private static final int GOES_ON = 0x40;
    private static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int HAS_EXTENSION = 0x04;
    private static final int HAS_SIZE = 0x02;

    /** 64 bits are ten times seven; what is longer isn't a size. */
    private static final int MOST_SIZE_BYTES = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream unit = new ByteArrayOutputStream();
    private byte[] bytes;
    private int at;

    private Av1Frames() {}

    static boolean starts(MemorySegment payload) {
        return (payload.get(ValueLayout.JAVA_BYTE, 0) & CONTINUES) == 0;
    }

    static List<MemorySegment> bitstream(List<MemorySegment> payloads) {
        Av1Frames frames = new Av1Frames();
        for (MemorySegment payload : payloads) {
            if (!frames.take(payload.toArray(ValueLayout.JAVA_BYTE))) {
                return List.of();
            }
        }
        return frames.unit.size() > 0 ? List.of() : List.of(MemorySegment.ofArray(frames.out.toByteArray()));
    }

    /** One payload: elements with their lengths, of which the last has none where their number is told. */
    private boolean take(byte[] payload) {
        bytes = payload;
        at = 1;
        int told = payload[0] >> 4 & 0x03;
        boolean goesOn = (payload[0] & GOES_ON) != 0;
        for (int element = 1; at < bytes.length; element++) {
            int length = element == told ? bytes.length - at : size();
            if (length < 0 || length > bytes.length - at) {
                return false;
            }
            unit.write(bytes, at, length);
            at += length;
            if (at < bytes.length || !goesOn) {
                endUnit();
            }
        }
        return true;
    }

    /** A number of seven bits a byte, least significant first (leb128), or -1. */
    private int size() {
        long size = 0;
        for (int i = 0; i < MOST_SIZE_BYTES && at < bytes.length; i++) {
            int next = bytes[at++];
            size |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return size > Integer.MAX_VALUE ? -1 : (int) size;
            }
        }
        return -1;
    }

    private void endUnit() {
        byte[] whole = unit.toByteArray();
        unit.reset();
        if (whole.length == 0 || (whole[0] >> 3 & 0x0F) == TEMPORAL_DELIMITER) {
            // Containers have their own borders between pictures.
            return;
        }
        if ((whole[0] & HAS_SIZE) != 0) {
            out.writeBytes(whole);
            return;
        }
        int header = (whole[0] & HAS_EXTENSION) != 0 ? 2 : 1;
        out.write(whole[0] | HAS_SIZE);
        out.write(whole, 1, Math.min(header, whole.length) - 1);
        int length = Math.max(0, whole.length - header);
        for (int left = length; ; left >>>= 7) {
            out.write(left > 0x7F ? left & 0x7F | 0x80 : left);
            if (left <= 0x7F) {
                break;
            }
        }
        out.write(whole, whole.length - length, length);
    }

    /** The unit that a container's header holds, which opens a key frame; empty if it isn't there. */
    static byte[] sequenceHeader(byte[] keyFrame) {
        Av1Frames frames = new Av1Frames();
        frames.bytes = keyFrame;
        while (frames.at < keyFrame.length) {
            int begin = frames.at;
            frames.at += (keyFrame[begin] & HAS_EXTENSION) != 0 ? 2 : 1;
            int length = frames.size();
            if (length < 0 || length > keyFrame.length - frames.at) {
                break;
            }
            frames.at += length;
            if ((keyFrame[begin] >> 3 & 0x0F) == SEQUENCE_HEADER) {
                return Arrays.copyOfRange(keyFrame, begin, frames.at);
            }
        }
        return new byte[0];
    }
}
