package org.kachehri.media.sfu;

/**
 * How many media packets one transport may send: an honest browser stays far below, and one that sends a hundred times what
 * it negotiated costs its room's fan-out no more than this. Only authentic packets use it up, so that whoever forges a
 * sender's address can't spend what is the sender's. The generic cell rate algorithm: one time stamp, no timer. Owned by the
 * shard's thread.
 */
final class PacketAllowance {
    /**
     * A face in three layers, a document camera and a screen, each 4 Mbit/s in packets of 1 100 bytes, are 1 400; sound and
     * retransmissions another 400; twice that is no browser.
     */
    private static final long PACKETS_A_SECOND = 4_000;

    /** A line that stood still for a quarter of a second delivers it all at once. */
    private static final long BURST_PACKETS = 1_000;

    private static final long INTERVAL_NANOS = 1_000_000_000L / PACKETS_A_SECOND;
    private static final long BURST_NANOS = BURST_PACKETS * INTERVAL_NANOS;

    /** When all that was sent would have been sent at the sustained rate. */
    private long paidUntilNanos = Long.MIN_VALUE;

    boolean isUsedUp(long nowNanos) {
        return paidUntilNanos > nowNanos + BURST_NANOS;
    }

    void use(long nowNanos) {
        paidUntilNanos = Math.max(paidUntilNanos, nowNanos) + INTERVAL_NANOS;
    }
}
