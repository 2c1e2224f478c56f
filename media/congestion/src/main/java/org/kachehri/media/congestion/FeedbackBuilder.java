package org.kachehri.media.congestion;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.kachehri.media.rtp.SequenceExtender;
import org.kachehri.media.rtp.TransportFeedback;

/**
 * The receiver's half of transport-wide congestion control: remembers when each transport-wide sequence number arrived, says when
 * the sender should hear of it and writes the feedback. A packet that comes late is reported again together with what follows it; the sender
 * counts every packet once. One for each peer that sends to us. Not thread-safe; allocates nothing after construction.
 */
public final class FeedbackBuilder {
    /** 100 ms: the sender learns of a full line within a round trip and a tenth of a second, for 0.1 % of 2.5 Mbit/s. */
    static final long INTERVAL_NANOS = 100_000_000L;

    /** Until {@link #FEW} have come it may take 250 ms, as with libwebrtc: of sound alone there is little to tell, and nothing that fills a line. */
    static final long INTERVAL_OF_FEW_NANOS = 250_000_000L;

    static final int FEW = 10;

    /** After 50 ms the end of a frame is waited for, because frames are what the sender's bursts are. */
    static final long INTERVAL_AT_MARKER_NANOS = 50_000_000L;

    /** 100 packets are 22 ms of the 40 Mbit/s that nobody sends here: the bound of what one feedback carries. */
    static final int MAX_PENDING = 100;

    /** 1024 packets are half a second of 20 Mbit/s, and fit with small deltas into one datagram. A power of two for the mask. */
    static final int WINDOW = 1024;

    private final long[] arrivalNanos = new long[WINDOW];
    private final SequenceExtender sequences = new SequenceExtender();
    private long next;
    private long highest = -1;
    private int pending;
    private boolean flush;
    private long lastWrittenNanos;
    private int feedbackCount;
    private long duplicates;
    private long tooLate;

    public FeedbackBuilder() {
        Arrays.fill(arrivalNanos, TransportFeedback.NOT_RECEIVED);
    }

    /**
     * A packet arrived.
     *
     * @param sequenceNumber its transport-wide sequence number, 16 bits
     * @param marker whether a frame ends with it
     */
    public void received(int sequenceNumber, boolean marker, long nowNanos) {
        boolean first = !sequences.started();
        long sequence = sequences.extend(sequenceNumber);
        if (first) {
            next = sequence;
            highest = sequence - 1;
            lastWrittenNanos = nowNanos;
        }
        if (sequence > highest) {
            advance(sequence);
        } else if (sequence <= highest - WINDOW) {
            tooLate++;
            return;
        } else if (arrivalNanos[slot(sequence)] != TransportFeedback.NOT_RECEIVED) {
            duplicates++;
            return;
        }
        arrivalNanos[slot(sequence)] = nowNanos;
        next = Math.min(next, sequence);
        pending++;
        flush |= pending >= MAX_PENDING || (marker && nowNanos - lastWrittenNanos >= INTERVAL_AT_MARKER_NANOS);
    }

    /** What lies between the highest and the new highest hasn't arrived; what leaves the window is never reported. */
    private void advance(long sequence) {
        if (sequence - highest > WINDOW) {
            Arrays.fill(arrivalNanos, TransportFeedback.NOT_RECEIVED);
            next = sequence;
            pending = 0;
        } else {
            for (long missing = highest + 1; missing < sequence; missing++) {
                arrivalNanos[slot(missing)] = TransportFeedback.NOT_RECEIVED;
            }
            next = Math.max(next, sequence - WINDOW + 1);
        }
        highest = sequence;
    }

    /** When {@link #write} has something to write; in the past if at once, {@link Long#MAX_VALUE} if nothing is known that the sender doesn't know. */
    public long deadlineNanos() {
        if (pending == 0) {
            return Long.MAX_VALUE;
        }
        if (flush) {
            return lastWrittenNanos;
        }
        return lastWrittenNanos + (pending < FEW ? INTERVAL_OF_FEW_NANOS : INTERVAL_NANOS);
    }

    /** Whether the sender should hear now. */
    public boolean due(long nowNanos) {
        return deadlineNanos() <= nowNanos;
    }

    /**
     * Writes one feedback packet about everything since the last one. Call it until nothing is {@link #due}: if the packets don't fit, the rest stays due.
     *
     * @param room bytes that may be written, at least 64
     * @return bytes of the packet, 0 if there is nothing to report
     */
    public int write(MemorySegment out, long at, int room, long senderSsrc, long mediaSsrc, long nowNanos) {
        if (pending == 0) {
            return 0;
        }
        int count = (int) (highest - next + 1);
        int length =
                TransportFeedback.write(out, at, room, senderSsrc, mediaSsrc, feedbackCount, next, arrivalNanos, count);
        feedbackCount = feedbackCount + 1 & 0xFF;
        next += TransportFeedback.packetCount(out, at);
        if (next > highest) {
            pending = 0;
            flush = false;
        } else {
            flush = true;
        }
        lastWrittenNanos = nowNanos;
        return length;
    }

    /** Packets that came again under a number already seen. */
    public long duplicates() {
        return duplicates;
    }

    /** Packets more than {@link #WINDOW} behind the newest. */
    public long tooLate() {
        return tooLate;
    }

    private static int slot(long sequence) {
        return (int) sequence & (WINDOW - 1);
    }
}
