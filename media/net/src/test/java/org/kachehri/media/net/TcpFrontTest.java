package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kachehri.media.net.TcpCounters.Reason;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.transport.Stun;

/** The front between real sockets; its cycles are made by the test, and its clock is the test's. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TcpFrontTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    /** A cycle waits for something to happen, so this is many things, or 10 s of nothing. */
    private static final int MAX_CYCLES = 1_000;

    private final List<Socket> opened = new ArrayList<>();
    private DatagramSocket shard;
    private TcpFront front;
    private long now = 1;

    @BeforeEach
    void aFrontBeforeAShard() throws IOException {
        shard = new DatagramSocket(new InetSocketAddress(HERE, 0));
        shard.setSoTimeout(10_000);
        front = TcpFront.open(HERE, 0, shard.getLocalPort());
    }

    @AfterEach
    void end() throws IOException {
        front.close();
        shard.close();
        for (Socket socket : opened) {
            socket.close();
        }
    }

    @Test
    void packetsPassBothWaysWholeHoweverTheStreamIsCut() throws IOException {
        byte[] check = check();
        byte[] media = filled(1_200, 7);
        byte[] stream = joined(frame(check), frame(media), frame(new byte[0]), frame(new byte[Batch.MAX_DATAGRAM]));
        Socket peer = connect();
        SplittableRandom random = new SplittableRandom(3);
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(700));
            peer.getOutputStream().write(stream, at, end - at);
            at = end;
            front.cycle(() -> now, 10);
        }
        until(() -> counted(Reason.FRAMES_RECEIVED) == 3);
        assertArrayEquals(check, received().bytes());
        assertArrayEquals(media, received().bytes());
        Received largest = received();
        assertEquals(Batch.MAX_DATAGRAM, largest.bytes().length);

        send(filled(3, 1), largest.from());
        send(filled(1_199, 2), largest.from());
        until(() -> counted(Reason.FRAMES_SENT) == 2);
        assertArrayEquals(
                joined(frame(filled(3, 1)), frame(filled(1_199, 2))),
                peer.getInputStream().readNBytes(2 + 3 + 2 + 1_199));
    }

    @Test
    void eachConnectionIsAPeerOfItsOwn() throws IOException {
        Socket first = proven();
        Socket second = proven();
        assertEquals(2, front.counters().open());
        first.getOutputStream().write(frame(filled(10, 1)));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 3);
        SocketAddress ofFirst = received().from();
        second.getOutputStream().write(frame(filled(10, 2)));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 4);
        SocketAddress ofSecond = received().from();
        assertTrue(!ofFirst.equals(ofSecond), ofFirst + " twice");
        first.close();
        until(() -> counted(Reason.CLOSED_BY_PEER) == 1);
        assertEquals(1, front.counters().open());
    }

    @Test
    void garbageEndsTheConnectionBeforeItCostsAnything() throws IOException {
        byte[] indication = check();
        indication[1] = 0x11;
        byte[] nameless = Arrays.copyOf(check(), Stun.HEADER_LENGTH);
        nameless[2] = 0;
        nameless[3] = 0;
        byte[][] beginnings = {
            "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            {(byte) 0xFF, (byte) 0xFF},
            frame(new byte[0]),
            frame(filled(100, 0x80)),
            frame(indication),
            frame(nameless),
            frame(Arrays.copyOf(check(), 60))
        };
        for (byte[] beginning : beginnings) {
            Socket peer = connect();
            peer.getOutputStream().write(beginning);
            untilEnded(peer);
        }
        assertEquals(2, counted(Reason.CLOSED_FRAME_TOO_LONG), "a request line's first two bytes are a length, too");
        assertEquals(5, counted(Reason.CLOSED_NOT_A_CHECK));
        assertEquals(0, counted(Reason.FRAMES_RECEIVED));
        assertEquals(0, front.counters().open());
    }

    @Test
    void aGiantLengthEndsEvenAProvenConnection() throws IOException {
        Socket peer = proven();
        peer.getOutputStream().write(frame(new byte[Batch.MAX_DATAGRAM + 1]), 0, 2);
        untilEnded(peer);
        assertEquals(1, counted(Reason.CLOSED_FRAME_TOO_LONG));
    }

    @Test
    void halfAFrameThatEndsIsForgotten() throws IOException {
        Socket peer = connect();
        byte[] frame = frame(check());
        peer.getOutputStream().write(frame, 0, frame.length / 2);
        peer.shutdownOutput();
        untilEnded(peer);
        assertEquals(1, counted(Reason.CLOSED_BY_PEER));
        assertEquals(0, counted(Reason.FRAMES_RECEIVED));
    }

    @Test
    void whoSaysNothingOrFindsNobodyIsEndedInTime() throws IOException {
        Socket silent = connect();
        Socket stranger = connect();
        stranger.getOutputStream().write(frame(check()));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 1);
        now += TcpFront.PROOF_NANOS;
        stranger.getOutputStream().write(frame(check()));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 2);
        assertEquals(2, front.counters().open());
        now += TimeUnit.SECONDS.toNanos(1);
        untilEnded(silent);
        untilEnded(stranger);
        assertEquals(2, counted(Reason.CLOSED_UNPROVEN));
    }

    @Test
    void aCheckBeforeItsTransportIsRepeatedUntilItIsAnswered() throws IOException {
        byte[] check = check();
        Socket peer = connect();
        peer.getOutputStream().write(frame(check));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 1);
        Received first = received();
        for (int i = 0; i < 3; i++) {
            now += TcpFront.SWEEP_NANOS;
            front.cycle(() -> now, 10);
            Received again = received();
            assertArrayEquals(check, again.bytes());
            assertEquals(first.from(), again.from());
        }
        send(filled(4, 1), first.from());
        until(() -> counted(Reason.FRAMES_SENT) == 1);
        now += TcpFront.SWEEP_NANOS;
        front.cycle(() -> now, 10);
        peer.getOutputStream().write(frame(filled(30, 0x80)));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 2);
        assertArrayEquals(filled(30, 0x80), received().bytes(), "nothing was repeated any more");
    }

    @Test
    void aConnectionWithoutAnswersOrWithoutQuestionsIsIdle() throws IOException {
        Socket talksToNobody = proven();
        Socket isTalkedTo = connect();
        isTalkedTo.getOutputStream().write(frame(check()));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 2);
        SocketAddress there = received().from();
        send(filled(4, 1), there);
        until(() -> counted(Reason.FRAMES_SENT) == 2);
        now += TcpFront.IDLE_NANOS;
        talksToNobody.getOutputStream().write(frame(filled(9, 0x80)));
        send(filled(4, 1), there);
        until(() -> counted(Reason.FRAMES_RECEIVED) == 3 && counted(Reason.FRAMES_SENT) == 3);
        assertEquals(2, front.counters().open());
        now += TimeUnit.SECONDS.toNanos(1);
        untilEnded(talksToNobody);
        untilEnded(isTalkedTo);
        assertEquals(2, counted(Reason.CLOSED_IDLE));
    }

    @Test
    void aSlowReaderLosesPacketsAndNobodyElseDoes() throws IOException {
        Socket slow = connect();
        slow.getOutputStream().write(frame(check()));
        until(() -> counted(Reason.FRAMES_RECEIVED) == 1);
        SocketAddress there = received().from();
        int sent = 0;
        while (counted(Reason.DROPPED_SLOW_READER) < 100) {
            send(filled(1_200, sent++), there);
            front.cycle(() -> now, 10);
            assertTrue(sent < 100_000, "nothing is ever dropped");
        }
        proven();
        // Once it reads again, what it gets are whole frames: all that was taken for it, in order, and then new ones.
        long taken = counted(Reason.FRAMES_SENT) - 1;
        Thread reading = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < taken; i++) {
                    ByteBuffer head = ByteBuffer.wrap(slow.getInputStream().readNBytes(3));
                    assertEquals(1_200, head.getShort());
                    slow.getInputStream().skipNBytes(1_199);
                }
                slow.shutdownInput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        until(() -> slow.isInputShutdown() || !reading.isAlive());
        assertTrue(slow.isInputShutdown(), "all frames were read");
    }

    @Test
    void aFloodOfConnectionsIsRefusedAndRoomIsMadeAgain() throws IOException {
        for (int i = 0; i < TcpFront.MAX_PEERS_A_HOST; i++) {
            connect();
        }
        assertEquals(TcpFront.MAX_PEERS_A_HOST, front.counters().open());
        for (int i = 0; i < 50; i++) {
            untilEnded(dial(HERE));
        }
        assertEquals(50, counted(Reason.REFUSED_HOST_FULL));
        // Another host, as 127.0.0.2 is one, is not harmed; and all of them together have a bound.
        int host = 2;
        while (front.counters().open() < TcpFront.MAX_PEERS) {
            for (int i = 0; i < TcpFront.MAX_PEERS_A_HOST && front.counters().open() < TcpFront.MAX_PEERS; i++) {
                connect(InetAddress.ofLiteral("127.0.0." + host));
            }
            host++;
        }
        untilEnded(dial(InetAddress.ofLiteral("127.0.0." + host)));
        assertEquals(1, counted(Reason.REFUSED_FULL));
        now += TcpFront.PROOF_NANOS + TimeUnit.SECONDS.toNanos(1);
        until(() -> front.counters().open() == 0);
        assertEquals(TcpFront.MAX_PEERS, counted(Reason.CLOSED_UNPROVEN));
        proven();
    }

    @Test
    void aPortInUseIsNamedAndAClosedFrontFreesIts() throws IOException {
        BindException refusal =
                assertThrows(BindException.class, () -> TcpFront.open(HERE, front.localPort(), shard.getLocalPort()));
        assertEquals("TCP port " + front.localPort() + " of 127.0.0.1 is in use", refusal.getMessage());
        Socket peer = connect();
        int port = front.localPort();
        front.start("tcp", System::nanoTime);
        front.close();
        assertEquals(-1, peer.getInputStream().read());
        TcpFront.open(HERE, port, shard.getLocalPort()).close();
    }

    private long counted(Reason reason) {
        return front.counters().of(reason);
    }

    private void until(BooleanSupplier done) throws IOException {
        for (int i = 0; i < MAX_CYCLES && !done.getAsBoolean(); i++) {
            front.cycle(() -> now, 10);
        }
        assertTrue(
                done.getAsBoolean(),
                Arrays.stream(Reason.values())
                        .filter(reason -> counted(reason) > 0)
                        .map(reason -> reason + "=" + counted(reason))
                        .toList()
                        .toString());
    }

    private Socket dial(InetAddress from) throws IOException {
        Socket socket = new Socket();
        opened.add(socket);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 32 << 10);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(HERE, front.localPort()));
        socket.setSoTimeout(10);
        return socket;
    }

    private Socket connect(InetAddress from) throws IOException {
        long before = counted(Reason.ACCEPTED);
        Socket socket = dial(from);
        until(() -> counted(Reason.ACCEPTED) > before);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Socket connect() throws IOException {
        return connect(HERE);
    }

    /** A connection whose check the shard has answered; both have read what the other wrote. */
    private Socket proven() throws IOException {
        Socket peer = connect();
        long before = counted(Reason.FRAMES_RECEIVED);
        peer.getOutputStream().write(frame(check()));
        until(() -> counted(Reason.FRAMES_RECEIVED) > before);
        long sent = counted(Reason.FRAMES_SENT);
        send(filled(20, 1), received().from());
        until(() -> counted(Reason.FRAMES_SENT) > sent);
        assertEquals(22, peer.getInputStream().readNBytes(22).length);
        return peer;
    }

    private void untilEnded(Socket peer) throws IOException {
        peer.setSoTimeout(10);
        for (int i = 0; i < MAX_CYCLES; i++) {
            front.cycle(() -> now, 10);
            try {
                if (peer.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException notYet) {
                // The next cycle may end it.
            } catch (SocketException reset) {
                return;
            }
        }
        throw new AssertionError("the connection lives on");
    }

    private record Received(byte[] bytes, SocketAddress from) {}

    private Received received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
        shard.receive(packet);
        return new Received(Arrays.copyOf(packet.getData(), packet.getLength()), packet.getSocketAddress());
    }

    private void send(byte[] bytes, SocketAddress to) throws IOException {
        shard.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static byte[] check() {
        byte[] request = new byte[Stun.MAX_WRITTEN_LENGTH];
        int length = Stun.writeBindingRequest(
                MemorySegment.ofArray(request), 0, 1, 2, "here:there", 3, 4, true, new byte[20]);
        return Arrays.copyOf(request, length);
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static byte[] frame(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
