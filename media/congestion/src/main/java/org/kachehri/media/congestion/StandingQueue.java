package org.kachehri.media.congestion;

/**
 * How much of the way's delay is a queue, and how much less to send so that it drains. Google's congestion control only stops a queue from growing: with
 * 0.85 × what the line carries, one of two seconds takes thirteen to drain, and people talk over each other meanwhile. So the estimate is cut further for as
 * long as the queue stands, as libwebrtc's congestion window does. The delay is held against the least of the last 20-40 s. Not thread-safe; allocates
 * nothing after construction.
 */
final class StandingQueue {
    /** Less is what a key frame leaves behind on a line that bears it; nobody hears it. */
    private static final double STANDING_MILLIS = 25;

    /** Waiting less than this is how lines are. */
    private static final double TOLERATED_MILLIS = 150;

    /** Here half is sent, and a second of queue drains in two. */
    private static final double HALF_MILLIS = 500;

    /** From 675 ms on a quarter is sent: a voice that comes so late is no conversation, and nothing but draining helps. */
    private static final double LEAST = 0.25;

    /** A way that became longer for good is believed after 20-40 s; a queue takes less than that to drain. */
    private static final long WINDOW_NANOS = 20_000_000_000L;

    private static final double MILLI_NANOS = 1e6;

    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;
    private long windowStartNanos = Long.MIN_VALUE;
    private double queueMillis;

    /** One feedback: the least of its packets' differences between arrival and sending, on two clocks. */
    void update(long leastDelayNanos, long nowNanos) {
        if (windowStartNanos == Long.MIN_VALUE || nowNanos - windowStartNanos >= WINDOW_NANOS) {
            windowStartNanos = nowNanos;
            leastBefore = least;
            least = Long.MAX_VALUE;
        }
        least = Math.min(least, leastDelayNanos);
        queueMillis = (leastDelayNanos - Math.min(least, leastBefore)) / MILLI_NANOS;
    }

    /** Whether even the packet that waited least waited for others. */
    boolean stands() {
        return queueMillis > STANDING_MILLIS;
    }

    /** What part of the estimate may be sent. */
    double factor() {
        double above = (queueMillis - TOLERATED_MILLIS) / (HALF_MILLIS - TOLERATED_MILLIS);
        return Math.clamp(1 - above / 2, LEAST, 1);
    }
}
