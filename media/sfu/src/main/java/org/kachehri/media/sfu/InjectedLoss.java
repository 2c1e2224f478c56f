package org.kachehri.media.sfu;

import java.util.SplittableRandom;

/**
 * Loses packets on purpose, to see what people would: a chain of two states (Gilbert), in the bad one everything is lost. Only where an
 * operator switched it on, on an installation that was started for it. The same seed loses the same packets. Not thread-safe.
 */
final class InjectedLoss {
    private final double begin;
    private final double end;
    private final SplittableRandom random;
    private boolean losing;

    /**
     * @param share of packets lost in the long run, from 0 to 1
     * @param meanBurst packets lost in a row on the mean, at least 1; 1 loses each packet for itself
     */
    InjectedLoss(double share, double meanBurst, long seed) {
        random = new SplittableRandom(seed);
        boolean single = meanBurst <= 1;
        // Single: both states lead to loss alike, so one packet says nothing about the next.
        begin = share >= 1 ? 1 : single ? share : Math.min(1, share / (meanBurst * (1 - share)));
        end = share >= 1 ? 0 : single ? 1 - share : 1 / meanBurst;
    }

    /** Whether the next packet is lost. */
    boolean next() {
        double drawn = random.nextDouble();
        losing = losing ? drawn >= end : drawn < begin;
        return losing;
    }
}
