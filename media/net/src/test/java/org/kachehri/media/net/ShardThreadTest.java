package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;
import org.kachehri.media.transport.SrtpSender;
import org.kachehri.media.transport.Stun;

class ShardThreadTest {

    private static final long LOOPBACK = 0x0000_FFFF_7F00_0001L;
    private static final String ROOM = "room";
    private static final SrtpKeys KEYS =
            new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[12], new byte[16], new byte[12]);

    /** Handshakes that succeed at once. */
    private static final class GivenKeys implements DtlsHandshakes {
        final CompletableFuture<MediaNode> node = new CompletableFuture<>();

        @Override
        public void begin(int transport, DtlsRole role, String remoteFingerprint) {
            node.join().submit(new ShardCommand.DtlsKeys(transport, KEYS));
        }

        @Override
        public void received(int transport, MemorySegment bytes, long offset, int length) {}

        @Override
        public void end(int transport) {}

        @Override
        public String localFingerprint() {
            return "sha-256 00";
        }
    }

    /** Fails at its first packet, as a recorder with a bug might. */
    private static final class FaultyTap implements PacketTap {
        final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

        @Override
        public void rtp(
                long arrivalNanos,
                String sourceId,
                SourceDescription source,
                MemorySegment plain,
                long offset,
                int length,
                boolean repaired) {
            arrivals.add(arrivalNanos);
            if (arrivals.size() == 1) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {}

        @Override
        public void source(SourceDescription source) {}
    }

    @Test
    void aFaultCostsABatchAndNotTheRooms() throws IOException, InterruptedException {
        IceCredentials local = IceCredentials.random(new SplittableRandom(1));
        IceCredentials remote = IceCredentials.random(new SplittableRandom(2));
        NetSettings settings = NetSettings.defaults().withBindAddress("127.0.0.1");
        CountDownLatch connected = new CountDownLatch(1);
        GivenKeys keys = new GivenKeys();
        FaultyTap tap = new FaultyTap();
        try (MediaNode node = MediaNode.start(settings, MediaSockets.open(settings), keys, event -> {
                    if (event instanceof ShardEvent.TransportConnected) {
                        connected.countDown();
                    }
                });
                MediaSockets peer = MediaSockets.open(settings);
                SrtpSender sender = new SrtpSender(KEYS.mirrored(), CipherSuites.best());
                Arena arena = Arena.ofConfined()) {
            keys.node.complete(node);
            node.submit(new ShardCommand.OpenRoom(ROOM));
            node.submit(new ShardCommand.OpenTransport(1, ROOM, "p1", local, remote, "sha-256 00", DtlsRole.CLIENT));
            node.submit(new ShardCommand.Publish(
                    1,
                    List.of(new SourceDescription(
                            "p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, -1, 77, -1))));
            node.submit(new ShardCommand.Tap(ROOM, tap));

            MemorySegment bytes = arena.allocate(2048);
            Batch answers = new Batch(arena);
            // Repeated like a browser does it: the first check may come before the command is executed.
            while (connected.getCount() > 0) {
                int length = Stun.writeBindingRequest(
                        bytes, 0, 1, 2, local.ufrag() + ":" + remote.ufrag(), 1, 3, true, local.key());
                send(peer, node, bytes, length);
                peer.receive(answers, TimeUnit.MILLISECONDS.toNanos(100));
            }

            for (int sequence = 1; tap.arrivals.size() < 3; sequence++) {
                assertTrue(sequence < 1000, "the shard is dead");
                send(peer, node, bytes, seal(sender, arena, sequence, bytes));
                peer.receive(answers, TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        long first = tap.arrivals.remove();
        assertEquals(
                System.currentTimeMillis(),
                TimeUnit.NANOSECONDS.toMillis(first),
                60_000,
                "stamps count from the epoch");
        assertTrue(tap.arrivals.remove() > first, "and run forward");
    }

    private static int seal(SrtpSender sender, Arena arena, int sequence, MemorySegment sealed) {
        MemorySegment plain = arena.allocate(50);
        NetworkBytes.putU8(plain, 0, 0x80);
        NetworkBytes.putU8(plain, 1, 111);
        NetworkBytes.putU16(plain, 2, sequence);
        NetworkBytes.putU32(plain, 4, 960L * sequence);
        NetworkBytes.putU32(plain, 8, 77);
        return sender.seal(plain, 0, 50, sealed, 0);
    }

    private static void send(MediaSockets peer, MediaNode node, MemorySegment bytes, int length) {
        peer.send(0, LOOPBACK, node.localPort(), bytes, 0, length, length);
        peer.flush();
    }
}
