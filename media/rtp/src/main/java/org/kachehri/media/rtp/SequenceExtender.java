package org.kachehri.media.rtp;

/**
 * Unwraps 16-bit sequence numbers into 64 bits, so that the rest of the bridge compares them with {@code <}. A number is taken
 * as the nearest to the highest seen (RFC 3550 appendix A.1, RFC 3711 section 3.3.1), so reordering of up to 32 768 packets is understood.
 * Not thread-safe.
 */
public final class SequenceExtender {
    private static final long NONE = -1;

    private long highest = NONE;

    /** The extended number; remembers it if it is the highest. The first one counts from one cycle up, so that earlier ones stay positive. */
    public long extend(int sequenceNumber) {
        if (highest == NONE) {
            highest = 0x1_0000L | (sequenceNumber & 0xFFFF);
            return highest;
        }
        long extended = nearest(highest, sequenceNumber);
        highest = Math.max(highest, extended);
        return extended;
    }

    /** The extended number, without remembering it; only after the first {@link #extend}. */
    public long peek(int sequenceNumber) {
        return nearest(highest, sequenceNumber);
    }

    public boolean started() {
        return highest != NONE;
    }

    /** The highest extended number so far, or a negative number before the first. */
    public long highest() {
        return highest;
    }

    /** The number with the given lowest 16 bits that lies nearest to {@code reference}; may be negative near zero. */
    public static long nearest(long reference, int sequenceNumber) {
        return reference + (short) (sequenceNumber - (int) reference);
    }
}
