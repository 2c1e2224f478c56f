package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One receive batch: the datagrams that one receive call returned, and where they came from. Filled by whoever drives a
 * {@link Shard}, read by the shard, reused for the next batch. Addresses are 128 bits in two longs, IPv4 mapped into IPv6
 * (RFC 4291 section 2.5.5.2). Owned by the shard's thread.
 */
public final class Batch {
    /** Chromium sends a frame in bursts of 5-10 packets; three such bursts fit, and sixteen is where larger batches stop paying. */
    public static final int CAPACITY = 32;

    /** An Ethernet frame is 1500 bytes; 2048 leaves room to see that something was longer and keeps slots aligned. */
    public static final int MAX_DATAGRAM = 2048;

    /** Slot {@code i} begins at {@link #offset}. */
    public final MemorySegment bytes;

    public final int[] length = new int[CAPACITY];
    public final long[] hostHigh = new long[CAPACITY];
    public final long[] hostLow = new long[CAPACITY];
    public final int[] port = new int[CAPACITY];

    /** How many slots hold a datagram. */
    public int size;

    /** Takes its memory from {@code arena}, off the heap; the arena's owner decides how long it lives. */
    public Batch(Arena arena) {
        bytes = arena.allocate((long) CAPACITY * MAX_DATAGRAM, 64);
    }

    public void clear() {
        size = 0;
    }

    /** Takes a copy of a datagram of another batch; false if there is no room. */
    boolean add(Batch from, int i) {
        if (size == CAPACITY) {
            return false;
        }
        MemorySegment.copy(from.bytes, from.offset(i), bytes, offset(size), from.length[i]);
        length[size] = from.length[i];
        hostHigh[size] = from.hostHigh[i];
        hostLow[size] = from.hostLow[i];
        port[size] = from.port[i];
        size++;
        return true;
    }

    /** Where slot {@code i} begins in {@link #bytes}. */
    public long offset(int i) {
        return (long) i * MAX_DATAGRAM;
    }
}
