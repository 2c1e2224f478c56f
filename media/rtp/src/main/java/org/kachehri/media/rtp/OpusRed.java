package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * Redundant audio (RFC 2198) as browsers send it around Opus: older frames first, the primary one last. Works on an RTP payload
 * without its padding. A block is a {@code long} so that reading allocates nothing: take it apart with {@link #payloadType},
 * {@link #timestampOffset}, {@link #dataOffset} and {@link #dataLength}. No state, any thread.
 */
public final class OpusRed {
    /** No such block, or the payload is malformed. */
    public static final int NONE = -1;

    /** Older frames at most: 14 bits of timestamp reach back 16 383 ticks, which is 17 frames of 20 ms; browsers send one or two. */
    static final int MAX_REDUNDANT = 17;

    private static final int REDUNDANT_HEADER_LENGTH = 4;
    private static final int FOLLOWS_BIT = 0x80;

    private OpusRed() {}

    /** Number of blocks, the primary one included, or {@link #NONE} if the headers promise more bytes than there are. */
    public static int blocks(MemorySegment payload, long offset, int length) {
        int headers = 0;
        int redundantBytes = 0;
        int redundant = 0;
        while (headers < length && (NetworkBytes.u8(payload, offset + headers) & FOLLOWS_BIT) != 0) {
            if (redundant == MAX_REDUNDANT || headers + REDUNDANT_HEADER_LENGTH > length) {
                return NONE;
            }
            redundantBytes += NetworkBytes.u16(payload, offset + headers + 2) & 0x3FF;
            headers += REDUNDANT_HEADER_LENGTH;
            redundant++;
        }
        // The primary's header is one byte; its length is the rest.
        return headers + 1 + redundantBytes <= length ? redundant + 1 : NONE;
    }

    /** Block {@code index} in the order of sending, the primary one last, or {@link #NONE}. */
    public static long block(MemorySegment payload, long offset, int length, int index) {
        int blocks = blocks(payload, offset, length);
        if (index < 0 || index >= blocks) {
            return NONE;
        }
        int data = REDUNDANT_HEADER_LENGTH * (blocks - 1) + 1;
        for (int i = 0; i < index; i++) {
            data += NetworkBytes.u16(payload, offset + REDUNDANT_HEADER_LENGTH * i + 2) & 0x3FF;
        }
        long header = offset + (long) REDUNDANT_HEADER_LENGTH * index;
        long type = NetworkBytes.u8(payload, header) & 0x7F;
        if (index == blocks - 1) {
            return type << 48 | (long) (length - data) << 16 | data;
        }
        // Timestamp offset (14 bits) and block length (10 bits) share three bytes (RFC 2198 section 3).
        int timing = NetworkBytes.u24(payload, header + 1);
        return type << 48 | (long) (timing >>> 10) << 32 | (long) (timing & 0x3FF) << 16 | data;
    }

    /** RTP payload type of the block's own encoding. */
    public static int payloadType(long block) {
        return (int) (block >>> 48) & 0x7F;
    }

    /** How much earlier than the packet's timestamp the block begins, in ticks of 1/48 000 s; 0 for the primary. */
    public static int timestampOffset(long block) {
        return (int) (block >>> 32) & 0x3FFF;
    }

    /** Where the block's bytes begin in the segment, for a payload that begins at {@code offset}. */
    public static long dataOffset(long offset, long block) {
        return offset + (block & 0xFFFF);
    }

    public static int dataLength(long block) {
        return (int) (block >>> 16) & 0xFFFF;
    }

    /** The primary block, or {@link #NONE}. */
    public static long primary(MemorySegment payload, long offset, int length) {
        return block(payload, offset, length, blocks(payload, offset, length) - 1);
    }
}
