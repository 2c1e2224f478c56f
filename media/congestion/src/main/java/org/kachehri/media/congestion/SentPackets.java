package org.kachehri.media.congestion;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.SequenceExtender;
import org.kachehri.media.rtp.TransportFeedback;

/**
 * The sender's memory for transport-wide congestion control: numbers the packets, keeps when each left and how large it was, and matches
 * the receiver's feedback. After {@link #feedback} the packets it newly acknowledged can be read, in order of arrival, until the next one. One for
 * each peer that we send to. Not thread-safe; allocates nothing after construction.
 */
public final class SentPackets {
    /** The cluster of packets that probe for nothing. */
    public static final int NO_CLUSTER = 0;

    /** 2048 packets are a second of 20 Mbit/s and eight of 2.5: no round trip is longer. 76 kB a peer. A power of two for the mask. */
    static final int CAPACITY = 2048;

    /** One cycle up, so that what lies before it stays positive. */
    private static final long FIRST = 0x1_0000L;

    private static final byte EMPTY = 0;
    private static final byte SENT = 1;
    private static final byte LOST = 2;

    private final long[] sentNanos = new long[CAPACITY];
    private final int[] bytes = new int[CAPACITY];
    private final int[] clusters = new int[CAPACITY];
    private final byte[] states = new byte[CAPACITY];
    private final long[] reported = new long[CAPACITY];

    private final int[] acknowledgedSlots = new int[CAPACITY];
    private final long[] acknowledgedArrivals = new long[CAPACITY];
    private int acknowledged;
    private int newlyLost;

    private final ArrivalRate rate = new ArrivalRate();
    private long next = FIRST;
    private long referenceNanos;
    private long roundTripNanos;
    private long unansweredSinceNanos = Long.MAX_VALUE;

    /**
     * A packet leaves.
     *
     * @param packetBytes what it takes on the line, all headers included
     * @param cluster what it probes for, or {@link #NO_CLUSTER}
     * @return the transport-wide sequence number it must carry, 16 bits
     */
    public int sent(int packetBytes, int cluster, long nowNanos) {
        int slot = slot(next);
        sentNanos[slot] = nowNanos;
        bytes[slot] = packetBytes;
        clusters[slot] = cluster;
        states[slot] = SENT;
        unansweredSinceNanos = Math.min(unansweredSinceNanos, nowNanos);
        return (int) next++ & 0xFFFF;
    }

    /**
     * The receiver's feedback came; see {@link TransportFeedback} for what must be checked first.
     *
     * @return whether it could be read and speaks of packets we sent; if not, it changed nothing
     */
    boolean feedback(MemorySegment packet, long at, long nowNanos) {
        long reference = TransportFeedback.referenceNanos(packet, at, referenceNanos);
        int count = TransportFeedback.read(packet, at, reference, reported);
        long first = SequenceExtender.nearest(next - 1, TransportFeedback.baseSequence(packet, at));
        if (count == TransportFeedback.MALFORMED || first + count > next) {
            return false;
        }
        referenceNanos = reference;
        acknowledged = 0;
        newlyLost = 0;
        for (int i = 0; i < count; i++) {
            long sequence = first + i;
            if (sequence >= next - CAPACITY && sequence >= FIRST) {
                match(slot(sequence), reported[i]);
            }
        }
        measure(nowNanos);
        unansweredSinceNanos = Long.MAX_VALUE;
        return true;
    }

    private void match(int slot, long arrivalNanos) {
        if (states[slot] == EMPTY) {
            return;
        }
        if (arrivalNanos == TransportFeedback.NOT_RECEIVED) {
            if (states[slot] == SENT) {
                states[slot] = LOST;
                newlyLost++;
            }
            return;
        }
        if (states[slot] == LOST) {
            // It was only late.
            newlyLost--;
        }
        states[slot] = EMPTY;
        // Mostly in order already, so that inserting costs one comparison.
        int i = acknowledged++;
        while (i > 0 && acknowledgedArrivals[i - 1] > arrivalNanos) {
            acknowledgedArrivals[i] = acknowledgedArrivals[i - 1];
            acknowledgedSlots[i] = acknowledgedSlots[i - 1];
            i--;
        }
        acknowledgedArrivals[i] = arrivalNanos;
        acknowledgedSlots[i] = slot;
    }

    private void measure(long nowNanos) {
        for (int i = 0; i < acknowledged; i++) {
            rate.add(acknowledgedArrivals[i], bytes[acknowledgedSlots[i]]);
        }
        if (acknowledged == 0) {
            return;
        }
        // The last to arrive waited least for the feedback. What it did wait is in the sum: callers want the time until
        // an answer.
        long sample = nowNanos - sentNanos[acknowledgedSlots[acknowledged - 1]];
        roundTripNanos = roundTripNanos == 0 ? sample : roundTripNanos + (sample - roundTripNanos) / 8;
    }

    /** How many packets the last feedback acknowledged that none had before. */
    int acknowledged() {
        return acknowledged;
    }

    /** When acknowledged packet {@code index} left. */
    long sentNanos(int index) {
        return sentNanos[acknowledgedSlots[index]];
    }

    /** When acknowledged packet {@code index} arrived, on the receiver's clock. */
    long arrivalNanos(int index) {
        return acknowledgedArrivals[index];
    }

    int bytes(int index) {
        return bytes[acknowledgedSlots[index]];
    }

    int cluster(int index) {
        return clusters[acknowledgedSlots[index]];
    }

    /** How many packets the last feedback declared lost, less those declared before that came after all; may be negative. */
    int newlyLost() {
        return newlyLost;
    }

    /** Bits per second that arrived in the last half second before the latest acknowledged arrival; {@link ArrivalRate#UNKNOWN} before there is one. */
    public long acknowledgedBps() {
        return rate.bitsPerSecond();
    }

    /** Bits per second that arrived lately, while a queue grew: what the line carries; {@link ArrivalRate#UNKNOWN} if nothing says so. */
    long carriedBps() {
        return Math.max(rate.recentBitsPerSecond(), rate.bitsPerSecond());
    }

    /** Time from sending to feedback, smoothed over eight; 0 before the first. */
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /** When the first packet left since the last feedback; {@link Long#MAX_VALUE} if none did. */
    long unansweredSinceNanos() {
        return unansweredSinceNanos;
    }

    private static int slot(long sequence) {
        return (int) sequence & (CAPACITY - 1);
    }
}
