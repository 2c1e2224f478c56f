package org.kachehri.media.sfu;

/** What a report block says about one received source (RFC 3550 section 6.4.1, appendix A.3 and A.8). Not thread-safe. */
final class ReceiveStatistics {
    private final int clockRate;
    private long first = -1;
    private long highest = -1;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long jitter16;
    private long lastTransitTicks;
    private boolean transitKnown;

    ReceiveStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    void received(long sequence, long timestamp, long nowNanos, boolean repaired) {
        if (first < 0) {
            first = sequence;
        }
        first = Math.min(first, sequence);
        highest = Math.max(highest, sequence);
        if (repaired) {
            // It was lost: a publisher that adapts to our reports must hear of it, though we got it in the end. Nor
            // does the way
            // of a retransmission say anything about the jitter of the stream.
            return;
        }
        received++;
        long arrivalTicks = nowNanos / 1_000 * clockRate / 1_000_000;
        long transit = arrivalTicks - timestamp;
        if (transitKnown) {
            // Timestamps wrap at 32 bits: the difference of two neighbours is what fits into an int.
            long distance = Math.abs((int) (transit - lastTransitTicks));
            jitter16 += distance - ((jitter16 + 8) >> 4);
        }
        lastTransitTicks = transit;
        transitKnown = true;
    }

    /** Packets that its sender has sent since the first that we saw. */
    long expected() {
        return started() ? highest - first + 1 : 0;
    }

    /** Packets that came on the first try. */
    long received() {
        return received;
    }

    boolean started() {
        return first >= 0;
    }

    long extendedHighestSequence() {
        // Extended numbers here start one cycle up (SequenceExtender); a report counts cycles from zero.
        return highest - 0x1_0000L & 0xFFFF_FFFFL;
    }

    long cumulativeLost() {
        return highest - first + 1 - received;
    }

    long jitterTicks() {
        return jitter16 >> 4;
    }

    /** Loss since the previous call, in 1/256. */
    int takeFractionLost() {
        long expected = highest - first + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, 256 * lostNow / expectedNow);
    }
}
