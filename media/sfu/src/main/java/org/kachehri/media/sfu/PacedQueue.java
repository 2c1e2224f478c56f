package org.kachehri.media.sfu;

/**
 * What waits for its turn to leave for one subscriber, in order: references into the send caches, which keep a packet for a second.
 * Bounded by {@link #CAPACITY}. Not thread-safe.
 */
final class PacedQueue {
    /** 512 packets are 0.9 s of 5 Mbit/s: whoever is further behind is better served by a lower layer. A power of two for the mask. */
    static final int CAPACITY = 512;

    private final Subscription[] subscription = new Subscription[CAPACITY];
    private final Layer[] layer = new Layer[CAPACITY];
    private final long[] sequence = new long[CAPACITY];
    private int first;
    private int size;
    private final int[] length = new int[CAPACITY];

    /** False if it is full. */
    boolean add(Subscription to, Layer of, long packetSequence, int packetBytes) {
        if (size == CAPACITY) {
            return false;
        }
        int i = first + size++ & CAPACITY - 1;
        subscription[i] = to;
        layer[i] = of;
        sequence[i] = packetSequence;
        length[i] = packetBytes;
        return true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Subscription firstSubscription() {
        return subscription[first];
    }

    Layer firstLayer() {
        return layer[first];
    }

    long firstSequence() {
        return sequence[first];
    }

    int firstBytes() {
        return length[first];
    }

    void removeFirst() {
        subscription[first] = null;
        layer[first] = null;
        first = first + 1 & CAPACITY - 1;
        size--;
    }
}
