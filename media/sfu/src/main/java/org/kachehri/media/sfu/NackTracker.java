package org.kachehri.media.sfu;

/**
 * Which packets of a source are missing and when to ask for them (RFC 4585 section 6.2.1). Sequence numbers are extended. The first
 * request waits {@link #FIRST_WAIT_NANOS} because most "missing" packets are only reordered; the next ones wait 1.25 round trips. The round
 * trip is measured on the requests themselves, because a receiver of media gets no other measure. Not thread-safe.
 */
final class NackTracker {
    /** 20 ms: reordering of a usual access network; PEERS measured 12-40 ms in other bridges. */
    static final long FIRST_WAIT_NANOS = 20_000_000L;

    /** 5 tries at 10 % loss of request or answer lose 1 packet in 100 000: enough for a picture that goes on. */
    static final int TRIES = 5;

    /** What is recorded stays: 10 tries take one to two seconds, as long as browsers keep what they sent. */
    static final int TRIES_FOR_EVIDENCE = 10;

    /** 100 missing packets are 0.4 s of 2.5 Mbit/s: more is a dead line, and a key frame helps better. */
    static final int CAPACITY = 100;

    private static final long INITIAL_ROUND_TRIP_NANOS = 70_000_000L;
    private static final long MAX_INTERVAL_NANOS = 400_000_000L;

    private final long[] missing = new long[CAPACITY];
    private final long[] nextNanos = new long[CAPACITY];
    private final long[] askedNanos = new long[CAPACITY];
    private final int[] tries = new int[CAPACITY];
    private int size;
    private long lowest = Long.MAX_VALUE;
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
            lowest = Math.min(lowest, sequence);
            return false;
        }
        if (sequence < lowest) {
            // A stream's first packets may overtake each other: what lies between them is missing like any other.
            missedBefore(sequence, nowNanos);
            lowest = sequence;
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

    private void missedBefore(long sequence, long nowNanos) {
        int count = (int) Math.min(lowest - sequence - 1, CAPACITY - size);
        System.arraycopy(missing, 0, missing, count, size);
        System.arraycopy(nextNanos, 0, nextNanos, count, size);
        System.arraycopy(askedNanos, 0, askedNanos, count, size);
        System.arraycopy(tries, 0, tries, count, size);
        givenUp += lowest - sequence - 1 - count;
        for (int i = 0; i < count; i++) {
            missing[i] = lowest - count + i;
            nextNanos[i] = nowNanos + FIRST_WAIT_NANOS;
            tries[i] = 0;
        }
        size += count;
    }

    /**
     * Collects the packets to ask for now, in ascending order.
     *
     * @param maxTries {@link #TRIES} or {@link #TRIES_FOR_EVIDENCE}
     * @param into lowest 16 bits of each number, room for {@link #CAPACITY}
     * @return how many
     */
    int due(long nowNanos, int maxTries, int[] into) {
        int count = 0;
        int i = 0;
        while (i < size) {
            if (nextNanos[i] > nowNanos) {
                i++;
            } else if (tries[i] >= maxTries) {
                giveUpAt(i);
            } else {
                tries[i]++;
                askedNanos[i] = nowNanos;
                nextNanos[i] = nowNanos + intervalNanos(tries[i]);
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

    /** 1.25 round trips; from the sixth request on twice the one before, because on a short line ten would end within one burst of loss. */
    private long intervalNanos(int tried) {
        long usual = Math.max(roundTripNanos + roundTripNanos / 4, FIRST_WAIT_NANOS);
        return Math.min(usual << Math.max(0, tried - TRIES), MAX_INTERVAL_NANOS);
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
