package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * As much of the RTP payload format for AV1 (Alliance for Open Media, version 1.0) as forwarding a stream in one piece needs: the
 * aggregation header that opens each payload (section 4.4). No state, any thread.
 */
public final class Av1Payload {
    private static final int CONTINUES_BIT = 0x80;
    private static final int NEW_SEQUENCE_BIT = 0x08;

    private Av1Payload() {}

    /**
     * Whether this payload begins a coded video sequence, that is a key frame with everything a decoder needs before it: N is set, and
     * the first element isn't the rest of an earlier one, which N rules out.
     */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        return length > 1
                && (NetworkBytes.u8(payload, offset) & (CONTINUES_BIT | NEW_SEQUENCE_BIT)) == NEW_SEQUENCE_BIT;
    }
}
