package org.kachehri.media.sfu;

import java.util.Arrays;

/**
 * Which packets of a source were seen, in its sender's extended numbering. SRTP's own window can't answer this: a retransmission is
 * another packet under another SSRC that carries the same content, and forwarding it twice would seal one index twice.
 */
final class ReceiveWindow {
    enum Verdict {
        NEW,
        SEEN,
        TOO_OLD
    }

    /** The send cache and the SRTP windows span 1 024 packets; twice that is 256 bytes. */
    static final int SIZE = 2048;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /** Marks the packet as seen. */
    Verdict mark(long sequence) {
        if (highest < 0) {
            highest = sequence;
        } else if (sequence > highest) {
            if (sequence - highest >= SIZE) {
                Arrays.fill(seen, 0);
            } else {
                for (long s = highest + 1; s < sequence; s++) {
                    seen[word(s)] &= ~bit(s);
                }
            }
            highest = sequence;
        } else if (highest - sequence >= SIZE) {
            return Verdict.TOO_OLD;
        } else if ((seen[word(sequence)] & bit(sequence)) != 0) {
            return Verdict.SEEN;
        }
        seen[word(sequence)] |= bit(sequence);
        return Verdict.NEW;
    }

    private static int word(long sequence) {
        return (int) (sequence >>> 6) & SIZE / Long.SIZE - 1;
    }

    private static long bit(long sequence) {
        return 1L << (sequence & 63);
    }
}
