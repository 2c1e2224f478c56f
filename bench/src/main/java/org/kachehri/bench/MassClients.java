package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.net.BouncyCastleDtls;
import org.kachehri.media.net.DtlsAnswers;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.PacketKind;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.Stun;

/**
 * The people of a roster as one process: connects them all, keeps their checks going, and throws away what they get once
 * it has been seen to be right. Subscribers tell which packets arrived and when; their other reports aren't sent.
 */
final class MassClients implements AutoCloseable {

    /** Chromium checks its selected pair every 2.5 s. */
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

    /** So many connections are made at once: a handshake is some 15 ms of either core, and its patience 30 s. */
    private static final int AT_ONCE = 16;

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST_CHECKS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What one in so many subscribers gets is opened before all throw away what they get. */
    private static final int OPENED = 50;

    private static final int OPENED_PACKETS = 200;

    /** How often everybody's socket is emptied: so much too late is what they tell, a network's own jitter. */
    private static final long LISTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final SplittableRandom random = new SplittableRandom(1);
    private final UdpAddress host;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment datagram = arena.allocate(2048);
    private final MemorySegment plain = arena.allocate(2048);
    /** Null unless trains are taken whole; else room for the longest UDP datagram, that of the listening thread. */
    private MemorySegment train;

    private final List<MassClient> clients = new ArrayList<>();
    private final Map<Roster.Participant, MassClient> publishers = new LinkedHashMap<>();
    private final Map<Roster.Participant, MassClient> subscribers = new LinkedHashMap<>();
    private final List<MassClient> opened = new ArrayList<>();
    private final BouncyCastleDtls dtls;
    private final Thread checks;
    private final List<Listener> listeners = new ArrayList<>();

    /** Null until they listen. */
    private Thread listening;

    private volatile boolean closing;

    private final class Answers implements DtlsAnswers {
        @Override
        public void outbound(int transport, byte[] bytes) {
            clients.get(transport).sendDtls(bytes);
        }

        @Override
        public void keys(int transport, SrtpKeys keys) {
            clients.get(transport).keys(keys);
        }

        @Override
        public void failed(int transport, String reason) {
            System.err.println("handshake " + transport + " failed: " + reason);
        }
    }

    MassClients(MeasuredServer server, Roster roster, String host) throws IOException {
        this.host = UdpAddress.of(host, 0);
        dtls = BouncyCastleDtls.create(new SecureRandom(), Instant.now(), new Answers());
        for (int room : roster.rooms()) {
            server.openRoom(room);
        }
        for (Roster.Participant each : roster.participants()) {
            if (each.publishes()) {
                MassClient client = newClient();
                client.server(server.publish(each, client.end()));
                publishers.put(each, client);
            }
            connectEvery(AT_ONCE);
        }
        connectEvery(1);
        for (Roster.Participant each : roster.participants()) {
            List<Roster.Participant> others = roster.heardBy(each);
            if (!others.isEmpty()) {
                MassClient client = newClient();
                client.server(server.subscribe(each, others, client.end()));
                subscribers.put(each, client);
            }
            connectEvery(AT_ONCE);
        }
        connectEvery(1);
        for (int i = 0; i < clients.size(); i++) {
            dtls.end(i);
        }
        for (MassClient each : publishers.values()) {
            each.sink().drop();
        }
        int next = 0;
        for (Map.Entry<Roster.Participant, MassClient> each : subscribers.entrySet()) {
            if (!each.getKey().isProbe() && next++ % OPENED == 0) {
                opened.add(each.getValue());
            }
        }
        checks = Thread.ofPlatform().name("checks").daemon().start(this::keepChecking);
    }

    private MassClient newClient() throws IOException {
        MassClient client = new MassClient(host, dtls.localFingerprint(), random.split());
        clients.add(client);
        return client;
    }

