package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.Stun;

class MediaNodeTest {

    private static final String FINGERPRINT = "sha-256 00:11";

    private final BlockingQueue<ShardEvent> events = new LinkedBlockingQueue<>();

    @Test
    void aCheckIsAnsweredAndAClientBeginsItsHandshake() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        IceCredentials local = IceCredentials.random(random);
        IceCredentials remote = IceCredentials.random(random);
        try (MediaNode node = MediaNode.start(NetSettings.defaults().withBindAddress("127.0.0.1"), events::add);
                DatagramSocket peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            peer.setSoTimeout(10_000);
            node.submit(new ShardCommand.OpenRoom("room"));
            node.submit(new ShardCommand.OpenTransport(1, "room", "p1", local, remote, FINGERPRINT, DtlsRole.CLIENT));
            // A refused command shows that those before it are done.
            node.submit(
                    new ShardCommand.OpenTransport(2, "nowhere", "p1", local, remote, FINGERPRINT, DtlsRole.CLIENT));
            assertInstanceOf(ShardEvent.CommandRefused.class, events.poll(10, TimeUnit.SECONDS));

            peer.send(check(local, remote, node.localPort()));
            DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
            peer.receive(answer);
            assertTrue(Stun.wellFormed(MemorySegment.ofArray(answer.getData()), 0, answer.getLength()));
            assertEquals(Stun.BINDING_SUCCESS, Stun.type(MemorySegment.ofArray(answer.getData()), 0));
            peer.receive(answer);
            assertEquals(22, answer.getData()[0], "a DTLS handshake record");
            assertEquals(1, node.counters().of(ShardCounters.Reason.RECEIVED));
        }
    }

    private static DatagramPacket check(IceCredentials local, IceCredentials remote, int port) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment check = arena.allocate(Stun.MAX_WRITTEN_LENGTH);
            int length = Stun.writeBindingRequest(
                    check, 0, 1, 2, local.ufrag() + ":" + remote.ufrag(), 1, 3, true, local.key());
            byte[] bytes = check.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            return new DatagramPacket(bytes, length, InetAddress.getLoopbackAddress(), port);
        }
    }

    @Test
    void aConsumerThatFailsStillHearsTheNextEvent() throws InterruptedException {
        Consumer<ShardEvent> faulty = event -> {
            events.add(event);
            throw new IllegalStateException("on purpose");
        };
        try (MediaNode node = MediaNode.start(NetSettings.defaults().withBindAddress("127.0.0.1"), faulty)) {
            node.submit(new ShardCommand.CloseTransport(8));
            node.submit(new ShardCommand.Tap("nowhere", null));
            node.submit(new ShardCommand.Forwarding("nowhere", true));
            node.submit(new ShardCommand.Mute("nowhere", "p1/camera", true));
            assertNotNull(events.poll(10, TimeUnit.SECONDS));
            assertNotNull(events.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPortInUseStopsTheStartWithASentence() {
        NetSettings settings = NetSettings.defaults().withBindAddress("127.0.0.1");
        try (MediaNode node = MediaNode.start(settings, events::add)) {
            UncheckedIOException refusal = assertThrows(
                    UncheckedIOException.class,
                    () -> MediaNode.start(settings.withPort(node.localPort()), events::add));
            assertEquals(
                    "the media port can't be opened: UDP port " + node.localPort() + " of 127.0.0.1 is in use",
                    refusal.getMessage());
        }
    }

    @Test
    void aClosedNodeTakesNoCommandsAndFreesItsPort() {
        NetSettings settings = NetSettings.defaults().withBindAddress("127.0.0.1");
        MediaNode node = MediaNode.start(settings, events::add);
        int port = node.localPort();
        node.close();
        node.close();
        assertThrows(RejectedExecutionException.class, () -> node.submit(new ShardCommand.OpenRoom("room")));
        MediaNode.start(settings.withPort(port), events::add).close();
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("media-0")),
                "the shard's thread has ended");
    }
}
