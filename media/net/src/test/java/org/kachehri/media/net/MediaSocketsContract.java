package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.Batch;

/** What every {@link MediaSockets} does. */
abstract class MediaSocketsContract {

    private static final long V4_LOOPBACK = 0x0000_FFFF_7F00_0001L;

    /** Far longer than a loopback datagram takes; only a failing test waits for it. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Batch batch = new Batch(Arena.ofAuto());
    private MediaSockets sockets;
    private DatagramSocket peer;

    abstract MediaSockets open(NetSettings settings) throws IOException;

    @BeforeEach
    void openBoth() throws IOException {
        sockets = open(NetSettings.defaults().withBindAddress("127.0.0.1"));
        peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        peer.setSoTimeout(10_000);
    }

    @AfterEach
    void closeBoth() {
        sockets.close();
        peer.close();
    }

    @Test
    void aDatagramArrivesWithItsSender() throws IOException {
        peer.send(packet(bytes(700, 3), "127.0.0.1", sockets.localPort()));

        assertEquals(1, sockets.receive(batch, LONG_NANOS));
        assertEquals(1, batch.size);
        assertEquals(0, batch.hostHigh[0]);
        assertEquals(V4_LOOPBACK, batch.hostLow[0]);
        assertEquals(peer.getLocalPort(), batch.port[0]);
        assertArrayEquals(bytes(700, 3), received(0));
    }

    @Test
    void whatIsThereArrivesAsOneBatchInOrder() throws IOException {
        for (int i = 0; i < Batch.CAPACITY + 5; i++) {
            peer.send(packet(bytes(100 + i, i), "127.0.0.1", sockets.localPort()));
        }

        assertEquals(Batch.CAPACITY, sockets.receive(batch, LONG_NANOS));
        for (int i = 0; i < Batch.CAPACITY; i++) {
            assertArrayEquals(bytes(100 + i, i), received(i));
        }
        assertEquals(5, sockets.receive(batch, LONG_NANOS));
        assertArrayEquals(bytes(100 + Batch.CAPACITY, Batch.CAPACITY), received(0));
    }

    @Test
    void aDatagramLongerThanASlotIsReportedEmpty() throws IOException {
        peer.send(packet(bytes(Batch.MAX_DATAGRAM + 1, 1), "127.0.0.1", sockets.localPort()));

        assertEquals(1, sockets.receive(batch, LONG_NANOS));
        assertEquals(0, batch.length[0]);
    }

    @Test
    void aTrainArrivesAsItsDatagramsAndTheLastMayBeShorter() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] train = bytes(2 * 1200 + 77, 9);
            sockets.send(0, V4_LOOPBACK, peer.getLocalPort(), offHeap(arena, train), 0, train.length, 1200);
            sockets.flush();

            assertArrayEquals(Arrays.copyOfRange(train, 0, 1200), heard());
            assertArrayEquals(Arrays.copyOfRange(train, 1200, 2400), heard());
            assertArrayEquals(Arrays.copyOfRange(train, 2400, train.length), heard());
        }
    }

    @Test
    void aTrainOfMoreThanTheKernelTakesAtOnceArrivesWhole() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] train = bytes(90 * 1000, 5);
            sockets.send(0, V4_LOOPBACK, peer.getLocalPort(), offHeap(arena, train), 0, train.length, 1000);
            sockets.flush();

            for (int i = 0; i < 90; i++) {
                assertArrayEquals(Arrays.copyOfRange(train, i * 1000, i * 1000 + 1000), heard());
            }
        }
    }

    @Test
    void moreMessagesThanTheQueueHoldsAllLeave() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 150; i++) {
                sockets.send(0, V4_LOOPBACK, peer.getLocalPort(), offHeap(arena, bytes(50, i)), 0, 50, 50);
            }
            sockets.flush();

            for (int i = 0; i < 150; i++) {
                assertArrayEquals(bytes(50, i), heard());
            }
        }
    }

    @Test
    void bothFamiliesShareOnePortWhenBoundToTheSixthWildcard() throws IOException {
        try (MediaSockets both = open(NetSettings.defaults().withBindAddress("::"));
                DatagramSocket six = new DatagramSocket(new InetSocketAddress("::1", 0));
                Arena arena = Arena.ofConfined()) {
            six.setSoTimeout(10_000);
            peer.send(packet(bytes(10, 4), "127.0.0.1", both.localPort()));
            assertEquals(1, both.receive(batch, LONG_NANOS));
            assertEquals(V4_LOOPBACK, batch.hostLow[0]);
            both.send(batch.hostHigh[0], batch.hostLow[0], batch.port[0], offHeap(arena, bytes(20, 1)), 0, 20, 10);
            both.flush();
            assertEquals(10, heard().length);
            assertEquals(10, heard().length);

            six.send(packet(bytes(11, 6), "::1", both.localPort()));
            assertEquals(1, both.receive(batch, LONG_NANOS));
            assertEquals(0, batch.hostHigh[0]);
            assertEquals(1, batch.hostLow[0]);
            both.send(batch.hostHigh[0], batch.hostLow[0], batch.port[0], offHeap(arena, bytes(12, 1)), 0, 12, 12);
            both.flush();
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            six.receive(answer);
            assertEquals(12, answer.getLength());
        }
    }

    @Test
    void anAddressOfTheOtherFamilyIsCountedAndDropped() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            sockets.send(0x2001_0DB8_0000_0000L, 1, 9, offHeap(arena, bytes(10, 1)), 0, 10, 10);
            sockets.flush();
        }
        assertEquals(1, sockets.dropped());
    }

    @Test
    void nothingArrivingEndsTheWaitAtItsTime() throws IOException {
        assertEquals(0, sockets.receive(batch, 1_000_000));
        assertEquals(0, sockets.receive(batch, 0));
        assertEquals(0, sockets.receive(batch, -5));
    }

    @Test
    void aWakeUpEndsTheWait() throws IOException, InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger(-1);
        Thread owner = Thread.ofPlatform().start(() -> {
            try {
                waiting.countDown();
                received.set(sockets.receive(batch, TimeUnit.HOURS.toNanos(1)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        waiting.await();
        sockets.wakeUp();
        owner.join(10_000);
        assertEquals(0, received.get());

        // And again: the first wake-up must not have used up the second.
        sockets.wakeUp();
        assertEquals(0, sockets.receive(batch, TimeUnit.HOURS.toNanos(1)));
    }

    @Test
    void aPortInUseIsNamed() {
        BindException refusal = assertThrows(
                BindException.class,
                () -> open(NetSettings.defaults().withBindAddress("127.0.0.1").withPort(sockets.localPort())));
        assertTrue(refusal.getMessage().contains("" + sockets.localPort()), refusal.getMessage());
    }

    final MediaSockets sockets() {
        return sockets;
    }

    final int peerPort() {
        return peer.getLocalPort();
    }

    final byte[] heard() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        peer.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    static MemorySegment offHeap(Arena arena, byte[] bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + seed + i / 251);
        }
        return bytes;
    }

    private byte[] received(int i) {
        return batch.bytes.asSlice(batch.offset(i), batch.length[i]).toArray(ValueLayout.JAVA_BYTE);
    }

    private static DatagramPacket packet(byte[] bytes, String host, int port) {
        return new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral(host), port);
    }
}
