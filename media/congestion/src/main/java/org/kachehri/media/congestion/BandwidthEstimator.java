package org.kachehri.media.congestion;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.TransportFeedback;

/**
 * How much the line to one peer carries: Google's congestion control (draft-ietf-rmcat-gcc-02). The delay says when a queue begins to grow,
 * long before it overflows; the loss says what the delay can't see; the smaller of both is the estimate, cut for as long as a queue stands. It never rises above 1.5 × what arrives plus 10
 * kbit/s, so a sender that uses little of it must probe ({@link Probing}) before it uses more. Without feedback the estimate falls. Not thread-safe;
 * allocates nothing after construction.
 */
public final class BandwidthEstimator {
    /** What the estimate begins with on a citizen's line, in bits a second. */
    public static final long CITIZEN_START_BPS = 600_000;

    /** What the estimate begins with at a reception point. */
    public static final long POINT_START_BPS = 2_500_000;

    /** Less doesn't carry a voice. */
    public static final long MIN_BPS = 30_000;

    /** More than all layers of a reception's cameras together. */
    public static final long MAX_BPS = 20_000_000;

    /** Three feedbacks of a slow receiver (500 ms), or fifteen of ours. */
    static final long FEEDBACK_MISSING_NANOS = 1_500_000_000L;

    /** While it is missing: by a fifth every second. Ten seconds leave a tenth. */
    private static final long MISSING_INTERVAL_NANOS = 1_000_000_000L;

    private static final double MISSING_DECREASE = 0.8;

    private final SentPackets sent;
    private final DelayTrend trend = new DelayTrend();
    private final RateControl rate;
    private final LossControl loss;
    private final StandingQueue queue = new StandingQueue();
    private long backedOffNanos = Long.MIN_VALUE / 2;
    private long overusedNanos = Long.MIN_VALUE / 2;
    private DelayTrend.Usage usage = DelayTrend.Usage.NORMAL;
    private long malformed;

    public BandwidthEstimator(SentPackets sent, long startBps) {
        this.sent = sent;
        rate = new RateControl(startBps);
        loss = new LossControl(startBps);
    }

    /**
     * Feedback came.
     *
     * @param packet one that {@link TransportFeedback#matches}
     * @return whether it could be read and spoke of packets that were sent; if not, it counts and changes nothing
     */
    public boolean feedback(MemorySegment packet, long at, long nowNanos) {
        if (!sent.feedback(packet, at, nowNanos)) {
            malformed++;
            return false;
        }
        int acknowledged = sent.acknowledged();
        DelayTrend.Usage worst = trend.usage();
        long leastDelayNanos = Long.MAX_VALUE;
        for (int i = 0; i < acknowledged; i++) {
            leastDelayNanos = Math.min(leastDelayNanos, sent.arrivalNanos(i) - sent.sentNanos(i));
            trend.packet(sent.sentNanos(i), sent.arrivalNanos(i));
            if (trend.usage() == DelayTrend.Usage.OVER) {
                worst = DelayTrend.Usage.OVER;
            }
        }
        if (acknowledged > 0) {
            queue.update(leastDelayNanos, nowNanos);
            // An over-use in the middle of a feedback isn't forgotten because the queue shrank at its end.
            usage = worst == DelayTrend.Usage.OVER ? worst : trend.usage();
            if (usage == DelayTrend.Usage.OVER && !queue.stands()) {
                // A key frame, which leaves quicker than the line takes it and is through a moment later.
                usage = DelayTrend.Usage.UNDER;
            }
            long arriving = usage == DelayTrend.Usage.OVER ? sent.carriedBps() : sent.acknowledgedBps();
            rate.update(usage, arriving, sent.roundTripNanos(), nowNanos);
        }
        if (usage == DelayTrend.Usage.OVER) {
            overusedNanos = nowNanos;
        }
        loss.update(
                acknowledged,
                sent.newlyLost(),
                rate.estimateBps(),
                sent.acknowledgedBps(),
                sent.roundTripNanos(),
                nowNanos);
        return true;
    }

    /** Time went by: backs off if feedback is missing. */
    public void tick(long nowNanos) {
        if (nowNanos >= deadlineNanos()) {
            double lower =
                    Math.max((double) MIN_BPS, MISSING_DECREASE * Math.min(rate.estimateBps(), loss.estimateBps()));
            rate.set(lower, nowNanos);
            loss.set(lower);
            backedOffNanos = nowNanos;
        }
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} if no feedback is expected. */
    public long deadlineNanos() {
        long since = sent.unansweredSinceNanos();
        return since == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(since + FEEDBACK_MISSING_NANOS, backedOffNanos + MISSING_INTERVAL_NANOS);
    }

    /** A probe arrived at this rate: the estimate is at least that. */
    void proven(long bps, long nowNanos) {
        if (bps > rate.estimateBps()) {
            rate.forgetCapacity();
            rate.set((double) Math.min(bps, MAX_BPS), nowNanos);
        }
        loss.set(Math.max(loss.estimateBps(), (double) Math.min(bps, MAX_BPS)));
    }

    /** Bits per second that may be sent, headers and retransmissions included. */
    public long estimateBps() {
        return Math.clamp((long) (queue.factor() * Math.min(rate.estimateBps(), loss.estimateBps())), MIN_BPS, MAX_BPS);
    }

    /** The part of what was sent that didn't arrive, in the last interval of at least 20 packets; 0 to 1. */
    public double lossFraction() {
        return loss.loss();
    }

    /** Time from sending to feedback, smoothed; 0 before the first feedback. */
    public long roundTripNanos() {
        return sent.roundTripNanos();
    }

    /** Whether the line is fuller than it should be, was so at or after {@code sinceNanos}, or gives no feedback. */
    boolean troubledSince(long sinceNanos, long nowNanos) {
        return overusedNanos >= sinceNanos
                || usage == DelayTrend.Usage.OVER
                || queue.factor() < 1
                || loss.congested()
                || feedbackMissing(nowNanos);
    }

    private boolean feedbackMissing(long nowNanos) {
        long since = sent.unansweredSinceNanos();
        return since != Long.MAX_VALUE && nowNanos - since >= FEEDBACK_MISSING_NANOS;
    }

    /** Feedback that couldn't be read or spoke of packets never sent. */
    public long malformed() {
        return malformed;
    }
}
