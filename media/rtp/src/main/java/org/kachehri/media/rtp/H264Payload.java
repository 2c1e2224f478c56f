package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * The H.264 payload of RFC 6184 in packetization modes 0 and 1 (single NAL unit, STAP-A, FU-A) as a flyweight over an RTP payload
 * without its padding. Every reader answers {@link #NONE} (or false) for bytes that don't hold what it is asked for; the packet types of
 * the interleaved mode count as malformed, because nobody here negotiates it. No state, any thread.
 */
public final class H264Payload {
    /** The payload is malformed or the field isn't there. */
    public static final int NONE = -1;

    /** NAL unit types of ITU-T H.264 table 7-1. */
    public static final int IDR_SLICE = 5;

    public static final int SEQUENCE_PARAMETERS = 7;

    private static final int LAST_SINGLE_TYPE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_HEADER_LENGTH = 2;
    private static final int FORBIDDEN_BIT = 0x80;

    private H264Payload() {}

    /** Type of the NAL unit that the payload carries: of an aggregate its first one, of a fragment the one it is part of; or {@link #NONE}. */
    public static int unitType(MemorySegment payload, long offset, int length) {
        int type = packetType(payload, offset, length);
        return switch (type) {
            case NONE -> NONE;
            case STAP_A -> NetworkBytes.u8(payload, offset + 3) & 0x1F;
            case FU_A -> NetworkBytes.u8(payload, offset + 1) & 0x1F;
            default -> type;
        };
    }

    /** Whether the payload begins its NAL unit: everything but a later fragment. */
    public static boolean startsUnit(MemorySegment payload, long offset, int length) {
        int type = packetType(payload, offset, length);
        return type != NONE && (type != FU_A || (NetworkBytes.u8(payload, offset + 1) & 0x80) != 0);
    }

    /** Whether the payload ends its NAL unit: everything but a fragment that another follows. */
    public static boolean endsUnit(MemorySegment payload, long offset, int length) {
        int type = packetType(payload, offset, length);
        return type != NONE && (type != FU_A || (NetworkBytes.u8(payload, offset + 1) & 0x40) != 0);
    }

    /** Whether no later frame refers to what is in here (NRI 0, RFC 6184 section 5.3), so that it may be dropped alone. */
    public static boolean nonReference(MemorySegment payload, long offset, int length) {
        return packetType(payload, offset, length) != NONE && (NetworkBytes.u8(payload, offset) & 0x60) == 0;
    }

    /**
     * Whether a decoder can begin here: sequence parameters, or the first slice of an IDR picture (its {@code first_mb_in_slice} is 0).
     * A later slice of an IDR picture doesn't count: whoever began there would miss the top of the picture.
     */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        return switch (packetType(payload, offset, length)) {
            case STAP_A -> aggregateStartsKeyframe(payload, offset, length);
            case FU_A ->
                (NetworkBytes.u8(payload, offset + 1) & 0x80) != 0
                        && unitStartsKeyframe(
                                NetworkBytes.u8(payload, offset + 1) & 0x1F,
                                payload,
                                offset + FU_HEADER_LENGTH,
                                length - FU_HEADER_LENGTH);
            case NONE -> false;
            default -> unitStartsKeyframe(NetworkBytes.u8(payload, offset) & 0x1F, payload, offset + 1, length - 1);
        };
    }

    /** 1-23, {@link #STAP_A}, {@link #FU_A}; {@link #NONE} for anything else, an aggregate that isn't whole, or a fragment without content. */
    private static int packetType(MemorySegment payload, long offset, int length) {
        if (length < 1 || (NetworkBytes.u8(payload, offset) & FORBIDDEN_BIT) != 0) {
            return NONE;
        }
        int type = NetworkBytes.u8(payload, offset) & 0x1F;
        boolean whole =
                switch (type) {
                    case STAP_A -> aggregateIsWhole(payload, offset, length);
                    case FU_A -> fragmentIsWhole(payload, offset, length);
                    default -> type >= 1 && type <= LAST_SINGLE_TYPE;
                };
        return whole ? type : NONE;
    }

    /** One unit or more, each after its 16-bit size, and nothing left over (RFC 6184 section 5.7.1). */
    private static boolean aggregateIsWhole(MemorySegment payload, long offset, int length) {
        int at = 1;
        while (at + 2 < length) {
            int size = NetworkBytes.u16(payload, offset + at);
            if (size == 0) {
                return false;
            }
            at += 2 + size;
        }
        return at == length && at > 1;
    }

    /** Only single units are cut; a fragment is never both ends, which would be no fragment (RFC 6184 section 5.8). */
    private static boolean fragmentIsWhole(MemorySegment payload, long offset, int length) {
        if (length <= FU_HEADER_LENGTH) {
            return false;
        }
        int header = NetworkBytes.u8(payload, offset + 1);
        int type = header & 0x1F;
        return type >= 1 && type <= LAST_SINGLE_TYPE && (header & 0xC0) != 0xC0;
    }

    private static boolean aggregateStartsKeyframe(MemorySegment payload, long offset, int length) {
        int at = 1;
        while (at < length) {
            int size = NetworkBytes.u16(payload, offset + at);
            int type = NetworkBytes.u8(payload, offset + at + 2) & 0x1F;
            if (unitStartsKeyframe(type, payload, offset + at + 3, size - 1)) {
                return true;
            }
            at += 2 + size;
        }
        return false;
    }

    /** {@code first_mb_in_slice} opens the slice header as an Exp-Golomb code, in which a leading 1 bit is the number 0. */
    private static boolean unitStartsKeyframe(int type, MemorySegment payload, long body, int bodyLength) {
        return bodyLength > 0
                && (type == SEQUENCE_PARAMETERS || (type == IDR_SLICE && (NetworkBytes.u8(payload, body) & 0x80) != 0));
    }
}
