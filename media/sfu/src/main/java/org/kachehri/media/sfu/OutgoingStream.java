package org.kachehri.media.sfu;

/**
 * The numbering of one SSRC that we send (RFC 3550 section 5.1). It outlives the subscription: when the same SSRC is subscribed again,
 * numbers go on where they ended, because a receiver would refuse older ones and SRTP must never seal an index twice. Not thread-safe.
 */
final class OutgoingStream {
    private static final long SECOND_NANOS = 1_000_000_000L;

    final long ssrc;
    long highest;
    long packets;
    long octets;

    /** The highest sequence number that its receiver reported; -1 before the first report. */
    long reportedHighest = -1;

    private long highestTimestamp;
    private long highestNanos;
    private int rtxSequence;

    /** @param seed random: low 15 bits begin the sequence (RFC 3711 section 3.3.1 wants no early wrap), the others the timestamp */
    OutgoingStream(long ssrc, long seed) {
        this.ssrc = ssrc;
        highest = 0x1_0000L | (seed & 0x7FFF);
        rtxSequence = (int) (seed >>> 15) & 0x7FFF;
        highestTimestamp = seed >>> 32;
    }

    /** What must be added to a source's timestamps so that ours go on by as much time as passed. */
    long timestampDelta(long sourceTimestamp, int clockRate, long nowNanos) {
        long elapsed = 0;
        if (packets > 0) {
            // Capped at an hour so that the product stays in 64 bits; a receiver re-synchronises long before.
            long nanos = Math.clamp(nowNanos - highestNanos, 0, 3_600 * SECOND_NANOS);
            elapsed = Math.max(1, nanos * clockRate / SECOND_NANOS);
        }
        return highestTimestamp + elapsed - sourceTimestamp;
    }

    /** Whether a timestamp follows what was sent; both wrap at 32 bits. */
    boolean isLater(long timestamp) {
        return packets == 0 || (int) (timestamp - highestTimestamp) > 0;
    }

    void sent(long sequence, long timestamp, int payloadLength, long nowNanos) {
        packets++;
        octets += payloadLength;
        if (sequence > highest) {
            highest = sequence;
            highestTimestamp = timestamp;
            highestNanos = nowNanos;
        }
    }

    long highestTimestamp() {
        return highestTimestamp;
    }

    int nextRtxSequence() {
        return rtxSequence++ & 0xFFFF;
    }
}
