package org.kachehri.media.transport;

import java.util.function.Supplier;

/**
 * Per-SSRC state of one transport: an open-addressing map, so that finding a known source allocates nothing. Not thread-safe.
 *
 * @param <T> state of a source
 */
final class SourceIndexes<T> {
    /**
     * Sources one transport may use in its life. A browser needs two a track (media and RTX); a relay link carries a room of 250 people with
     * camera and microphone: 250 × 2 × 2 = 1 000. At about 200 bytes each a hostile peer can claim 200 kB.
     */
    static final int MAX_SOURCES = 1024;

    private static final int FIRST_CAPACITY = 16;

    private final Supplier<T> create;
    private long[] ssrcs = new long[FIRST_CAPACITY];
    private Object[] states = new Object[FIRST_CAPACITY];
    private int size;

    SourceIndexes(Supplier<T> create) {
        this.create = create;
    }

    /** The state of this source, or null. */
    @SuppressWarnings("unchecked")
    T find(long ssrc) {
        return (T) states[slot(ssrc)];
    }

    /** Adds a source not in the map yet; null if there are {@link #MAX_SOURCES}. */
    T add(long ssrc) {
        if (size == MAX_SOURCES) {
            return null;
        }
        if (2 * (size + 1) > states.length) {
            grow();
        }
        T state = create.get();
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        states[slot] = state;
        size++;
        return state;
    }

    private void grow() {
        long[] oldSsrcs = ssrcs;
        Object[] oldStates = states;
        ssrcs = new long[2 * oldSsrcs.length];
        states = new Object[2 * oldStates.length];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                states[slot] = oldStates[i];
            }
        }
    }

    /** Where this source is or would be; at most half of the slots are taken. */
    private int slot(long ssrc) {
        int mask = states.length - 1;
        int slot = (int) ((ssrc * 0x9E37_79B9_7F4A_7C15L) >>> 40) & mask;
        while (states[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
