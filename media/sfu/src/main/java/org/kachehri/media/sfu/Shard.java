package org.kachehri.media.sfu;

import java.util.random.RandomGenerator;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;

/** The forwarding engine of one thread and one port; rooms live on one shard. */
public final class Shard {
    private final ShardCounters counters = new ShardCounters();

    public Shard(ShardSettings settings, CipherSuites ciphers, DtlsHandshakes dtls, RandomGenerator random) {}

    public void receive(long nowNanos, Batch batch, Effects effects) {}

    public void tick(long nowNanos, Effects effects) {}

    public void execute(long nowNanos, ShardCommand command, Effects effects) {}

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} when nothing waits. */
    public long nextDeadlineNanos() {
        return Long.MAX_VALUE;
    }

    public ShardCounters counters() {
        return counters;
    }
}
