package org.kachehri.media.net;

import java.util.concurrent.atomic.AtomicLongArray;

/** What a {@link TcpFront} counted since it began. Written by its thread alone, readable by any. */
@SuppressWarnings("EnumOrdinal")
public final class TcpCounters {
    /** Why something was counted. */
    public enum Reason {
        ACCEPTED,
        /** There were as many connections as there may be, of all hosts or of this one. */
        REFUSED_FULL,
        REFUSED_HOST_FULL,
        /** The system would not hand the connection over, as when it has no descriptors left. */
        REFUSED_BY_SYSTEM,
        CLOSED_BY_PEER,
        /** Reset, or the shard's port is gone. */
        CLOSED_BROKEN,
        /** Began with something else than a check. */
        CLOSED_NOT_A_CHECK,
        CLOSED_FRAME_TOO_LONG,
        /** The shard found nobody behind the checks in time, or there were none. */
        CLOSED_UNPROVEN,
        CLOSED_IDLE,
        FRAMES_RECEIVED,
        FRAMES_SENT,
        /** The peer reads slower than media comes. */
        DROPPED_SLOW_READER,
        /** The shard doesn't keep up. */
        DROPPED_SLOW_SHARD
    }

    private final AtomicLongArray counts = new AtomicLongArray(Reason.values().length);
    private volatile int open;

    void count(Reason reason) {
        int i = reason.ordinal();
        counts.setOpaque(i, counts.getPlain(i) + 1);
    }

    void open(int connections) {
        open = connections;
    }

    /** Connections open now. */
    public int open() {
        return open;
    }

    public long of(Reason reason) {
        return counts.getOpaque(reason.ordinal());
    }
}
