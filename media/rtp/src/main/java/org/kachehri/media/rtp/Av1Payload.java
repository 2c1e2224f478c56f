package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * As much of the RTP payload format for AV1 (Alliance for Open Media, version 1.0) as forwarding a stream in one piece needs: the
 * aggregation header that opens each payload (section 4.4) and the mandatory part of the dependency descriptor, a header extension
 * (appendix A). Bytes that don't hold what is asked for answer {@link #NONE} or false. No state, any thread.
 */
public final class Av1Payload {
    /** The field isn't there. */
    public static final int NONE = -1;

    private static final int CONTINUES_BIT = 0x80;
    private static final int NEW_SEQUENCE_BIT = 0x08;
    private static final int MANDATORY_FIELDS_LENGTH = 3;

    private Av1Payload() {}

    /**
     * Whether this payload begins a coded video sequence, that is a key frame with everything a decoder needs before it: N is set, and
     * the first element isn't the rest of an earlier one, which N rules out.
     */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        return length > 1
                && (NetworkBytes.u8(payload, offset) & (CONTINUES_BIT | NEW_SEQUENCE_BIT)) == NEW_SEQUENCE_BIT;
    }

    /** Whether the packet with this dependency descriptor is the first of its frame. */
    public static boolean describesFrameStart(MemorySegment descriptor, long offset, int length) {
        return length >= MANDATORY_FIELDS_LENGTH && (NetworkBytes.u8(descriptor, offset) & 0x80) != 0;
    }

    /** Whether the packet with this dependency descriptor is the last of its frame. */
    public static boolean describesFrameEnd(MemorySegment descriptor, long offset, int length) {
        return length >= MANDATORY_FIELDS_LENGTH && (NetworkBytes.u8(descriptor, offset) & 0x40) != 0;
    }

    /** The 16-bit number of the frame, or {@link #NONE}. */
    public static int frameNumber(MemorySegment descriptor, long offset, int length) {
        return length >= MANDATORY_FIELDS_LENGTH ? NetworkBytes.u16(descriptor, offset + 1) : NONE;
    }

    /** Whether this dependency descriptor marks the first packet of a key frame: only there the template structure is sent. */
    public static boolean describesKeyframeStart(MemorySegment descriptor, long offset, int length) {
        return length > MANDATORY_FIELDS_LENGTH
                && describesFrameStart(descriptor, offset, length)
                && (NetworkBytes.u8(descriptor, offset + MANDATORY_FIELDS_LENGTH) & 0x80) != 0;
    }
}
