package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.SrtpSender;
import org.kachehri.media.transport.Stun;

/**
 * What one who abuses the bridge does to the others: p99 of a packet's way through a room beside, under each attack and
 * without, and the bridge's memory. Rooms of four talk all the while.
 */
final class AbuseBenchmark {

    private static final String INSIDE = "inside";
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A camera's 330 packets/s, a hundred times. */
    private static final int PUBLISHER_RATE = 33_000;

    private static final int FLOOD_RATE = 20_000;
    private static final int FLOOD_SOURCES = 200;
    private static final int HALF_OPEN = 10_000;

    /** The opening of a ClientHello and nothing after it: a record that promises more than it brings. */
    private static final int HELLO_LENGTH = 160;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes = arena.allocate(2048);
    private final SplittableRandom random = new SplittableRandom(3);
    private final BridgeServer bridge;
    private final MassClients clients;
    private final Roster roster;
    private final LatencyProbe probe;
    private final Figures figures = new Figures();

    /** One datagram of an attack. */
    private interface Attack {
        void once(long number) throws IOException;
    }

    private AbuseBenchmark(BridgeServer bridge, Roster roster, MassClients clients) {
        this.bridge = bridge;
        this.roster = roster;
        this.clients = clients;
        probe = clients.probe();
    }

    static void run(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || !arguments[0].equals(INSIDE)) {
            QuietNetwork.enter(List.of("abuse", INSIDE));
            return;
        }
        Roster roster = Roster.rooms(5, 4).withProbe();
        try (BridgeServer bridge = new BridgeServer(List.of());
                MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            sender.rate(1);
            clients.verify();
            new AbuseBenchmark(bridge, roster, clients).measure();
        }
    }

    private void measure() throws IOException, InterruptedException {
        probe.listen(WARM_UP_NANOS);
        double before = probe.listen(MEASURE_NANOS).percentile(0.99);
        figures.set("abuse.p99_ms.none", before, "ms");
        publisher(before);
        reader(before);
        stun(before);
        forged(before);
        halfOpen(before);
        figures.set("abuse.rss_mb", bridge.process().residentMegabytes(), "MB");
        figures.print();
    }

    /** Its packets are sealed as they should be; there are only far too many of them, for three who listen. */
    private void publisher(double before) throws IOException, InterruptedException {
        Roster extra = new Roster(
                "greedy",
                roster.trace(),
                List.of(
                        new Roster.Participant(100, 100, "av"),
                        new Roster.Participant(101, 100, ""),
                        new Roster.Participant(102, 100, ""),
                        new Roster.Participant(103, 100, "")));
        try (MassClients greedy = new MassClients(bridge, extra, QuietNetwork.HOST)) {
            Roster.Participant greediest = extra.publishers().getFirst();
            TracePackets packets = new TracePackets(roster.trace(), Roster.firstSsrc(100));
            List<Trace.Packet> frame = roster.trace().packets().stream()
                    .filter(roster.trace()::video)
                    .toList();
            MassClient client = greedy.publisher(greediest);
            MemorySegment plain = arena.allocate(2048);
            try (SrtpSender sealing = new SrtpSender(client.keys(), CipherSuites.best())) {
                attack("publisher", before, PUBLISHER_RATE, number -> {
                    int length = packets.write(frame.get((int) (number % frame.size())), plain);
                    client.sink().send(bytes, sealing.seal(plain, 0, length, bytes, 0));
                });
            }
        }
    }

    /** Its kernel's queue is full and nobody empties it; it sends nothing but its checks. */
    private void reader(double before) throws IOException, InterruptedException {
        Roster extra = new Roster(
                "deaf",
                roster.trace(),
                List.of(new Roster.Participant(200, 200, "av"), new Roster.Participant(201, 200, "")));
        try (MassClients deaf = new MassClients(bridge, extra, QuietNetwork.HOST);
                MassSender sender = new MassSender(extra, deaf::publisher)) {
            sender.rate(4);
            attack("reader", before, 0, number -> {});
        }
    }

    /** Well-formed checks for user names that nobody has, and for one that somebody has with a wrong password. */
    private void stun(double before) throws IOException, InterruptedException {
        List<DroppingSink> sources = sources(FLOOD_SOURCES);
        String known =
                clients.publisher(roster.publishers().getFirst()).server().ufrag();
        byte[] wrong = "not the password of anybody".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        attack("stun", before, FLOOD_RATE, number -> {
            String name = number % 2 == 0 ? known + ":x" : "nobody" + number + ":x";
            int length = Stun.writeBindingRequest(bytes, 0, (int) number, number, name, 1, 2, true, wrong);
            sources.get((int) (number % sources.size())).send(bytes, length);
        });
        sources.forEach(DroppingSink::close);
    }

    /** Media that nobody sealed, half of it from the address of one who is in a room. */
    private void forged(double before) throws IOException, InterruptedException {
        List<DroppingSink> sources = sources(FLOOD_SOURCES);
        Roster.Participant victim = roster.publishers().getFirst();
        DroppingSink known = clients.publisher(victim).sink();
        byte[] noise = new byte[1200];
        attack("forged", before, FLOOD_RATE, number -> {
            random.nextBytes(noise);
            MemorySegment.copy(noise, 0, bytes, ValueLayout.JAVA_BYTE, 0, noise.length);
            NetworkBytes.putU8(bytes, 0, 0x80);
            NetworkBytes.putU8(bytes, 1, TracePackets.VIDEO_PAYLOAD_TYPE);
            NetworkBytes.putU32(bytes, 8, Roster.firstSsrc(victim.number()) + 1);
            DroppingSink from = number % 2 == 0 ? known : sources.get((int) (number % sources.size()));
            from.send(bytes, noise.length);
        });
        sources.forEach(DroppingSink::close);
    }

    /** Peer connections that were signalled, checked, and stop after the first record of their handshake. */
    private void halfOpen(double before) throws IOException, InterruptedException {
        List<MassClient> half = new ArrayList<>();
        bridge.openRoom(300);
        for (int i = 0; i < HALF_OPEN; i++) {
            MassClient client = new MassClient(UdpAddress.of(QuietNetwork.HOST, 0), "sha-256 00", random.split());
            client.server(bridge.subscribe(new Roster.Participant(1000 + i, 300, ""), List.of(), client.end()));
            half.add(client);
        }
        double memory = bridge.process().residentMegabytes();
        attack("handshakes", before, 4_000, number -> {
            MassClient client = half.get((int) (number % HALF_OPEN));
            if (number < HALF_OPEN) {
                client.check();
            } else if (number < 3L * HALF_OPEN) {
                hello(client);
            }
        });
        figures.set("abuse.half_open_mb", bridge.process().residentMegabytes() - memory, "MB");
        half.forEach(MassClient::close);
    }

    private void hello(MassClient client) throws IOException {
        bytes.asSlice(0, HELLO_LENGTH).fill((byte) 0);
        NetworkBytes.putU8(bytes, 0, 22);
        NetworkBytes.putU16(bytes, 1, 0xFEFD);
        NetworkBytes.putU16(bytes, 11, HELLO_LENGTH - 13);
        NetworkBytes.putU8(bytes, 13, 1);
        NetworkBytes.putU24(bytes, 14, 300);
        NetworkBytes.putU24(bytes, 22, HELLO_LENGTH - 25);
        client.sink().send(bytes, HELLO_LENGTH);
    }

    private List<DroppingSink> sources(int number) throws IOException {
        List<DroppingSink> sources = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            DroppingSink sink = new DroppingSink(
                    clients.publisher(roster.publishers().getFirst()).server().address());
            sink.drop();
            sources.add(sink);
        }
        return sources;
    }

    private void attack(String name, double before, int perSecond, Attack attack)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long cpu = bridge.process().cpuMillis();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        Thread attacker = Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                while (!over.get() && perSecond > 0) {
                    // A millisecond's worth at a time.
                    for (int i = 0; i < perSecond / 1000; i++) {
                        attack.once(sent.getAndIncrement());
                    }
                    Pace.until(start + sent.get() * 1_000_000_000L / perSecond, 0);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        // What the attack runs for the first time, here and there, is compiled; after that it is the attack that is
        // measured.
        probe.listen(SETTLE_NANOS);
        LatencyProbe.Heard heard = probe.listen(MEASURE_NANOS);
        over.set(true);
        attacker.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        double p99 = heard.percentile(0.99);
        System.out.printf(
                Locale.ROOT,
                "%-10s %6.0f/s  p50 %.2f ms, p99 %.2f ms (%.2f without), %d of %d arrived, bridge %.0f ms/s, %.1f MB%n",
                name,
                sent.get() / seconds,
                heard.percentile(0.5),
                p99,
                before,
                heard.millis().length,
                heard.sent(),
                (bridge.process().cpuMillis() - cpu) / seconds,
                bridge.process().residentMegabytes());
        figures.set("abuse.p99_ratio." + name, p99 / before, "x");
        Pace.until(System.nanoTime() + PAUSE_NANOS, 0);
    }
}
