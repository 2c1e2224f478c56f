package org.kachehri.media.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.Effects;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;

/**
 * One shard and its peers in virtual time, over lines invented from a seed: the same seed gives the same bytes at the same nanosecond.
 * Owned by one thread.
 */
final class Simulation implements AutoCloseable, Effects {
    /** What a poll takes to wake up: packets that arrive within it are one receive batch. */
    private static final long WAKE_UP_NANOS = 100_000L;

    private static final long PEER_HOST = 0x0000_FFFF_0A01_0000L;
    private static final int PEER_PORT = 40_000;

    private static final int WAKE_UP = -1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    final Shard shard;
    final SimulatedHandshakes handshakes;
    final CipherSuites ciphers;
    final List<ShardEvent> events = new ArrayList<>();
    final Datagrams datagrams = new Datagrams();
    final List<SimulatedPeer> peers = new ArrayList<>();
    private final SplittableRandom random;
    private final Schedule schedule = new Schedule();
    private final Batch batch = new Batch(Arena.ofAuto());
    private int[] inbox = new int[256];
    private int inboxSize;
    private boolean wakeUpPlanned;
    private final List<Train> queued = new ArrayList<>();
    private boolean calling = true;

    /** As sockets do: what is queued is read only when it is flushed. Costs garbage, so off by default. */
    boolean sendsWhenFlushed;

    /** How often the shard itself flushed because its arena was full. */
    int flushesWithin;

    private long nowNanos;
    private long digest;
    private long datagramCount;

    Simulation(long seed, CipherSuites ciphers) {
        this(seed, ciphers, ShardSettings.defaults());
    }

    Simulation(long seed, CipherSuites ciphers, ShardSettings settings) {
        this.ciphers = ciphers;
        random = new SplittableRandom(seed);
        handshakes = new SimulatedHandshakes(seed);
        shard = new Shard(settings, ciphers, handshakes, random.split());
    }

    SplittableRandom random() {
        return random.split();
    }

    long nowNanos() {
        return nowNanos;
    }

    /** A number that two runs share if every datagram of theirs was the same at the same time. */
    long digest() {
        return digest;
    }

    /** Datagrams sent by anybody. */
    long datagramCount() {
        return datagramCount;
    }

    void execute(ShardCommand command) {
        shard.execute(nowNanos, command, this);
        called();
        drainHandshakes();
    }

    void add(SimulatedPeer peer) {
        peers.add(peer);
        plan(peer);
    }

    /** Runs for this long. */
    void run(long durationNanos) {
        long end = nowNanos + durationNanos;
        while (true) {
            long due = Math.min(schedule.nextNanos(), shard.nextDeadlineNanos());
            if (due > end) {
                nowNanos = end;
                return;
            }
            // A deadline may be early, so it may lie in the past by the time it is looked at.
            nowNanos = Math.max(nowNanos, due);
            if (shard.nextDeadlineNanos() <= nowNanos) {
                shard.tick(nowNanos, this);
                called();
                drainHandshakes();
            } else {
                happen(schedule.take());
            }
        }
    }

    void runSeconds(double seconds) {
        run((long) (seconds * 1_000_000_000L));
    }

    /** Wake-up is -1, timers of peer i are -2 - i, arrivals are their slots. */
    private void happen(int what) {
        if (what == WAKE_UP) {
            wakeUpPlanned = false;
            receive();
        } else if (what < WAKE_UP) {
            SimulatedPeer peer = peers.get(-2 - what);
            peer.plannedNanos = Long.MAX_VALUE;
            peer.tick(nowNanos);
            plan(peer);
        } else if (datagrams.toServer[what]) {
            arrived(what);
        } else {
            SimulatedPeer peer = peers.get(datagrams.peer[what]);
            peer.received(nowNanos, datagrams.segment(what), datagrams.offset(what), datagrams.length[what]);
            datagrams.giveBack(what);
            plan(peer);
        }
    }

    /** A peer has something to do earlier than it told. */
    void wake(SimulatedPeer peer) {
        plan(peer);
    }

    private void plan(SimulatedPeer peer) {
        long next = peer.nextNanos();
        if (next < peer.plannedNanos) {
            peer.plannedNanos = next;
            schedule.plan(Math.max(next, nowNanos), -2 - peer.index);
        }
    }

