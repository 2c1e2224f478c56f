package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.Stun;

/** A running node with one room, one publisher that replays the trace, and subscribers that drop what they get. */
final class FanOut implements AutoCloseable {

    private static final String ROOM = "bench";
    private static final int PUBLISHER = 1;
    private static final int FIRST_SUBSCRIBER = 2;

    /** Chromium checks its selected pair every 2.5 s; beyond 5 s of silence a transport counts as disconnected. */
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

    private final Arena arena = Arena.ofShared();
    private final SplittableRandom random = new SplittableRandom(1);
    private final RecordingSockets sockets;
    private final MediaNode node;
    private final UdpAddress address;
    private final TraceSender sender;
    private final List<DroppingSink> sinks = new ArrayList<>();
    private final List<IceCredentials> local = new ArrayList<>();
    private final List<IceCredentials> remote = new ArrayList<>();
    private final List<SrtpKeys> keys = new ArrayList<>();
    private final MemorySegment check = arena.allocate(Stun.MAX_WRITTEN_LENGTH);
    private final CountDownLatch connected;
    private final Thread checks;
    private volatile boolean checking = true;
    private volatile boolean closing;

    /** Answers every handshake at once with keys that both sides know. */
    private final class GivenKeys implements DtlsHandshakes {
        @Override
        public void begin(int transport, DtlsRole role, String remoteFingerprint) {
            node.submit(new ShardCommand.DtlsKeys(transport, keys.get(transport - PUBLISHER)));
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

    FanOut(Trace trace, int subscribers, boolean trains) throws IOException, InterruptedException {
        connected = new CountDownLatch(subscribers + 1);
        NetSettings settings =
                NetSettings.defaults().withBindAddress("127.0.0.1").withTrains(trains);
        for (int i = 0; i <= subscribers; i++) {
            local.add(IceCredentials.random(random));
            remote.add(IceCredentials.random(random));
            keys.add(newKeys());
        }
        sockets = new RecordingSockets(MediaSockets.open(settings), arena);
        address = UdpAddress.loopback(sockets.localPort());
        node = MediaNode.start(settings, sockets, new GivenKeys(), this::heard);
        sender = new TraceSender(trace, keys.getFirst().mirrored(), address);
        checks = Thread.ofPlatform().name("checks").daemon().unstarted(this::keepChecking);
        openAll(subscribers);
        connectAll();
        for (int i = 1; i < sinks.size(); i++) {
            sinks.get(i).drop();
        }
        sender.start();
        verify();
        sinks.getFirst().drop();
        checks.start();
    }

    private void openAll(int subscribers) throws IOException {
        node.submit(new ShardCommand.OpenRoom(ROOM));
        for (int i = 0; i <= subscribers; i++) {
            node.submit(new ShardCommand.OpenTransport(
                    PUBLISHER + i, ROOM, "p" + i, local.get(i), remote.get(i), "sha-256 00", DtlsRole.CLIENT));
        }
        node.submit(new ShardCommand.Publish(
                PUBLISHER,
                List.of(
                        new SourceDescription(
                                "p0/microphone",
                                MediaKind.AUDIO,
                                "0",
                                Codec.OPUS,
                                TracePackets.AUDIO_PAYLOAD_TYPE,
                                -1,
                                4,
                                TraceSender.AUDIO_SSRC,
                                -1),
                        new SourceDescription(
                                "p0/camera",
                                MediaKind.VIDEO,
                                "1",
                                Codec.VP8,
                                TracePackets.VIDEO_PAYLOAD_TYPE,
                                97,
                                4,
                                TraceSender.VIDEO_SSRC,
                                TraceSender.VIDEO_SSRC + 1))));
        for (int i = 0; i < subscribers; i++) {
            sinks.add(new DroppingSink(address));
            node.submit(new ShardCommand.Subscribe(
                    FIRST_SUBSCRIBER + i,
                    List.of(
                            new SubscriptionDescription("p0/microphone", "0", 111, -1, 10_000L + i, -1, 4),
                            new SubscriptionDescription("p0/camera", "1", 96, 97, 20_000L + i, 30_000L + i, 4))));
        }
    }

    private void connectAll() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 50 && connected.getCount() > 0; attempt++) {
            int length = writeCheck(0);
            sender.sockets().send(0, address.hostLow(), address.port(), check, 0, length, length);
            sender.sockets().flush();
            for (int i = 0; i < sinks.size(); i++) {
                sinks.get(i).send(check, writeCheck(i + 1));
            }
            if (connected.await(200, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        if (connected.getCount() > 0) {
            throw new IllegalStateException(connected.getCount() + " transports didn't connect: " + counts());
        }
    }

    private int writeCheck(int index) {
        return Stun.writeBindingRequest(
                check,
                0,
                random.nextInt(),
                random.nextLong(),
                local.get(index).ufrag() + ":" + remote.get(index).ufrag(),
                1_845_501_695L,
                42,
                true,
                local.get(index).key());
    }

    /** The first subscriber opens what it gets before it begins to drop: a forwarder of garbage isn't measured. */
    private void verify() {
        SrtpReceiver receiver = new SrtpReceiver(keys.get(1).mirrored(), CipherSuites.best());
        MemorySegment datagram = arena.allocate(2048);
        MemorySegment plain = arena.allocate(2048);
        int opened = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (opened < 300) {
            int length = sinks.getFirst().receive(datagram);
            if (length > 0) {
                int kind = Byte.toUnsignedInt(datagram.get(ValueLayout.JAVA_BYTE, 1));
                boolean rtp = datagram.get(ValueLayout.JAVA_BYTE, 0) < 0 && (kind < 192 || kind > 223);
                if (rtp && receiver.open(datagram, 0, length, plain, 0) < 0) {
                    throw new IllegalStateException("a subscriber can't open what it got");
                }
                opened += rtp ? 1 : 0;
            } else {
                Pace.until(System.nanoTime() + 1_000_000, 0);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a subscriber got only " + opened + " packets: " + counts());
            }
        }
        receiver.close();
    }

    private void keepChecking() {
        int next = 0;
        while (!closing) {
            try {
                if (checking) {
                    int length = writeCheck(next + 1);
                    sinks.get(next).send(check, length);
                    next = (next + 1) % sinks.size();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Pace.until(System.nanoTime() + CHECK_NANOS / sinks.size(), 0);
        }
    }

    private void heard(ShardEvent event) {
        switch (event) {
            case ShardEvent.TransportConnected connection -> connected.countDown();
            case ShardEvent.CommandRefused refused ->
                System.err.println("refused: " + refused.command() + ": " + refused.reason());
            default -> {}
        }
    }

    private SrtpKeys newKeys() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        return new SrtpKeys(
                profile,
                bytes(profile.keyLength()),
                bytes(profile.saltLength()),
                bytes(profile.keyLength()),
                bytes(profile.saltLength()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * ICE checks cost a little heap each, which isn't the packets'. Every subscriber checks once more and then none for a few
     * seconds: fewer than the 5 after which the shard says that they are silent.
     */
    void checkOnceMore() throws IOException {
        checking = false;
        // The thread of the checks may be about to send one; both write into the same memory.
        Pace.until(System.nanoTime() + CHECK_NANOS / sinks.size() * 2, 0);
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).send(check, writeCheck(i + 1));
        }
    }

    /** Ends the publisher, so that nothing disturbs what is measured next. */
    void silence() {
        sender.close();
    }

    RecordingSockets sockets() {
        return sockets;
    }

    UdpAddress address() {
        return address;
    }

    long forwarded() {
        return node.counters().of(ShardCounters.Reason.FORWARDED);
    }

    long trains() {
        return node.counters().of(ShardCounters.Reason.TRAINS);
    }

    String counts() {
        StringBuilder text = new StringBuilder();
        Arrays.stream(ShardCounters.Reason.values())
                .filter(reason -> node.counters().of(reason) > 0)
                .forEach(reason -> text.append(reason)
                        .append('=')
                        .append(node.counters().of(reason))
                        .append(' '));
        return text + "dropped=" + sockets.dropped() + " refused=" + sockets.trainsRefused();
    }

    /** The platform thread that runs the shard of this node. */
    static long shardThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("media-0"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    @Override
    public void close() {
        closing = true;
        Pace.untilEnd(checks);
        sender.close();
        node.close();
        sinks.forEach(DroppingSink::close);
        arena.close();
    }
}
