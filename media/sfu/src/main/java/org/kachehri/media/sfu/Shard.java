package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.PacketKind;

/**
 * The forwarding engine of one thread and one port, without sockets, threads, clocks or randomness of its own: receive batches,
 * commands and the time go in, trains of packets and events come out through {@link Effects} during the call. Hostile bytes increment
 * a counter and never throw. Forwarding a packet allocates nothing on the heap; everything larger lies in one arena that goes with
 * the shard. Owned by one thread; {@link #counters} may be read by any.
 */
public final class Shard implements AutoCloseable {
    private final ShardCounters counters = new ShardCounters();
    private final Deadline deadline = new Deadline();
    private final AddressMap byAddress = new AddressMap();
    private final OutArena out;
    private final IceChecks ice;
    private final MediaPackets media;
    private final ControlPackets control;
    private final Handshakes handshakes;
    private final Rooms rooms;
    private final Timers timers;

    /** @param random unpredictable outside tests: it seeds SSRCs, sequence numbers and timestamps */
    public Shard(ShardSettings settings, CipherSuites ciphers, DtlsHandshakes dtls, RandomGenerator random) {
        Arena arena = Arena.ofAuto();
        out = new OutArena(arena, settings.outBytes(), counters);
        ice = new IceChecks(byAddress, out, counters, arena);
        Reports reports = new Reports(out, counters, arena);
        Retransmissions retransmissions = new Retransmissions(out, counters, arena);
        Pacing pacing = new Pacing(new TrainBuilder(out, counters, settings.trains()), counters, deadline, arena);
        media = new MediaPackets(pacing, reports, out, counters, deadline, arena);
        control = new ControlPackets(retransmissions, reports, counters, deadline, arena);
        handshakes = new Handshakes(settings.maxHandshakes(), ciphers, dtls, out, counters, deadline);
        rooms = new Rooms(settings, random, ice, reports, handshakes, counters, deadline, arena);
        timers = new Timers(settings, rooms, handshakes, reports, pacing, retransmissions, counters, deadline);
    }

    /** One receive batch. Everything it holds for one subscriber leaves together. */
    public void receive(long nowNanos, Batch batch, Effects effects) {
        begin(nowNanos, effects);
        media.begin();
        counters.add(Reason.RECEIVED, batch.size);
        long bytes = 0;
        for (int i = 0; i < batch.size; i++) {
            bytes += batch.length[i];
            if (rooms.watches.lossy && lost(batch, i)) {
                counters.count(Reason.DROPPED_INJECTED_RECEIVING);
                continue;
            }
            switch (PacketKind.of(batch.bytes, batch.offset(i), batch.length[i])) {
                case STUN -> check(nowNanos, batch, i, effects);
                case DTLS -> handshake(nowNanos, batch, i);
                case RTP -> packet(nowNanos, batch, i, false, effects);
                case RTCP -> packet(nowNanos, batch, i, true, effects);
                case UNKNOWN -> counters.count(Reason.DROPPED_UNKNOWN_KIND);
            }
        }
        counters.add(Reason.BYTES_RECEIVED, bytes);
        media.forward(nowNanos);
    }

    private void begin(long nowNanos, Effects effects) {
        rooms.watches.now.nanos = nowNanos;
        out.begin(effects);
    }

    /** Lost on purpose; a datagram from an address that isn't checked yet belongs to nobody. */
    private boolean lost(Batch batch, int i) {
        TransportState transport = byAddress.find(batch.hostHigh[i], batch.hostLow[i], batch.port[i]);
        return transport != null && transport.watch.receiving != null && transport.watch.receiving.next();
    }

    private void check(long nowNanos, Batch batch, int i, Effects effects) {
        TransportState transport = ice.received(nowNanos, batch, i);
        if (transport != null) {
            heard(nowNanos, transport, effects);
            handshakes.pathFound(nowNanos, transport);
        }
    }

    private void handshake(long nowNanos, Batch batch, int i) {
        TransportState transport = byAddress.find(batch.hostHigh[i], batch.hostLow[i], batch.port[i]);
        if (transport == null) {
            counters.count(Reason.DROPPED_DTLS_NO_CHECK);
            return;
        }
        handshakes.received(nowNanos, transport, batch, i);
    }

    private void packet(long nowNanos, Batch batch, int i, boolean rtcp, Effects effects) {
        TransportState transport = byAddress.find(batch.hostHigh[i], batch.hostLow[i], batch.port[i]);
        if (transport == null) {
            counters.count(Reason.DROPPED_UNKNOWN_ADDRESS);
        } else if (!transport.connected()) {
            hold(transport, batch, i);
        } else if (transport.allowance.isUsedUp(nowNanos)) {
            counters.count(Reason.DROPPED_OVER_ALLOWANCE);
        } else {
            boolean authentic = rtcp
                    ? control.received(nowNanos, batch, i, transport)
                    : media.received(nowNanos, batch, i, transport);
            if (authentic) {
                transport.allowance.use(nowNanos);
                heard(nowNanos, transport, effects);
            }
        }
    }

    /**
     * The peer is through with the handshake a moment before we are. Its first packets begin a key frame that nobody could ask for
     * again, so they wait for the keys.
     */
    private void hold(TransportState transport, Batch batch, int i) {
        if (transport.handshake != TransportState.Handshake.RUNNING) {
            counters.count(Reason.DROPPED_BEFORE_KEYS);
            return;
        }
        if (transport.early == null) {
            transport.early = new Batch(Arena.ofAuto());
        }
        if (!transport.early.add(batch, i)) {
            counters.count(Reason.DROPPED_BEFORE_KEYS);
        }
    }

    private void receiveHeld(long nowNanos, TransportState transport, Effects effects) {
        Batch held = transport == null ? null : transport.early;
        if (held == null || !transport.connected()) {
            return;
        }
        transport.early = null;
        for (int i = 0; i < held.size; i++) {
            boolean rtcp = PacketKind.of(held.bytes, held.offset(i), held.length[i]) == PacketKind.RTCP;
            packet(nowNanos, held, i, rtcp, effects);
        }
        media.forward(nowNanos);
    }

    private void heard(long nowNanos, TransportState transport, Effects effects) {
        transport.heardNanos = nowNanos;
        if (transport.silent) {
            transport.silent = false;
            deadline.lower(transport, nowNanos);
            effects.emit(new ShardEvent.TransportHeard(transport.id));
        }
    }

    /** Does what is due; harmless when nothing is. */
    public void tick(long nowNanos, Effects effects) {
        if (nowNanos >= deadline.nanos()) {
            begin(nowNanos, effects);
            timers.run(nowNanos, effects);
            counters.levels(rooms.open(), rooms.transports().size());
        }
    }

    public void execute(long nowNanos, ShardCommand command, Effects effects) {
        begin(nowNanos, effects);
        media.begin();
        rooms.execute(nowNanos, command, effects);
        counters.levels(rooms.open(), rooms.transports().size());
        if (command instanceof ShardCommand.DtlsKeys keys) {
            receiveHeld(nowNanos, rooms.transport(keys.transport()), effects);
        }
    }

    /** When {@link #tick} is due; {@link Long#MAX_VALUE} when nothing waits. May be early. */
    public long nextDeadlineNanos() {
        return deadline.nanos();
    }

    public ShardCounters counters() {
        return counters;
    }

    public Holdings holdings() {
        return rooms.holdings(byAddress.size());
    }

    /** Frees the keys of all transports without telling anybody. */
    @Override
    public void close() {
        rooms.close();
    }
}
