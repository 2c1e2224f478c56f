package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.congestion.BandwidthEstimator;
import org.kachehri.media.congestion.Pacer;
import org.kachehri.media.congestion.Probing;
import org.kachehri.media.congestion.SentPackets;

/** What we know of the line to one subscriber, and what waits for it. Of subscribers that number their packets transport-wide. Not thread-safe. */
final class Line {
    /** It is looked at a thousand times a second at most: what waits leaves in trains, not alone. */
    static final long INTERVAL_NANOS = 1_000_000L;

    final SentPackets sent = new SentPackets();
    final BandwidthEstimator estimator;
    final Pacer pacer;
    final PacedQueue waiting = new PacedQueue();
    final Probing probing;

    /** Whether the subscriber ever told what arrives: until then its line isn't judged. */
    boolean heard;

    /** UDP and IPv4; what IPv6 and tunnels add is within the estimate's own margin. */
    private static final int HEADER_BYTES = 28;

    /** When of what waits some may leave. */
    long drainDueNanos;

    /** Whether {@link Pacing} knows that something waits. */
    boolean queued;

    /** When it is shared anew. */
    long shareDueNanos;

    Line(long startBps) {
        estimator = new BandwidthEstimator(sent, startBps);
        probing = new Probing(estimator, sent);
        pacer = new Pacer(startBps);
    }

    /** A packet leaves; answers its transport-wide number. Audio isn't paced. */
    int sent(int bytes, boolean paced, long nowNanos) {
        if (paced) {
            pacer.sent(bytes);
        }
        int onTheLine = bytes + HEADER_BYTES;
        int number = sent.sent(onTheLine, probing.cluster(), nowNanos);
        if (probing.cluster() != SentPackets.NO_CLUSTER) {
            probing.sent(onTheLine, nowNanos);
        }
        return number;
    }

    /** Feedback from the subscriber; false if it can't be read. */
    boolean feedback(MemorySegment packet, long at, long nowNanos) {
        if (!estimator.feedback(packet, at, nowNanos)) {
            return false;
        }
        heard = true;
        probing.feedback(nowNanos);
        pacer.estimate(estimator.estimateBps(), nowNanos);
        return true;
    }

    /** Time went by. */
    void tick(long nowNanos) {
        estimator.tick(nowNanos);
        probing.tick(nowNanos);
        pacer.estimate(estimator.estimateBps(), nowNanos);
    }

    /** When {@link Timers} has something to do for it. */
    long deadlineNanos() {
        return Math.min(shareDueNanos, Math.min(estimator.deadlineNanos(), probing.deadlineNanos()));
    }
}
