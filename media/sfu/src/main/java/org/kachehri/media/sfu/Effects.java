package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;

/**
 * What a {@link Shard} does to the world, pushed during a call into it and only on the shard's thread. The driver implements it:
 * sockets in production, a simulated network in tests.
 */
public interface Effects {
    /**
     * One GSO train to one address: {@code length} bytes from {@code offset}, cut in segments of {@code segmentSize} bytes, of which
     * the last may be shorter. At most 64 segments and 65 507 bytes. The bytes stay valid until {@link #flush} returns or until
     * the next call into the shard.
     */
    void train(long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize);

    /** Sends everything queued now. The shard calls it when its out arena is full; the driver after each call into the shard. */
    void flush();

    void emit(ShardEvent event);
}
