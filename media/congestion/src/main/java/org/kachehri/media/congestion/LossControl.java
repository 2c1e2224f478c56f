package org.kachehri.media.congestion;

/**
 * What the loss allows (draft-ietf-rmcat-gcc-02 section 6): below 2 % up by 8 % a second, above 10 % down by half of the loss, between them it stays. A
 * line that loses whatever we send is told from a full one by sending less: if then no greater part arrives, that loss is the line's own and isn't
 * counted again, else a bad radio line would be throttled to nothing and be no better for it. Not thread-safe; allocates nothing after construction.
 */
final class LossControl {
    private static final double LOW = 0.02;
    private static final double HIGH = 0.10;

    /** As in {@link RateControl}. */
    private static final double INCREASE_PER_SECOND = 1.08;

    private static final double MIN_INCREASE_BPS = 1_000;

    /** Loss is judged over at least 20 packets (libwebrtc) and a fifth of a second: less is chance. */
    private static final int MIN_PACKETS = 20;

    private static final long MIN_INTERVAL_NANOS = 200_000_000L;

    /** After a decrease its effect is waited for: 300 ms and a round trip (libwebrtc). */
    private static final long DECREASE_INTERVAL_NANOS = 300_000_000L;

    /** As {@link RateControl} decreases. */
    private static final double ARRIVING = 0.85;

    /** The trial has sent enough less when it sends 25 % less; a full line would then let through a third more of what is sent. */
    private static final double TRIAL_REDUCTION = 0.75;

    /** A line of its own loss above this carries no conversation: then it is better to try with less. */
    private static final double MAX_OWN_LOSS = 0.25;

    /** Over about seven intervals: chance alone moves one interval of 20 packets at 10 % by as much as the loss itself. */
    private static final double SMOOTHING = 0.15;

    /** A line that gets better is believed slowly, lest the luck of an interval became the measure. */
    private static final double OWN_LOSS_SMOOTHING = 0.05;

    /** This isn't what limits as long as little is lost; but not so far above that it takes long to fall. */
    private static final double HEADROOM = 2;

    private static final double SECOND_NANOS = 1e9;

    private double estimate;
    private long expected;
    private long lost;
    private long judgedNanos;
    private long decreasedNanos = Long.MIN_VALUE / 2;
    private boolean started;
    private double loss;
    private double smoothedLoss;

    private double ownLoss;
    private double trialBps;
    private double trialLoss;

    LossControl(double startBps) {
        estimate = startBps;
    }

    double estimateBps() {
        return estimate;
    }

    /** Of the last interval judged, 0 to 1. */
    double loss() {
        return loss;
    }

    /** Whether more is lost than the line loses by itself, so much that the estimate falls. */
    boolean congested() {
        return excess(loss) > HIGH && excess(smoothedLoss) > HIGH / 2;
    }

    /**
     * One feedback.
     *
     * @param allowedBps what the delay allows: nothing is gained by rising far above it
     * @param acknowledgedBps what arrives, or {@link ArrivalRate#UNKNOWN}
     */
    void update(
            int newlyAcknowledged,
            int newlyLost,
            double allowedBps,
            long acknowledgedBps,
            long roundTripNanos,
            long nowNanos) {
        if (!started) {
            started = true;
            judgedNanos = nowNanos;
        }
        expected += newlyAcknowledged + newlyLost;
        lost += newlyLost;
        if (expected < MIN_PACKETS || nowNanos - judgedNanos < MIN_INTERVAL_NANOS) {
            return;
        }
        loss = Math.clamp((double) lost / expected, 0, 1);
        smoothedLoss += SMOOTHING * (loss - smoothedLoss);
        expected = 0;
        lost = 0;
        double seconds = Math.min((nowNanos - judgedNanos) / SECOND_NANOS, 1);
        judgedNanos = nowNanos;
        ownLoss += OWN_LOSS_SMOOTHING * Math.min(0, smoothedLoss - ownLoss);
        double excess = excess(loss);
        if (excess > HIGH && excess(smoothedLoss) > HIGH / 2) {
            if (nowNanos - decreasedNanos >= DECREASE_INTERVAL_NANOS + roundTripNanos) {
                estimate = Math.min(estimate, allowedBps);
                decrease(excess, acknowledgedBps, nowNanos);
            }
        } else if (excess(smoothedLoss) < LOW) {
            trialBps = 0;
            double raised =
                    Math.max(estimate * Math.pow(INCREASE_PER_SECOND, seconds), estimate + MIN_INCREASE_BPS * seconds);
            estimate = Math.max(estimate, Math.min(raised, HEADROOM * allowedBps));
        }
    }

    private double excess(double ofLoss) {
        return Math.max(0, (ofLoss - ownLoss) / (1 - ownLoss));
    }

    private void decrease(double excess, long acknowledgedBps, long nowNanos) {
        if (trialBps == 0) {
            trialBps = estimate;
            trialLoss = loss;
        }
        decreasedNanos = nowNanos;
        // News of what overflowed a queue come when it has drained, long after the delay was heeded: what arrives now
        // is no less for it.
        double arriving = Math.min(estimate, ARRIVING * acknowledgedBps);
        estimate = Math.max(Math.max(estimate * (1 - excess / 2), arriving), BandwidthEstimator.MIN_BPS);
        double reduction = estimate / trialBps;
        if (reduction > TRIAL_REDUCTION) {
            return;
        }
        double improvement = (1 - loss) / (1 - trialLoss);
        // A full line passes the same amount, hence a part larger by 1 / reduction; a bad one passes the same part.
        if (improvement < (1 + 1 / reduction) / 2) {
            ownLoss = Math.min(smoothedLoss, MAX_OWN_LOSS);
        }
        trialBps = 0;
    }

    void set(double bps) {
        estimate = bps;
    }
}
