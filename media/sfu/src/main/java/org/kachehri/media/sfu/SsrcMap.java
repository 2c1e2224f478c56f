package org.kachehri.media.sfu;

/**
 * An open-addressing map from SSRC to a value, so that finding the source of a packet allocates nothing. Removal rebuilds the table:
 * it happens when a person leaves, not when a packet comes. Not thread-safe.
 */
final class SsrcMap<T> {
    private static final int FIRST_CAPACITY = 16;

    private long[] keys = new long[FIRST_CAPACITY];
    private Object[] values = new Object[FIRST_CAPACITY];
    private int size;

    @SuppressWarnings("unchecked")
    T find(long ssrc) {
        return (T) values[slot(ssrc)];
    }

    void put(long ssrc, T value) {
        if (2 * (size + 1) > values.length) {
            rebuild(2 * values.length);
        }
        int slot = slot(ssrc);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = ssrc;
        values[slot] = value;
    }

    void remove(long ssrc) {
        int slot = slot(ssrc);
        if (values[slot] != null) {
            values[slot] = null;
            rebuild(values.length);
        }
    }

    private void rebuild(int capacity) {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[capacity];
        values = new Object[capacity];
        size = 0;
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
                size++;
            }
        }
    }

    /** Where the key is or would be; at most half of the slots are taken. */
    private int slot(long ssrc) {
        int mask = values.length - 1;
        int slot = (int) ((ssrc * 0x9E37_79B9_7F4A_7C15L) >>> 40) & mask;
        while (values[slot] != null && keys[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
