package org.kachehri.media.sfu;

/** When a shard next has something to do without being told. May be early, never late. Not thread-safe. */
final class Deadline {
    private long nanos = Long.MAX_VALUE;

    long nanos() {
        return nanos;
    }

    void lower(long toNanos) {
        nanos = Math.min(nanos, toNanos);
    }

    void set(long toNanos) {
        nanos = toNanos;
    }
}