    /** Connects those who aren't yet, when there are so many of them. */
    private void connectEvery(int number) throws IOException {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).keys() == null) {
                left.add(i);
            }
        }
        long deadline = System.nanoTime() + CONNECT_NANOS;
        long nextChecks = 0;
        while (left.size() >= number && !left.isEmpty()) {
            if (System.nanoTime() > nextChecks) {
                nextChecks = System.nanoTime() + FIRST_CHECKS_NANOS;
                // Until the keys are there: Janus nominates a pair by the second check.
                for (int i : left) {
                    clients.get(i).check();
                }
            }
            for (int i : left) {
                hear(i);
            }
            left.removeIf(i -> clients.get(i).keys() != null);
            if (System.nanoTime() > deadline) {
                throw new IOException(left.size() + " connections were not made");
            }
            Pace.until(System.nanoTime() + 1_000_000, 0);
        }
    }

    private void hear(int index) throws IOException {
        MassClient client = clients.get(index);
        for (int length = client.sink().receive(datagram);
                length > 0;
                length = client.sink().receive(datagram)) {
            PacketKind kind = PacketKind.of(datagram, 0, length);
            if (kind == PacketKind.STUN && Stun.wellFormed(datagram, 0, length)) {
                if (Stun.type(datagram, 0) == Stun.BINDING_REQUEST) {
                    client.answer(datagram);
                } else if (client.answered(datagram, length)) {
                    dtls.begin(index, DtlsRole.CLIENT, client.server().fingerprint());
                }
            } else if (kind == PacketKind.DTLS) {
                dtls.received(index, datagram, 0, length);
            }
        }
    }

    /** From the time they listen subscribers take trains as they were sent. */
    void takeTrains() {
        train = arena.allocate(1 << 16);
    }

    /** Opens what some subscribers get; then all listen. The publishers must be sending. */
    void verify() throws IOException {
        for (MassClient each : opened) {
            verify(each);
        }
        for (Map.Entry<Roster.Participant, MassClient> each : subscribers.entrySet()) {
            if (!each.getKey().isProbe()) {
                if (train != null) {
                    each.getValue().sink().takeTrains();
                }
                listeners.add(new Listener(each.getValue(), train));
            }
        }
        listening = Thread.ofPlatform().name("listeners").daemon().start(this::listen);
    }

    private void listen() {
        try {
            while (!closing) {
                long nowNanos = System.nanoTime();
                for (Listener each : listeners) {
                    each.hear(nowNanos);
                }
                Pace.until(nowNanos + LISTEN_NANOS, 0);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void verify(MassClient client) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int opened = 0;
        try (SrtpReceiver receiver = new SrtpReceiver(client.keys(), CipherSuites.best())) {
            while (opened < OPENED_PACKETS) {
                int length = client.sink().receive(datagram);
                if (length <= 0) {
                    Pace.until(System.nanoTime() + 1_000_000, 0);
                } else if (PacketKind.of(datagram, 0, length) == PacketKind.RTP) {
                    int result = receiver.open(datagram, 0, length, plain, 0);
                    if (result < 0) {
                        throw new IOException("a subscriber can't open what it got: " + result);
                    }
                    opened++;
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("a subscriber got only " + opened + " packets");
                }
            }
        }
    }

    private void keepChecking() {
        for (int next = 0; !closing; next = (next + 1) % clients.size()) {
            try {
                clients.get(next).check();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Pace.until(System.nanoTime() + CHECK_NANOS / clients.size(), 0);
        }
    }

    MassClient publisher(Roster.Participant participant) {
        return publishers.get(participant);
    }

    /** Sends a packet from the one end of the roster's probe to the other. */
    LatencyProbe probe() {
        Roster.Participant from = publishers.keySet().stream()
                .filter(Roster.Participant::isProbe)
                .findFirst()
                .orElseThrow();
        MassClient to = subscribers.entrySet().stream()
                .filter(each -> each.getKey().isProbe())
                .findFirst()
                .orElseThrow()
                .getValue();
        return new LatencyProbe(
                publishers.get(from).sink(),
                publishers.get(from).keys(),
                Roster.firstSsrc(from.number()),
                to.sink(),
                to.keys());
    }

    String profile() {
        return clients.getFirst().keys().profile().name();
    }

    /** A subscriber of its own, that isn't listened to here: who asks reads it. */
    Listener listener() {
        return new Listener(subscribers.values().iterator().next());
    }

    /** RTP packets that the subscribers got since they listen. */
    long delivered() {
        return listeners.stream().mapToLong(Listener::heard).sum();
    }

    @Override
    public void close() {
        closing = true;
        Pace.untilEnd(checks);
        if (listening != null) {
            Pace.untilEnd(listening);
        }
        listeners.forEach(Listener::close);
        clients.forEach(MassClient::close);
        arena.close();
    }
}
