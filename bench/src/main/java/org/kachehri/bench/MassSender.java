package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.SrtpSender;

/**
 * All publishers of the load on one thread: each replays the trace from a place of its own. A higher or lower rate moves
 * the bursts together or apart; the packets within a burst keep their distance, because that is what decides how many of
 * them a server finds at once.
 */
final class MassSender implements AutoCloseable {

    /** Chromium's packets of one frame are closer than this. */
    private static final int BURST_MICROS = 500;

    /** Shorter gaps are spun through: a sleep of the kernel is some 60 µs too long. */
    private static final long SPIN_NANOS = 80_000;

    private static final long STALL_NANOS = 2_000_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment plain = arena.allocate(2048);
    private final MemorySegment sealed = arena.allocate(2048);
    private final List<Publisher> publishers = new ArrayList<>();
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Consumer<MemorySegment> told;
    private final Thread thread;
    private volatile double rate;
    private volatile boolean closing;

    private static final class Publisher {
        final List<Trace.Packet> packets;
        final TracePackets writer;
        /** Null for a server without keys. */
        final SrtpSender sender;

        final DroppingSink socket;
        final long listeners;
        int next;
        long dueNanos;

        Publisher(Trace trace, Roster.Participant person, MassClient client, long listeners, int first) {
            packets = person.kinds().contains("v")
                    ? trace.packets()
                    : trace.sound().packets();
            writer = new TracePackets(trace, Roster.firstSsrc(person.number()));
            sender = client.keys() == null ? null : new SrtpSender(client.keys(), CipherSuites.best());
            socket = client.sink();
            this.listeners = listeners;
            next = first % packets.size();
        }

        long gapNanos(double rate) {
            int micros = packets.get(next).gapMicros();
            return micros < BURST_MICROS ? micros * 1000L : (long) (micros * 1000L / rate);
        }
    }

    MassSender(Roster roster, Function<Roster.Participant, MassClient> clients) {
        this(roster, clients, plain -> {});
    }

    /** @param told of every packet before it is sealed, on the sending thread */
    MassSender(Roster roster, Function<Roster.Participant, MassClient> clients, Consumer<MemorySegment> told) {
        this.told = told;
        SplittableRandom random = new SplittableRandom(2);
        List<Roster.Participant> people = roster.publishers();
        for (int i = 0; i < people.size(); i++) {
            // One alone begins at the beginning.
            int first = i == 0 ? 0 : random.nextInt(roster.trace().packets().size());
            publishers.add(new Publisher(
                    roster.trace(),
                    people.get(i),
                    clients.apply(people.get(i)),
                    roster.listeners(people.get(i)),
                    first));
        }
        thread = Thread.ofPlatform().name("mass-sender").daemon().start(this::run);
    }

    /** From now on at so many times the trace's own pace; 0 is silence. */
    void rate(double times) {
        rate = times;
    }

    /** Packets that subscribers should have got so far. */
    long expected() {
        return expected.get();
    }

    /** Packets that were sent so far. */
    long sent() {
        return sent.get();
    }

    private void run() {
        PriorityQueue<Publisher> queue = new PriorityQueue<>((a, b) -> Long.compare(a.dueNanos - b.dueNanos, 0));
        while (!closing) {
            double now = rate;
            if (now == 0) {
                queue.clear();
                Pace.until(System.nanoTime() + 5_000_000, 0);
                continue;
            }
            if (queue.isEmpty()) {
                long start = System.nanoTime();
                for (Publisher each : publishers) {
                    each.dueNanos = start + each.gapNanos(now);
                    queue.add(each);
                }
            }
            Publisher publisher = queue.poll();
            Pace.until(publisher.dueNanos, SPIN_NANOS);
            send(publisher);
            publisher.next = (publisher.next + 1) % publisher.packets.size();
            // No camera makes up for what it missed: a stall of ours must not become a burst from all.
            publisher.dueNanos =
                    Math.max(publisher.dueNanos, System.nanoTime() - STALL_NANOS) + publisher.gapNanos(now);
            queue.add(publisher);
        }
    }

    private void send(Publisher publisher) {
        int length = publisher.writer.write(publisher.packets.get(publisher.next), plain);
        told.accept(plain);
        try {
            if (publisher.sender == null) {
                publisher.socket.send(plain, length);
            } else {
                int sealedLength = publisher.sender.seal(plain, 0, length, sealed, 0);
                if (sealedLength < 0) {
                    throw new IllegalStateException("a publisher can't seal: " + sealedLength);
                }
                publisher.socket.send(sealed, sealedLength);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        expected.lazySet(expected.get() + publisher.listeners);
        sent.lazySet(sent.get() + 1);
    }

    @Override
    public void close() {
        closing = true;
        Pace.untilEnd(thread);
        publishers.stream().filter(each -> each.sender != null).forEach(each -> each.sender.close());
        arena.close();
    }
}
