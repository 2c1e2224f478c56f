package org.kachehri.media.sfu;

import java.util.Arrays;

/** What bounds the retransmissions to one subscriber: none twice within a round trip, and all within a budget. Not thread-safe. */
final class Repeats {
    /** A repeated request within this or the round trip is the same request again. */
    private static final long MIN_REPEAT_NANOS = 20_000_000L;

    /** Remembered against repetition: at 5 % loss the last 20 s of a 2.5 Mbit/s source. */
    private static final int REMEMBERED = 256;

    /** A quarter of what was forwarded may be retransmitted: at 20 % loss all of it arrives in the end. 64 KiB more carry a burst of 50 packets on a young stream. */
    private static final int BUDGET_SHARE = 4;

    private static final long MAX_BUDGET_BYTES = 64 << 10;

    private final long[] sequences = new long[REMEMBERED];
    private final long[] nanos = new long[REMEMBERED];
    private long budgetBytes = MAX_BUDGET_BYTES;

    Repeats() {
        Arrays.fill(sequences, -1);
    }

    /** A packet was forwarded. */
    void forwarded(int payloadLength) {
        budgetBytes = Math.min(MAX_BUDGET_BYTES, budgetBytes + payloadLength / BUDGET_SHARE);
    }

    /** Whether this packet was sent again, or for the first time but late, less than a round trip ago. */
    boolean justNow(long sequence, long nowNanos, long roundTripNanos) {
        int i = (int) sequence & (REMEMBERED - 1);
        return sequences[i] == sequence && nowNanos - nanos[i] < Math.max(MIN_REPEAT_NANOS, roundTripNanos);
    }

    void remember(long sequence, long nowNanos) {
        int i = (int) sequence & (REMEMBERED - 1);
        sequences[i] = sequence;
        nanos[i] = nowNanos;
    }

    /** Takes the bytes of a retransmission from the budget; false if it is used up. */
    boolean spend(int bytes) {
        if (budgetBytes < bytes) {
            return false;
        }
        budgetBytes -= bytes;
        return true;
    }
}
