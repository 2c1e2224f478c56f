package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * The H.264 payload of RFC 6184 in packetization modes 0 and 1 (single NAL unit, STAP-A, FU-A) as a flyweight over an RTP payload
 * without its padding: where a picture can be entered, and how high it is. Every reader answers {@link #NONE} (or false) for bytes that
 * don't hold what it is asked for; the packet types of the interleaved mode count as malformed, because nobody here negotiates it. No
 * state, any thread.
 */
public final class H264Payload {
    /** The payload is malformed or the field isn't there. */
    public static final int NONE = -1;

    /** NAL unit type of sequence parameters (ITU-T H.264 table 7-1). */
    private static final int SEQUENCE_PARAMETERS = 7;

    private static final int LAST_SINGLE_TYPE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_HEADER_LENGTH = 2;
    private static final int FORBIDDEN_BIT = 0x80;

    private H264Payload() {}

    /**
     * Whether a decoder can begin here: sequence parameters, which browsers send before every IDR picture (RFC 7742 section 6.2 wants them
     * in the stream). An IDR slice alone isn't enough: whoever came from another layer of a simulcast would read it with that one's
     * parameters.
     */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        return parametersAt(payload, offset, length) != NONE;
    }

    /** Height in pixels that the sequence parameters in this payload tell, or {@link #NONE}. */
    public static int height(MemorySegment payload, long offset, int length) {
        int at = parametersAt(payload, offset, length);
        if (at == NONE || packetType(payload, offset, length) == FU_A) {
            return NONE;
        }
        boolean aggregate = packetType(payload, offset, length) == STAP_A;
        int end = aggregate ? at - 1 + NetworkBytes.u16(payload, offset + at - 3) : length;
        return new H264Parameters(payload, offset + at, offset + end).height();
    }

    /** Where the first sequence parameters stand behind the header of their unit; {@link #NONE} if none begin here. */
    private static int parametersAt(MemorySegment payload, long offset, int length) {
        return switch (packetType(payload, offset, length)) {
            case STAP_A -> parametersInAggregate(payload, offset, length);
            case FU_A -> (NetworkBytes.u8(payload, offset + 1) & 0x9F) == (0x80 | SEQUENCE_PARAMETERS) ? 2 : NONE;
            case SEQUENCE_PARAMETERS -> length > 1 ? 1 : NONE;
            default -> NONE;
        };
    }

    private static int parametersInAggregate(MemorySegment payload, long offset, int length) {
        int at = 1;
        while (at < length) {
            int size = NetworkBytes.u16(payload, offset + at);
            if (size > 1 && (NetworkBytes.u8(payload, offset + at + 2) & 0x1F) == SEQUENCE_PARAMETERS) {
                return at + 3;
            }
            at += 2 + size;
        }
        return NONE;
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
}
