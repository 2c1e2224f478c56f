package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The decrypted packets of one receive batch that are to be forwarded: one plaintext that all subscribers' packets are sealed from.
 * Reused. Not thread-safe.
 */
final class OpenedBatch {
    final MemorySegment bytes;
    final Layer[] layer = new Layer[Batch.CAPACITY];
    final long[] sequence = new long[Batch.CAPACITY];
    final long[] timestamp = new long[Batch.CAPACITY];
    final boolean[] marker = new boolean[Batch.CAPACITY];
    final long[] payloadOffset = new long[Batch.CAPACITY];
    final int[] payloadLength = new int[Batch.CAPACITY];

    /** Bytes of the payload before its primary block (RFC 2198); 0 where there are no blocks. */
    final int[] redundancy = new int[Batch.CAPACITY];

    OpenedBatch(Arena arena) {
        bytes = arena.allocate((long) Batch.CAPACITY * Batch.MAX_DATAGRAM, 64);
    }

    long offset(int i) {
        return (long) i * Batch.MAX_DATAGRAM;
    }
}
