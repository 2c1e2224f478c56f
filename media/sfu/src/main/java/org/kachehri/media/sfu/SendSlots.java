package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The memory of all send caches of a shard: equal slots off the heap, handed out and taken back. Grows by chunks up to its bound and
 * never shrinks. Not thread-safe.
 */
final class SendSlots {
    /** A payload of an Ethernet frame (1 500) rounded up. */
    static final int SLOT_BYTES = 1536;

    static final int NONE = -1;

    /** 256 slots are one second of a source at 2.5 Mbit/s. */
    private static final int CHUNK_SLOTS = 256;

    private final Arena arena;
    private final MemorySegment[] chunks;
    private int chunkCount;
    private int[] free = new int[CHUNK_SLOTS];
    private int freeCount;

    SendSlots(Arena arena, int maxSlots) {
        this.arena = arena;
        chunks = new MemorySegment[(maxSlots + CHUNK_SLOTS - 1) / CHUNK_SLOTS];
    }

    /** A slot of the caller's own until it gives it back, or {@link #NONE}. */
    int take() {
        if (freeCount == 0 && !grow()) {
            return NONE;
        }
        return free[--freeCount];
    }

    void giveBack(int slot) {
        free[freeCount++] = slot;
    }

    MemorySegment segment(int slot) {
        return chunks[slot / CHUNK_SLOTS];
    }

    long offset(int slot) {
        return (long) (slot % CHUNK_SLOTS) * SLOT_BYTES;
    }

    int taken() {
        return chunkCount * CHUNK_SLOTS - freeCount;
    }

    private boolean grow() {
        if (chunkCount == chunks.length) {
            return false;
        }
        chunks[chunkCount] = arena.allocate((long) CHUNK_SLOTS * SLOT_BYTES, 64);
        int first = chunkCount * CHUNK_SLOTS;
        chunkCount++;
        // Every slot fits into the free list at once: they all come back when everyone leaves.
        free = Arrays.copyOf(free, chunkCount * CHUNK_SLOTS);
        for (int i = 0; i < CHUNK_SLOTS; i++) {
            free[freeCount++] = first + CHUNK_SLOTS - 1 - i;
        }
        return true;
    }
}
