package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.Vp9Payload;

/**
 * Which spatial layers of a VP9 stream (RFC 9628) one subscriber gets. Up to a limit all are forwarded; what is above it is left out, and the
 * numbers of what follows close up. The limit changes only where a picture begins: down at any, because no layer refers to one above it; up
 * at a key picture, the one place where every layer can be entered. What was decided is kept for each packet, so that one that comes late, is sent
 * again or waited for its turn is treated as its picture was. Not thread-safe.
 */
final class SpatialSelection {
    /** As many as the send cache holds; 5 KiB. A power of two for the mask. */
    private static final int WINDOW = 1024;

    /** How many packets before this one and with it have no number, counted from the beginning. */
    private final int[] leftOut = new int[WINDOW];

    private final byte[] limits = new byte[WINDOW];
    private long first;
    private long highest = -1;
    private int limit;
    private boolean missed;

    /** Forwarding begins, or goes on, with this packet: the first of a key picture. */
    void begin(long sequence) {
        first = sequence;
        highest = sequence - 1;
        note(highest, 0);
    }

    /**
     * A packet came: whether it has a number. One that comes late has, because when a later one came nobody knew what it would hold; only
     * what nobody remembers any more has none.
     *
     * @param wanted the limit that the subscriber should have
     */
    boolean takes(long sequence, MemorySegment payload, long offset, int length, int wanted) {
        boolean key = Vp9Payload.startsKeyframe(payload, offset, length);
        if (sequence <= highest) {
            missed |= key;
            return sequence > highest - WINDOW;
        }
        int count = leftOut[(int) highest & WINDOW - 1];
        for (long absent = Math.max(highest + 1, sequence - WINDOW + 1); absent < sequence; absent++) {
            note(absent, count);
        }
        if (key || wanted < limit && Vp9Payload.startsPicture(payload, offset, length)) {
            limit = wanted;
        }
        boolean taken = Vp9Payload.spatialLayer(payload, offset, length) <= limit;
        note(sequence, taken ? count : count + 1);
        highest = sequence;
        return taken;
    }

    private void note(long sequence, int count) {
        leftOut[(int) sequence & WINDOW - 1] = count;
        limits[(int) sequence & WINDOW - 1] = (byte) limit;
    }

    /** Of the picture that is forwarded now. */
    int limit() {
        return limit;
    }

    /** Whether a key picture began too late for the limit to rise with it, since this was last asked: another is needed. */
    boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    /** How many packets up to this one were left out; of one of the last {@link #WINDOW}. */
    int leftOut(long sequence) {
        return leftOut[(int) sequence & WINDOW - 1];
    }

    /** The packet that has this number, counted as the publisher's but without what was left out; -1 if there is none. */
    long sequenceOf(long number) {
        long low = Math.max(first, highest - WINDOW + 1);
        long high = highest;
        // The first packet whose number isn't below: those left out behind it share its number.
        while (low < high) {
            long middle = low + high >>> 1;
            if (middle - leftOut(middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == high && low - leftOut(low) == number ? low : -1;
    }

    /** Whether nothing may be sent under the packet's number: it came late and belongs to a layer above the limit of its picture. */
    boolean empties(long sequence, MemorySegment payload, long offset, int length) {
        return Vp9Payload.spatialLayer(payload, offset, length) > limits[(int) sequence & WINDOW - 1];
    }

    /** Whether the picture ends with this packet, because what follows in it is left out. */
    boolean ends(long sequence, MemorySegment payload, long offset, int length) {
        return Vp9Payload.spatialLayer(payload, offset, length) == limits[(int) sequence & WINDOW - 1]
                && Vp9Payload.endsFrame(payload, offset, length);
    }
}
