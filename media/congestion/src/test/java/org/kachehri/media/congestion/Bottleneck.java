package org.kachehri.media.congestion;

import java.util.Random;

/** One direction of a line with a queue that drops what doesn't fit; seeded. */
final class Bottleneck {
    static final long LOST = -1;

    private static final double SECOND_NANOS = 1e9;

    private final Random random;
    double bps;
    double queueBytes = 100_000;
    long delayNanos = 30_000_000L;
    long jitterNanos = 1_000_000L;
    double loss;
    long sent;
    long lost;
    private double waitingBytes;
    private long drainedNanos;
    private long lastArrivalNanos;

    Bottleneck(double bps, Random random) {
        this.bps = bps;
        this.random = random;
    }

    /** When a packet that is sent now arrives, or {@link #LOST}. */
    long arrivalNanos(int bytes, long nowNanos) {
        sent++;
        drain(nowNanos);
        if (random.nextDouble() < loss || waitingBytes + bytes > queueBytes) {
            lost++;
            return LOST;
        }
        waitingBytes += bytes;
        long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
        long arrival = nowNanos + (long) (waitingBytes * 8 / bps * SECOND_NANOS) + delayNanos + jitter;
        lastArrivalNanos = Math.max(lastArrivalNanos, arrival);
        return lastArrivalNanos;
    }

    /** How long the queue takes to drain. */
    double queueMillis(long nowNanos) {
        drain(nowNanos);
        return waitingBytes * 8 / bps * 1_000;
    }

    private void drain(long nowNanos) {
        waitingBytes = Math.max(0, waitingBytes - (nowNanos - drainedNanos) / SECOND_NANOS * bps / 8);
        drainedNanos = nowNanos;
    }
}
