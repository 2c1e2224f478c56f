package org.kachehri.media.congestion;

/**
 * What the delay allows: additive increase near where the line was last found full, multiplicative far from it, and a decrease to 0.85 of what arrived
 * when a queue grows (draft-ietf-rmcat-gcc-02 section 5.5). Not thread-safe; allocates nothing after construction.
 */
final class RateControl {
    private enum State {
        INCREASE,
        HOLD
    }

    private static final double DECREASE = 0.85;

    /** 8 % a second: 600 kbit/s becomes 2.5 Mbit/s in 19 s; probing is quicker. */
    private static final double INCREASE_PER_SECOND = 1.08;

    private static final double MIN_INCREASE_BPS = 1_000;

    /** A sender that uses less than its estimate learns nothing above 1.5 × what it uses. */
    private static final double LIMIT_FACTOR = 1.5;

    private static final double LIMIT_EXTRA_BPS = 10_000;

    /** Near the link's capacity: half a packet a response time, at least 4 kbit/s a second (section 5.5, as libwebrtc computes it). */
    private static final double PACKET_BITS = 1_200 * 8;

    private static final double FRAMES_PER_SECOND = 30;
    private static final double DETECTION_SECONDS = 0.1;
    private static final double MIN_ADDITIVE_BPS = 4_000;

    private static final double CAPACITY_SMOOTHING = 0.05;
    private static final double MIN_DEVIATION = 0.4;
    private static final double MAX_DEVIATION = 2.5;
    private static final double DEVIATIONS = 3;

    private static final long MIN_DECREASE_INTERVAL_NANOS = 10_000_000L;
    private static final long MAX_DECREASE_INTERVAL_NANOS = 200_000_000L;
    private static final double SECOND_NANOS = 1e9;

    private double estimate;
    private State state = State.HOLD;
    private long changedNanos;
    private boolean started;

    /** Where decreases found the link full, in kbit/s; 0 when not known. */
    private double capacityKbps;

    private double deviationKbps = MIN_DEVIATION;

    RateControl(double startBps) {
        estimate = startBps;
    }

    double estimateBps() {
        return estimate;
    }

    /**
     * One feedback.
     *
     * @param acknowledgedBps what arrives, or {@link ArrivalRate#UNKNOWN}
     */
    void update(DelayTrend.Usage usage, long acknowledgedBps, long roundTripNanos, long nowNanos) {
        if (!started) {
            started = true;
            changedNanos = nowNanos;
        }
        switch (usage) {
            case OVER -> {
                if (mayDecrease(acknowledgedBps, roundTripNanos, nowNanos)) {
                    decrease(acknowledgedBps);
                    changedNanos = nowNanos;
                }
                state = State.HOLD;
            }
            case UNDER -> state = State.HOLD;
            case NORMAL -> {
                if (state == State.HOLD) {
                    state = State.INCREASE;
                    changedNanos = nowNanos;
                }
                increase(acknowledgedBps, roundTripNanos, nowNanos);
                changedNanos = nowNanos;
            }
        }
    }

    /** Once a round trip, since a decrease shows only then; at once if less than half of the estimate arrives. */
    private boolean mayDecrease(long acknowledgedBps, long roundTripNanos, long nowNanos) {
        long interval = Math.clamp(roundTripNanos, MIN_DECREASE_INTERVAL_NANOS, MAX_DECREASE_INTERVAL_NANOS);
        return state == State.INCREASE
                || nowNanos - changedNanos >= interval
                || (acknowledgedBps != ArrivalRate.UNKNOWN && acknowledgedBps < estimate / 2);
    }

    private void decrease(long acknowledgedBps) {
        if (acknowledgedBps == ArrivalRate.UNKNOWN) {
            estimate = Math.max(estimate / 2, BandwidthEstimator.MIN_BPS);
            return;
        }
        double decreased = DECREASE * acknowledgedBps;
        if (decreased > estimate && capacityKbps > 0) {
            decreased = DECREASE * capacityKbps * 1_000;
        }
        estimate = Math.min(estimate, Math.max(decreased, BandwidthEstimator.MIN_BPS));
        double kbps = acknowledgedBps / 1_000.0;
        if (capacityKbps > 0 && kbps < lowestKbps()) {
            capacityKbps = 0;
        }
        learnCapacity(kbps);
    }

    private void increase(long acknowledgedBps, long roundTripNanos, long nowNanos) {
        if (acknowledgedBps == ArrivalRate.UNKNOWN) {
            return;
        }
        double kbps = acknowledgedBps / 1_000.0;
        if (capacityKbps > 0 && kbps > highestKbps()) {
            capacityKbps = 0;
        }
        double limit = LIMIT_FACTOR * acknowledgedBps + LIMIT_EXTRA_BPS;
        if (estimate >= limit) {
            return;
        }
        double seconds = Math.min((nowNanos - changedNanos) / SECOND_NANOS, 1);
        double increase = capacityKbps > 0
                ? additiveBpsPerSecond(roundTripNanos) * seconds
                : Math.max(estimate * (Math.pow(INCREASE_PER_SECOND, seconds) - 1), MIN_INCREASE_BPS * seconds);
        estimate = Math.min(Math.min(estimate + increase, limit), BandwidthEstimator.MAX_BPS);
    }

    private double additiveBpsPerSecond(long roundTripNanos) {
        double frameBits = estimate / FRAMES_PER_SECOND;
        double packetBits = frameBits / Math.ceil(frameBits / PACKET_BITS);
        double responseSeconds = 2 * (roundTripNanos / SECOND_NANOS + DETECTION_SECONDS);
        return Math.max(packetBits / responseSeconds, MIN_ADDITIVE_BPS);
    }

    private void learnCapacity(double kbps) {
        if (capacityKbps == 0) {
            capacityKbps = kbps;
            return;
        }
        double error = capacityKbps - kbps;
        capacityKbps -= CAPACITY_SMOOTHING * error;
        double normalised = error * error / Math.max(capacityKbps, 1);
        deviationKbps = Math.clamp(
                deviationKbps + CAPACITY_SMOOTHING * (normalised - deviationKbps), MIN_DEVIATION, MAX_DEVIATION);
    }

    private double lowestKbps() {
        return capacityKbps - DEVIATIONS * Math.sqrt(deviationKbps * capacityKbps);
    }

    private double highestKbps() {
        return capacityKbps + DEVIATIONS * Math.sqrt(deviationKbps * capacityKbps);
    }

    /** What was proven by other means. */
    void set(double bps, long nowNanos) {
        estimate = bps;
        changedNanos = nowNanos;
    }

    /** The line carried more than where it was last found full: that place is no longer known. */
    void forgetCapacity() {
        capacityKbps = 0;
    }
}
