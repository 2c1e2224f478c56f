package org.kachehri.media.transport;

import java.util.Arrays;

/**
 * Which packet indexes were seen among the highest one and those just below it (RFC 3711 section 3.3.2). Bits are addressed by index modulo
 * the window, so moving it costs one word per 64 indexes. Not thread-safe.
 */
final class ReplayWindow {
    static final int NEW = 0;
    static final int SEEN = 1;
    static final int TOO_OLD = 2;

    private static final long NOTHING = -1;

    private final long[] bits;
    private final int size;
    private long highest = NOTHING;

    /** @param size indexes remembered; a power of two, at least 64 */
    ReplayWindow(int size) {
        this.size = size;
        bits = new long[size / Long.SIZE];
    }

    boolean empty() {
        return highest == NOTHING;
    }

    /** The highest index marked; only if not {@link #empty}. */
    long highest() {
        return highest;
    }

    int check(long index) {
        if (empty() || index > highest) {
            return NEW;
        }
        if (index <= highest - size) {
            return TOO_OLD;
        }
        return (bits[word(index)] & 1L << index) == 0 ? NEW : SEEN;
    }

    /** Marks an index that {@link #check} called new; only after the packet proved authentic. */
    void mark(long index) {
        if (empty() || index - highest >= size) {
            Arrays.fill(bits, 0);
            highest = index;
        } else {
            for (long i = highest + 1; i <= index; ) {
                // Whole words at once where possible; jumps are rare and short.
                if ((i & 63) == 0 && i + 63 <= index) {
                    bits[word(i)] = 0;
                    i += 64;
                } else {
                    bits[word(i)] &= ~(1L << i);
                    i++;
                }
            }
            highest = Math.max(highest, index);
        }
        bits[word(index)] |= 1L << index;
    }

    private int word(long index) {
        return (int) (index & (size - 1)) >>> 6;
    }
}
