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

    /** Of one transport: the others needn't be looked at then. */
    void lower(TransportState transport, long toNanos) {
        transport.dueNanos = Math.min(transport.dueNanos, toNanos);
        lower(toNanos);
    }

    /** What is due is about to be done. */
    void clear() {
        nanos = Long.MAX_VALUE;
    }
}
