package org.kachehri.media.simulation;

import java.util.random.RandomGenerator;

/**
 * One direction of a line: decides from its seed when a packet arrives, or that it doesn't. The same seed and the same packets at
 * the same times give the same decisions; without a rate limit the times don't matter. Owned by one thread.
 */
public final class Link {
    public static final long LOST = -1;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final RandomGenerator random;
    private Impairment impairment;
    private boolean burst;
    private long freeNanos;
    private long lastArrivalNanos;
    private long sent;
    private long lost;
    private long overflowed;

    public Link(Impairment impairment, RandomGenerator random) {
        this.impairment = impairment;
        this.random = random;
    }

    public void impairment(Impairment now) {
        impairment = now;
    }

    /** Whether packets may arrive twice. */
    boolean duplicating() {
        return impairment.duplication() > 0;
    }

    /** When a packet sent now arrives, or {@link #LOST}. */
    public long arrivalNanos(long nowNanos, int length) {
        sent++;
        burst = burst ? random.nextDouble() >= impairment.burstEnd() : chance(impairment.burstBegin());
        if (burst || chance(impairment.loss())) {
            lost++;
            return LOST;
        }
        long leaves = nowNanos;
        if (impairment.bitsPerSecond() > 0) {
            long waiting = Math.max(0, freeNanos - nowNanos);
            if (waiting * impairment.bitsPerSecond() / SECOND_NANOS / 8 > impairment.queueBytes()) {
                overflowed++;
                return LOST;
            }
            freeNanos = nowNanos + waiting + length * 8L * SECOND_NANOS / impairment.bitsPerSecond();
            leaves = freeNanos;
        }
        long arrival = leaves + impairment.delayNanos();
        if (impairment.jitterNanos() > 0) {
            arrival += random.nextLong(impairment.jitterNanos());
        }
        if (chance(impairment.reordering())) {
            return arrival + impairment.reorderingNanos();
        }
        lastArrivalNanos = Math.max(lastArrivalNanos, arrival);
        return lastArrivalNanos;
    }

    /** Asked once for each packet that arrives: whether it arrives twice. */
    public boolean duplicates() {
        return chance(impairment.duplication());
    }

    /** Packets that were given to it. */
    public long sent() {
        return sent;
    }

    /** Packets that chance took. */
    public long lost() {
        return lost;
    }

    /** Packets for which the queue of a limited line had no room. */
    public long overflowed() {
        return overflowed;
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
