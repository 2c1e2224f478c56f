package org.kachehri.media.net;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the cycles of a shard's thread took: from the moment that a wait ended until the next wait, the receiving call itself left
 * out. Busy nanoseconds per second is how full the thread is; the histogram shows the pauses that everybody hears. Written by the
 * shard's thread, readable by any.
 */
public final class LoopTimes {
    /**
     * Upper ends of the histogram's buckets. A batch for one subscriber takes some microseconds, a full one for fifty some milliseconds;
     * 20 ms is an audio packet's time, beyond which a cycle is heard.
     */
    private static final long[] BUCKET_NANOS = {
        20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 20_000_000, 100_000_000
    };

    /** A bucket each, the one beyond all of them, and the sum. */
    private final AtomicLongArray counts = new AtomicLongArray(BUCKET_NANOS.length + 2);

    void cycle(long nanos) {
        int bucket = 0;
        while (bucket < BUCKET_NANOS.length && nanos > BUCKET_NANOS[bucket]) {
            bucket++;
        }
        add(bucket, 1);
        add(BUCKET_NANOS.length + 1, nanos);
    }

    private void add(int i, long many) {
        counts.setOpaque(i, counts.getPlain(i) + many);
    }

    /** Upper ends of the buckets in nanoseconds, ascending; one more bucket takes what is beyond. */
    public long[] bucketNanos() {
        return BUCKET_NANOS.clone();
    }

    /** Cycles in each bucket, not cumulated; one more than {@link #bucketNanos}. */
    public long[] cycles() {
        long[] each = new long[BUCKET_NANOS.length + 1];
        for (int i = 0; i < each.length; i++) {
            each[i] = counts.getOpaque(i);
        }
        return each;
    }

    /** Nanoseconds spent in cycles since the start. */
    public long busyNanos() {
        return counts.getOpaque(BUCKET_NANOS.length + 1);
    }
}
