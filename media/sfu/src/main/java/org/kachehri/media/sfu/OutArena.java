package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory that sealed bytes wait in until the driver sends them. Everything of one call into the shard lies here back to back; when
 * it is full, what is there is sent first. Not thread-safe.
 */
final class OutArena {
    final MemorySegment bytes;
    private final ShardCounters counters;
    long position;
    Effects effects;

    OutArena(Arena arena, int size, ShardCounters counters) {
        this.counters = counters;
        bytes = arena.allocate(size, 64);
    }

    /** Begins a call into the shard: the driver has sent what was here. */
    void begin(Effects into) {
        effects = into;
        position = 0;
    }

    /** Makes sure that {@code length} bytes fit behind {@link #position}. */
    void reserve(long length) {
        if (position + length > bytes.byteSize()) {
            effects.flush();
            position = 0;
        }
    }

    /** Queues the bytes from {@code start} to {@link #position} for the transport's path. */
    void train(TransportState transport, long start, int segmentSize) {
        if (transport.watch.sending == null) {
            hand(transport, start, position, segmentSize);
        } else {
            thin(transport, start, segmentSize);
        }
    }

    private void hand(TransportState transport, long start, long end, int segmentSize) {
        int path = transport.path;
        counters.add(ShardCounters.Reason.BYTES_SENT, end - start);
        effects.train(
                transport.hostHigh[path],
                transport.hostLow[path],
                transport.port[path],
                bytes,
                start,
                (int) (end - start),
                segmentSize);
    }

    /** Some are to be lost: what is left between two of them leaves as a train of its own. */
    private void thin(TransportState transport, long start, int segmentSize) {
        long from = start;
        for (long at = start; at < position; at += segmentSize) {
            if (transport.watch.sending.next()) {
                counters.count(ShardCounters.Reason.DROPPED_INJECTED_SENDING);
                if (at > from) {
                    hand(transport, from, at, segmentSize);
                }
                from = at + segmentSize;
            }
        }
        if (position > from) {
            hand(transport, from, position, (int) Math.min(segmentSize, position - from));
        }
    }

    /** Queues the bytes from {@code start} to {@link #position} as one datagram. */
    void datagram(TransportState transport, long start) {
        train(transport, start, (int) (position - start));
    }
}
