package org.kachehri.media.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.kachehri.media.sfu.Batch;

/** The datagrams on their way, in equal slots off the heap. */
final class Datagrams {
    private static final int CHUNK = 1024;

    private final Arena arena = Arena.ofAuto();
    private MemorySegment[] chunks = new MemorySegment[0];
    private int[] free = new int[0];
    private int freeCount;
    int[] length = new int[0];

    /** The peer that sent it, or to which it goes. */
    int[] peer = new int[0];

    boolean[] toServer = new boolean[0];

    int take() {
        if (freeCount == 0) {
            grow();
        }
        return free[--freeCount];
    }

    void giveBack(int slot) {
        free[freeCount++] = slot;
    }

    /** The same datagram in a slot of its own. */
    int copy(int slot) {
        int twin = take();
        MemorySegment.copy(segment(slot), offset(slot), segment(twin), offset(twin), length[slot]);
        length[twin] = length[slot];
        peer[twin] = peer[slot];
        toServer[twin] = toServer[slot];
        return twin;
    }

    MemorySegment segment(int slot) {
        return chunks[slot / CHUNK];
    }

    long offset(int slot) {
        return (long) (slot % CHUNK) * Batch.MAX_DATAGRAM;
    }

    private void grow() {
        int slots = chunks.length * CHUNK;
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = arena.allocate((long) CHUNK * Batch.MAX_DATAGRAM, 64);
        free = Arrays.copyOf(free, slots + CHUNK);
        length = Arrays.copyOf(length, slots + CHUNK);
        peer = Arrays.copyOf(peer, slots + CHUNK);
        toServer = Arrays.copyOf(toServer, slots + CHUNK);
        for (int i = CHUNK - 1; i >= 0; i--) {
            free[freeCount++] = slots + i;
        }
    }
}
