package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * Reads the sequence parameters of ITU-T H.264 section 7.3.2.1.1 as far as the size of the pictures. One object for one unit, a few a
 * minute: they come with key frames only. Not thread-safe.
 */
final class H264Parameters {
    /** No browser sends more than 8 192 lines; what says so is broken. */
    private static final long MOST_LINES = 8_192;

    /** The most reference frames that a picture order of type 1 may cycle through (section 7.4.2.1.1). */
    private static final int MOST_OFFSETS = 255;

    private final MemorySegment bytes;
    private final long end;
    private long at;
    private int zeros;
    private int bitsLeft;
    private int current;
    private boolean overrun;

    /** @param from behind the header of the NAL unit */
    H264Parameters(MemorySegment bytes, long from, long end) {
        this.bytes = bytes;
        this.end = end;
        at = from;
    }

    /** In pixels, or {@link H264Payload#NONE} for what can't be read. */
    int height() {
        int profile = (int) bits(8);
        bits(16);
        exponential();
        long chroma = 1;
        if (hasChroma(profile)) {
            chroma = chroma();
        }
        exponential();
        pictureOrder();
        exponential();
        bits(1);
        exponential();
        long rows = exponential() + 1;
        long perRow = bits(1) == 1 ? 1 : 2;
        if (perRow == 2) {
            bits(1);
        }
        bits(1);
        long lines = 16 * perRow * rows;
        if (bits(1) == 1) {
            exponential();
            exponential();
            lines -= (chroma == 1 ? 2 : 1) * perRow * (exponential() + exponential());
        }
        return overrun || lines < 1 || lines > MOST_LINES ? H264Payload.NONE : (int) lines;
    }

    /** The profiles above main carry the format of their colours. */
    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244 -> true;
            default -> false;
        };
    }

    /** Answers {@code chroma_format_idc}. */
    private long chroma() {
        long chroma = exponential();
        if (chroma == 3) {
            bits(1);
        }
        exponential();
        exponential();
        bits(1);
        if (bits(1) == 1) {
            for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
                if (bits(1) == 1) {
                    scalingList(list < 6 ? 16 : 64);
                }
            }
        }
        return chroma;
    }

    private void scalingList(int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = last + signed() & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private void pictureOrder() {
        long type = exponential();
        if (type == 0) {
            exponential();
        } else if (type == 1) {
            bits(1);
            exponential();
            exponential();
            long offsets = exponential();
            overrun |= offsets > MOST_OFFSETS;
            for (long i = 0; i < offsets && !overrun; i++) {
                exponential();
            }
        }
    }

    /** An unsigned Exp-Golomb code (section 9.1). */
    private long exponential() {
        int length = 0;
        while (!overrun && bits(1) == 0) {
            length++;
            overrun |= length > Integer.SIZE;
        }
        return overrun ? 0 : (1L << length) - 1 + bits(length);
    }

    private long signed() {
        long code = exponential();
        return (code & 1) == 1 ? code + 1 >> 1 : -(code >> 1);
    }

    private long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            if (bitsLeft == 0 && !nextByte()) {
                return 0;
            }
            value = value << 1 | current >>> --bitsLeft & 1;
        }
        return value;
    }

    /** The next byte, without the 3 that keeps two zeros from being taken for a start code (section 7.4.1). */
    private boolean nextByte() {
        if (at < end && zeros >= 2 && NetworkBytes.u8(bytes, at) == 3) {
            at++;
            zeros = 0;
        }
        if (at >= end) {
            overrun = true;
            return false;
        }
        current = NetworkBytes.u8(bytes, at++);
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = Byte.SIZE;
        return true;
    }
}
