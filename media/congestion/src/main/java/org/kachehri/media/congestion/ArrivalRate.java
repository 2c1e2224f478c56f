package org.kachehri.media.congestion;

import java.util.Arrays;

/**
 * Bits per second over the last half second of a clock that only packets move. After half a second without a packet it starts anew: a pause of
 * the sender says nothing about the line. Not thread-safe; allocates nothing after construction.
 */
final class ArrivalRate {
    /** No rate known yet. */
    static final long UNKNOWN = -1;

    /** 25 buckets of 20 ms: the window's length is then right to 4 %. */
    private static final long BUCKET_NANOS = 20_000_000L;

    private static final int BUCKETS = 25;

    private static final int RECENT_BUCKETS = 8;

    /** 10 s back is no reordering: the receiver's clock jumped. */
    private static final int RESTART_BUCKETS = 500;

    /** A rate over less than 150 ms would be that of a single frame's burst. */
    private static final long MIN_SPAN_NANOS = 150_000_000L;

    private static final double SECOND_NANOS = 1e9;

    private final long[] bytes = new long[BUCKETS];
    private long newestBucket;
    private long newestNanos;
    private long startNanos;
    private boolean started;

    void add(long timeNanos, int packetBytes) {
        long bucket = Math.floorDiv(timeNanos, BUCKET_NANOS);
        if (!started || bucket - newestBucket >= BUCKETS || newestBucket - bucket >= RESTART_BUCKETS) {
            Arrays.fill(bytes, 0);
            started = true;
            startNanos = timeNanos;
            newestNanos = timeNanos;
            newestBucket = bucket;
            // What a span begins with took no time of that span.
            return;
        }
        if (bucket <= newestBucket - BUCKETS) {
            return;
        }
        while (newestBucket < bucket) {
            newestBucket++;
            bytes[Math.floorMod(newestBucket, BUCKETS)] = 0;
        }
        newestNanos = Math.max(newestNanos, timeNanos);
        bytes[Math.floorMod(bucket, BUCKETS)] += packetBytes;
    }

    long bitsPerSecond() {
        return over(BUCKETS);
    }

    /** Over the last 160 ms alone: while a queue grows that is what the line carries, however little came before. */
    long recentBitsPerSecond() {
        return over(RECENT_BUCKETS);
    }

    private long over(int buckets) {
        long from = Math.max(startNanos, (newestBucket - buckets + 1) * BUCKET_NANOS);
        long span = newestNanos - from;
        if (!started || span < Math.min(MIN_SPAN_NANOS, (buckets - 1) * BUCKET_NANOS)) {
            return UNKNOWN;
        }
        long sum = 0;
        for (long bucket = newestBucket - buckets + 1; bucket <= newestBucket; bucket++) {
            sum += bytes[Math.floorMod(bucket, BUCKETS)];
        }
        return (long) (sum * 8 * SECOND_NANOS / span);
    }
}
