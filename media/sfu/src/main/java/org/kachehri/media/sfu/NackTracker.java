package org.kachehri.media.sfu;

/**
 * Which packets of a source are missing and when to ask for them (RFC 4585 section 6.2.1). Sequence numbers are extended. The first
 * request waits {@link #FIRST_WAIT_NANOS} because most "missing" packets are only reordered; the next ones wait 1.25 round trips. The round
 * trip is measured on the requests themselves, because a receiver of media gets no other measure. Not thread-safe.
 */
final class NackTracker {
    /** 20 ms: reordering of a usual access network; PEERS measured 12-40 ms in other bridges. */
    static final long FIRST_WAIT_NANOS = 20_000_000L;

    /** 5 tries at 10 % loss of request or answer lose 1 packet in 100 000. */
    static final int MAX_TRIES = 5;

    /** 100 missing packets are 0.4 s of 2.5 Mbit/s: more is a dead line, and a key frame helps better. */
    static final int CAPACITY = 100;

    private static final long INITIAL_ROUND_TRIP_NANOS = 70_000_000L;
    private static final long MAX_INTERVAL_NANOS = 400_000_000L;

    private final long[] missing = new long[CAPACITY];
    private final long[] nextNanos = new long[CAPACITY];
    private final long[] askedNanos = new long[CAPACITY];
    private final int[] tries = new int[CAPACITY];
    private int size;
    private long highest = -1;
    private long roundTripNanos = INITIAL_ROUND_TRIP_NANOS;
    private long givenUp;

    /**
     * A packet arrived, by whatever way.
     *
     * @return whether it had been asked for
     */
    boolean arrived(long sequence, long nowNanos) {
        if (highest < 0 || sequence > highest) {
            if (highest >= 0) {
                missed(highest + 1, sequence, nowNanos);
            }
            highest = sequence;
            return false;
        }
        int i = indexOf(sequence);
        if (i < 0) {
            return false;
        }
        boolean asked = tries[i] > 0;
        if (tries[i] == 1) {
            // Only an unrepeated request tells which one was answered (Karn's algorithm).
            roundTripNanos += (nowNanos - askedNanos[i] - roundTripNanos) / 8;
        }
        removeAt(i);
        return asked;
    }

    private void missed(long from, long to, long nowNanos) {
        long first = Math.max(from, to - CAPACITY);
        givenUp += first - from;
        for (long sequence = first; sequence < to; sequence++) {
            if (size == CAPACITY) {
                giveUpAt(0);
            }
            missing[size] = sequence;
            nextNanos[size] = nowNanos + FIRST_WAIT_NANOS;
            tries[size] = 0;
            size++;
        }
    }

    /**
     * Collects the packets to ask for now, in ascending order.
     *
     * @param into lowest 16 bits of each number, room for {@link #CAPACITY}
     * @return how many
     */
    int due(long nowNanos, int[] into) {
        int count = 0;
        int i = 0;
        while (i < size) {
            if (nextNanos[i] > nowNanos) {
                i++;
            } else if (tries[i] == MAX_TRIES) {
                giveUpAt(i);
            } else {
                tries[i]++;
                askedNanos[i] = nowNanos;
                nextNanos[i] = nowNanos + intervalNanos();
                into[count++] = (int) missing[i] & 0xFFFF;
                i++;
            }
        }
        return count;
    }

    /** When {@link #due} has something to do; {@link Long#MAX_VALUE} when nothing is missing. */
    long deadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            earliest = Math.min(earliest, nextNanos[i]);
        }
        return earliest;
    }

    /** A key frame began: what was sent before it can't be shown any more. */
    void forgetBefore(long sequence) {
        int older = 0;
        while (older < size && missing[older] < sequence) {
            older++;
        }
        for (int i = 0; i < older; i++) {
            giveUpAt(0);
        }
    }

    /** Nothing is missing any more: what was sent during a pause must not be asked for. */
    void clear() {
        size = 0;
    }

    /** How many packets were given up since the last call. */
    long takeGivenUp() {
        long taken = givenUp;
        givenUp = 0;
        return taken;
    }

    private long intervalNanos() {
        return Math.clamp(roundTripNanos + roundTripNanos / 4, FIRST_WAIT_NANOS, MAX_INTERVAL_NANOS);
    }

    private int indexOf(long sequence) {
        for (int i = 0; i < size; i++) {
            if (missing[i] == sequence) {
                return i;
            }
        }
        return -1;
    }

    private void giveUpAt(int i) {
        givenUp++;
        removeAt(i);
    }

    private void removeAt(int i) {
        int after = size - i - 1;
        System.arraycopy(missing, i + 1, missing, i, after);
        System.arraycopy(nextNanos, i + 1, nextNanos, i, after);
        System.arraycopy(askedNanos, i + 1, askedNanos, i, after);
        System.arraycopy(tries, i + 1, tries, i, after);
        size--;
    }
}
