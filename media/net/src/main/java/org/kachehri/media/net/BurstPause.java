package org.kachehri.media.net;

import java.util.concurrent.TimeUnit;
import org.kachehri.media.sfu.Batch;

/**
 * How long a shard lets a burst arrive before it looks again. A packet after silence is forwarded at once; what follows it
 * within a millisecond is taken together, because a browser sends a frame in packets 10-60 µs apart and a loop that keeps
 * up with them finds each alone: without the pause trains to six subscribers were 1.3 packets long, with it 3.7, at half
 * the CPU. Costs a packet of a burst at most the pause; stamps of arrival get as coarse, which the delay-based estimators
 * don't see (they group what arrives within 5 ms). Owned by the shard's thread.
 */
final class BurstPause {

    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private long endNanos = Long.MIN_VALUE;

    /** A batch was received; a full one means that more is there already. */
    void received(long nowNanos, int datagrams) {
        endNanos = datagrams == Batch.CAPACITY ? Long.MIN_VALUE : nowNanos + NANOS;
    }

    /** Nanoseconds to wait, 0 or less for none; never beyond the deadline. */
    long left(long nowNanos, long deadlineNanos) {
        return endNanos <= nowNanos ? 0 : Math.min(endNanos, deadlineNanos) - nowNanos;
    }
}
