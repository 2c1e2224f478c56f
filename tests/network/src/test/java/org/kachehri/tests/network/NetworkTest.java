package org.kachehri.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kachehri.media.simulation.Impairment;
import org.kachehri.media.simulation.Link;

/** Two hosts, real sockets, and a line that does what the model says. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NetworkTest {
    private static final int PACKET_BYTES = 100;
    private static final int IP_AND_UDP_BYTES = 28;

    /** Sent at once before waiting: fits the socket's receive buffer many times. */
    private static final int BURST = 50;

    /** A packet that isn't here after this long on an idle line of ours is taken for lost. */
    private static final int PATIENCE_MILLIS = 10_000;

    @BeforeAll
    static void theMachineCanDoIt() {
        Obstacles.assumeNone(Network.obstacle());
    }

    /** Says back what it hears, until it is closed. */
    private static final class Echo implements AutoCloseable {
        private final DatagramSocket socket;

        Echo(Host host) throws IOException {
            socket = socketIn(host);
            Thread.ofPlatform().daemon().start(this::answer);
        }

        private void answer() {
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            try {
                for (; ; ) {
                    packet.setLength(2_000);
                    socket.receive(packet);
                    socket.send(packet);
                }
            } catch (IOException closed) {
                // The test has what it wanted.
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static DatagramSocket socketIn(Host host) throws IOException {
        DatagramSocket socket =
                host.call(() -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host.address()), 0)));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(DatagramSocket from, InetSocketAddress to, int number, int bytes) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(bytes).putInt(number).putLong(System.nanoTime());
        from.send(new DatagramPacket(payload.array(), bytes, to));
    }

    private static ByteBuffer receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        at.receive(packet);
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    @Test
    void theSameSeedLosesTheSamePacketsAndNoneIsEarly() throws IOException {
        long seed = 42;
        System.out.println("seed " + seed);
        int packets = 1_000;
        Impairment there = Impairment.good().withDelay(20, 0).withLoss(0.1).withBursts(0.01, 3);
        Impairment back = Impairment.good().withDelay(30, 0).withLoss(0.05);
        BitSet expected = survivors(seed, there, back, packets);
        BitSet first = echoed(seed, there, back, packets, expected);
        assertEquals(expected, first);
        assertEquals(first, echoed(seed, there, back, packets, expected));
        assertFalse(first.equals(survivors(seed + 1, there, back, packets)));
        // 10 % and bursts of 3 in 1 % there, 5 % back: 830 in the mean, and four deviations are 50.
        assertTrue(Math.abs(first.cardinality() - 830) < 50, first.cardinality() + " came back");
    }

    /** What the model alone says, without a network. */
    private static BitSet survivors(long seed, Impairment there, Impairment back, int packets) {
        Link up = Network.link(seed, "near", "up");
        Link down = Network.link(seed, "near", "down");
        up.impairment(there);
        down.impairment(back);
        BitSet survivors = new BitSet();
        for (int i = 0; i < packets; i++) {
            if (up.arrivalNanos(0, PACKET_BYTES) != Link.LOST && down.arrivalNanos(0, PACKET_BYTES) != Link.LOST) {
                survivors.set(i);
            }
        }
        return survivors;
    }

    private static BitSet echoed(long seed, Impairment there, Impairment back, int packets, BitSet expected)
            throws IOException {
        try (Network network = Network.create(seed)) {
            Host near = network.host("near");
            network.link(near).impair(there, back);
            BitSet echoed = new BitSet();
            try (Echo echo = new Echo(network.host("far"));
                    DatagramSocket socket = socketIn(near)) {
                for (int begin = 0; begin < packets; begin += BURST) {
                    for (int i = begin; i < begin + BURST; i++) {
                        send(socket, echo.address(), i, PACKET_BYTES);
                    }
                    int awaited = expected.get(begin, begin + BURST).cardinality();
                    for (int i = 0; i < awaited; i++) {
                        ByteBuffer packet = receive(socket);
                        echoed.set(packet.getInt());
                        long roundTripNanos = System.nanoTime() - packet.getLong();
                        assertTrue(roundTripNanos >= 50_000_000L, "a round trip in " + roundTripNanos + " ns");
                    }
                }
            }
            Line.Counts up = network.link(near).up();
            Line.Counts down = network.link(near).down();
            assertEquals(packets, up.sent());
            assertEquals(packets - up.lost(), down.sent());
            assertEquals(expected.cardinality(), down.sent() - down.lost());
            assertEquals(0, network.crowdedOutPackets());
            return echoed;
        }
    }

    @Test
    void aLimitedLineKeepsItsRateAndItsQueue() throws IOException {
        int bytes = 1_000;
        int packets = 200;
        long bitsPerSecond = 1_000_000;
        try (Network network = Network.create(1)) {
            Host near = network.host("near");
            network.link(near).impair(Impairment.none().withRate(bitsPerSecond, 20_000), Impairment.none());
            try (Echo echo = new Echo(network.host("far"));
                    DatagramSocket socket = socketIn(near)) {
                long start = System.nanoTime();
                for (int i = 0; i < packets; i++) {
                    send(socket, echo.address(), i, bytes);
                }
                int received = receive(socket).getInt() + 1;
                // The queue lets a run of the first packets through; the last of all that passed is the last to come.
                Line.Counts up = network.link(near).up();
                int passed = 1;
                while (passed < up.sent() - up.overflowed()) {
                    received = receive(socket).getInt() + 1;
                    passed++;
                    up = network.link(near).up();
                }
                long elapsed = System.nanoTime() - start;
                assertTrue(received <= packets);
                assertTrue(up.overflowed() > packets / 2, up.toString());
                assertTrue(passed >= 20, up.toString());
                long least = passed * (bytes + IP_AND_UDP_BYTES) * 8L * 1_000_000_000L / bitsPerSecond;
                assertTrue(elapsed >= least, passed + " packets in " + elapsed + " ns, at least " + least);
            }
        }
    }

    @Test
    void aLineIsDoubledCutAndMendedWhileItIsUsed() throws IOException {
        try (Network network = Network.create(2)) {
            Host near = network.host("near");
            Line line = network.link(near);
            try (Echo echo = new Echo(network.host("far"));
                    DatagramSocket socket = socketIn(near)) {
                line.impair(Impairment.none().withDuplication(1), Impairment.none());
                send(socket, echo.address(), 1, PACKET_BYTES);
                assertEquals(1, receive(socket).getInt());
                assertEquals(1, receive(socket).getInt());
                line.impair(Impairment.none().withLoss(1), Impairment.none());
                send(socket, echo.address(), 2, PACKET_BYTES);
                while (line.up().sent() < 2) {
                    Thread.onSpinWait();
                }
                // A script cuts it at once and mends it a little later, without anybody's doing.
                line.play(List.of(
                        new Line.Step(0, Impairment.none().withLoss(1), Impairment.none()),
                        new Line.Step(200, Impairment.none(), Impairment.none())));
                int number = 3;
                socket.setSoTimeout(20);
                for (ByteBuffer heard = null; heard == null; number++) {
                    send(socket, echo.address(), number, PACKET_BYTES);
                    try {
                        heard = receive(socket);
                        assertEquals(number, heard.getInt());
                    } catch (SocketTimeoutException stillCut) {
                        assertTrue(number < 500, "the line was not mended");
                    }
                }
                assertTrue(line.up().lost() >= 2, line.up().toString());
            }
        }
    }

    @Test
    void aBlockedPairHearsNoUdpAndOthersDo() throws IOException {
        try (Network network = Network.create(3)) {
            Host near = network.host("near");
            Host far = network.host("far");
            Host other = network.host("other");
            network.blockUdp(near, far);
            try (Echo echo = new Echo(far);
                    Echo otherEcho = new Echo(other);
                    DatagramSocket socket = socketIn(near)) {
                send(socket, echo.address(), 1, PACKET_BYTES);
                send(socket, otherEcho.address(), 2, PACKET_BYTES);
                assertEquals(2, receive(socket).getInt());
                assertEquals(1, network.blockedPackets());
            }
            Process ping = far.run(new ProcessBuilder("true"));
            assertEquals(0, ping.onExit().join().exitValue());
        }
    }

    @Test
    void whatRanInAHostIsGoneWithTheNetwork() throws IOException {
        Process forever;
        String name;
        try (Network network = Network.create(4)) {
            Host host = network.host("near");
            forever = host.run(new ProcessBuilder("sleep", "1000"));
            name = namespaceOf(forever);
            assertTrue(Files.exists(Path.of("/run/netns", name)));
        }
        assertFalse(forever.isAlive());
        assertFalse(Files.exists(Path.of("/run/netns", name)));
    }

    private static String namespaceOf(Process process) throws IOException {
        Process ip = new ProcessBuilder("ip", "netns", "identify", String.valueOf(process.pid())).start();
        return new String(ip.getInputStream().readAllBytes()).strip();
    }

    @Test
    void leftoversOfAKilledRunAreRemovedAndThoseOfALivingOneStay() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        String leftover = "kachehri-" + dead.pid() + "-1-near";
        Process living = new ProcessBuilder("sleep", "1000").start();
        String used = "kachehri-" + living.pid() + "-1-near";
        try {
            Namespaces.ip("netns", "add", leftover);
            Namespaces.ip("netns", "add", used);
            Process forgotten = new ProcessBuilder("ip", "netns", "exec", leftover, "sleep", "1000").start();
            while (!namespaceOf(forgotten).equals(leftover)) {
                assertTrue(forgotten.isAlive());
            }
            Network.create(5).close();
            assertFalse(Files.exists(Path.of("/run/netns", leftover)));
            assertFalse(forgotten.isAlive());
            assertTrue(Files.exists(Path.of("/run/netns", used)));
        } finally {
            Namespaces.ip("netns", "delete", used);
            living.destroy();
        }
    }

    @Test
    void anUnknownNameIsRefused() throws IOException {
        try (Network network = Network.create(6)) {
            assertThrows(IllegalArgumentException.class, () -> network.host("A B"));
        }
    }
}