    private void arrived(int slot) {
        if (inboxSize == inbox.length) {
            inbox = Arrays.copyOf(inbox, 2 * inboxSize);
        }
        inbox[inboxSize++] = slot;
        if (!wakeUpPlanned) {
            wakeUpPlanned = true;
            schedule.plan(nowNanos + WAKE_UP_NANOS, WAKE_UP);
        }
    }

    private void receive() {
        for (int from = 0; from < inboxSize; from += Batch.CAPACITY) {
            batch.clear();
            for (int i = from; i < Math.min(inboxSize, from + Batch.CAPACITY); i++) {
                int slot = inbox[i];
                int to = batch.size++;
                MemorySegment.copy(
                        datagrams.segment(slot),
                        ValueLayout.JAVA_BYTE,
                        datagrams.offset(slot),
                        batch.bytes,
                        ValueLayout.JAVA_BYTE,
                        batch.offset(to),
                        datagrams.length[slot]);
                batch.length[to] = datagrams.length[slot];
                batch.hostHigh[to] = 0;
                batch.hostLow[to] = PEER_HOST + datagrams.peer[slot];
                batch.port[to] = peers.get(datagrams.peer[slot]).port;
                datagrams.giveBack(slot);
            }
            shard.receive(nowNanos, batch, this);
            called();
            drainHandshakes();
        }
        inboxSize = 0;
    }

    private void drainHandshakes() {
        while (!handshakes.commands.isEmpty()) {
            shard.execute(nowNanos, handshakes.commands.poll(), this);
            called();
        }
    }

    /** A peer sends the datagram that it wrote into a slot of {@link #datagrams}. */
    void send(SimulatedPeer peer, int slot, int length) {
        datagrams.length[slot] = length;
        datagrams.peer[slot] = peer.index;
        datagrams.toServer[slot] = true;
        leave(peer.up, slot);
    }

    private void leave(Link link, int slot) {
        int length = datagrams.length[slot];
        datagramCount++;
        digest = (digest ^ nowNanos) * MIX + datagrams.peer[slot];
        digest = (digest ^ fold(datagrams.segment(slot), datagrams.offset(slot), length)) * MIX;
        long arrival = link.arrivalNanos(nowNanos, length);
        if (arrival == Link.LOST) {
            datagrams.giveBack(slot);
        } else {
            schedule.plan(arrival, slot);
            if (link.duplicates()) {
                schedule.plan(arrival, datagrams.copy(slot));
            }
        }
    }

    private static long fold(MemorySegment bytes, long offset, int length) {
        long folded = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            folded = folded * 31 + NetworkBytes.i64(bytes, offset + i);
        }
        for (; i < length; i++) {
            folded = folded * 31 + NetworkBytes.u8(bytes, offset + i);
        }
        return folded;
    }

    private record Train(long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {}

    @Override
    public void train(
            long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        if (sendsWhenFlushed) {
            queued.add(new Train(hostLow, port, bytes, offset, length, segmentSize));
        } else {
            leave(hostLow, port, bytes, offset, length, segmentSize);
        }
    }

    private void leave(long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        int index = (int) (hostLow - PEER_HOST);
        if (index < 0 || index >= peers.size() || peers.get(index).port != port) {
            // A path that has moved on: nobody is there.
            return;
        }
        for (int at = 0; at < length; at += segmentSize) {
            int slot = datagrams.take();
            int segment = Math.min(segmentSize, length - at);
            MemorySegment.copy(
                    bytes,
                    ValueLayout.JAVA_BYTE,
                    offset + at,
                    datagrams.segment(slot),
                    ValueLayout.JAVA_BYTE,
                    datagrams.offset(slot),
                    segment);
            datagrams.length[slot] = segment;
            datagrams.peer[slot] = index;
            datagrams.toServer[slot] = false;
            leave(peers.get(index).down, slot);
        }
    }

    @Override
    public void flush() {
        flushesWithin += calling ? 1 : 0;
        for (Train train : queued) {
            leave(train.hostLow, train.port, train.bytes, train.offset, train.length, train.segmentSize);
        }
        queued.clear();
    }

    /** The driver's part after each call into the shard. */
    private void called() {
        calling = false;
        flush();
        calling = true;
    }

    @Override
    public void emit(ShardEvent event) {
        events.add(event);
    }

    static int peerPort() {
        return PEER_PORT;
    }

    @Override
    public void close() {
        shard.close();
        peers.forEach(SimulatedPeer::close);
    }
}
