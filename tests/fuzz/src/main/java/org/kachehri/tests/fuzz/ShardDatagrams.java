package org.kachehri.tests.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.Effects;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.PacketKind;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;
import org.kachehri.media.transport.Stun;

/**
 * Batches of any datagrams, as the shard gets them. The first byte says how far the citizen has come (nothing, path checked, keys agreed);
 * with keys there is a camera in three layers and a microphone, and the officer sees and hears them. Then each datagram follows its length
 * in two bytes, whose first bit says that it is the officer's and the second that 20 ms pass after it. DTLS records reach their handshake
 * whole and in order, and only from an address whose check was authentic; an answer goes to nobody else, and RTP leaves under the
 * numbers that were described. The null cipher lets everything pass for authentic.
 */
final class ShardDatagrams {
    private static final long HOST = 0x0000_FFFF_0A01_0000L;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FRAME_NANOS = SECOND_NANOS / 50;
    private static final long PACER_NANOS = SECOND_NANOS / 200;
    private static final int OFFICERS = 0x8000;
    private static final int TIME_PASSES = 0x4000;
    private static final int LENGTH = 0x0FFF;
    private static final List<SourceDescription> SOURCES = List.of(
            new SourceDescription(
                    "citizen/camera",
                    MediaKind.VIDEO,
                    "1",
                    Codec.VP8,
                    96,
                    -1,
                    97,
                    new ExtensionIds(1, 2, 3, 4, ExtensionIds.NONE),
                    -1,
                    -1,
                    List.of("q", "h", "f")),
            new SourceDescription(
                    "citizen/microphone",
                    MediaKind.AUDIO,
                    "0",
                    Codec.OPUS,
                    111,
                    63,
                    -1,
                    new ExtensionIds(1, ExtensionIds.NONE, ExtensionIds.NONE, 4, 5),
                    0x11111111,
                    -1,
                    List.of()));
    private static final List<SubscriptionDescription> SUBSCRIPTIONS = List.of(
            new SubscriptionDescription(
                    "citizen/camera", "1", 96, -1, 97, 0x22222222, 0x22222223, new ExtensionIds(1, -1, -1, 4, -1)),
            new SubscriptionDescription(
                    "citizen/microphone", "0", 111, 63, -1, 0x22222224, -1, new ExtensionIds(1, -1, -1, 4, -1)));
    private static final Set<Long> DESCRIBED = Set.of(0x22222222L, 0x22222223L, 0x22222224L);

    /** A peer connection of one of the two people. */
    private enum End {
        CITIZEN(1, 40_000, "aaaaaaaa"),
        OFFICER(2, 40_001, "cccccccc");

        final int transport;
        final int port;
        final IceCredentials local;
        final IceCredentials remote = new IceCredentials("bbbbbbbb", "bbbbbbbbbbbbbbbbbbbbbbbb");

        End(int transport, int port, String ufrag) {
            this.transport = transport;
            this.port = port;
            local = new IceCredentials(ufrag, ufrag.repeat(3));
        }
    }

    private record Datagram(End from, byte[] bytes, boolean timePasses) {}

    private ShardDatagrams() {}

    /** Returns what the shard counted, to see how far inputs get. */
    static ShardCounters check(byte[] input) {
        Driver driver = new Driver();
        // Chance says 0, so that inputs can name the packets that they will have been sent, whoever else asks for
        // chance.
        Shard shard = new Shard(ShardSettings.defaults(), CipherSuites.none(), driver, () -> 0);
        try (shard) {
            if (input.length > 0) {
                check(input, shard, driver);
            }
        }
        return shard.counters();
    }

    private static void check(byte[] input, Shard shard, Driver driver) {
        int progress = (input[0] & 0xFF) % 3;
        List<Datagram> datagrams = datagrams(input);
        shard.execute(0, new ShardCommand.OpenRoom("room"), driver);
        open(shard, driver, End.CITIZEN);
        if (progress > 0) {
            checkPath(shard, driver, End.CITIZEN);
        }
        if (progress > 1) {
            agreeOnKeys(shard, driver, End.CITIZEN);
            open(shard, driver, End.OFFICER);
            checkPath(shard, driver, End.OFFICER);
            agreeOnKeys(shard, driver, End.OFFICER);
            shard.execute(2, new ShardCommand.Publish(End.CITIZEN.transport, SOURCES), driver);
            shard.execute(2, new ShardCommand.Subscribe(End.OFFICER.transport, SUBSCRIPTIONS), driver);
        }
        driver.records.clear();
        long now = SECOND_NANOS;
        Batch batch = new Batch(Arena.ofAuto());
        for (Datagram datagram : datagrams) {
            add(batch, datagram.from(), datagram.bytes());
            if (datagram.timePasses()) {
                shard.receive(now, batch, driver);
                batch.clear();
                for (long end = now + FRAME_NANOS; now < end; now += PACER_NANOS) {
                    shard.tick(now, driver);
                }
            }
        }
        shard.receive(now, batch, driver);
        for (long end = now + 40 * SECOND_NANOS; now < end; now += SECOND_NANOS / 2) {
            shard.tick(now, driver);
        }
        List<byte[]> expected = datagrams.stream()
                .filter(datagram -> datagram.from() == End.CITIZEN ? progress > 0 : progress > 1)
                .map(Datagram::bytes)
                .filter(bytes -> PacketKind.of(MemorySegment.ofArray(bytes), 0, bytes.length) == PacketKind.DTLS)
                .toList();
        Bytes.expect(
                Arrays.deepEquals(expected.toArray(), driver.records.toArray()),
                "the handshakes got " + driver.records.size() + " datagrams instead of " + expected.size());
    }

    private static void open(Shard shard, Driver driver, End end) {
        shard.execute(
                0,
                new ShardCommand.OpenTransport(
                        end.transport,
                        "room",
                        end.name().toLowerCase(Locale.ROOT),
                        end.local,
                        end.remote,
                        "sha-256 00",
                        DtlsRole.SERVER),
                driver);
    }

    private static void checkPath(Shard shard, Driver driver, End end) {
        byte[] request = new byte[Stun.MAX_WRITTEN_LENGTH];
        String username = end.local.ufrag() + ":" + end.remote.ufrag();
        int length = Stun.writeBindingRequest(
                MemorySegment.ofArray(request), 0, 1, 2, username, 3, 4, true, end.local.key());
        shard.receive(1, batch(end, Arrays.copyOf(request, length)), driver);
    }

    private static void agreeOnKeys(Shard shard, Driver driver, End end) {
        shard.receive(2, batch(end, new byte[] {22, 0}), driver);
        byte[] material = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialLength()];
        SrtpKeys keys = SrtpKeys.ofKeyingMaterial(SrtpProfile.AEAD_AES_128_GCM, DtlsRole.SERVER, material);
        shard.execute(2, new ShardCommand.DtlsKeys(end.transport, keys), driver);
    }

    private static List<Datagram> datagrams(byte[] input) {
        List<Datagram> datagrams = new ArrayList<>();
        int at = 1;
        while (at + 2 <= input.length && datagrams.size() < Batch.CAPACITY) {
            int head = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
            int end = Math.min(input.length, at + 2 + Math.min(head & LENGTH, Batch.MAX_DATAGRAM));
            datagrams.add(new Datagram(
                    (head & OFFICERS) == 0 ? End.CITIZEN : End.OFFICER,
                    Arrays.copyOfRange(input, at + 2, end),
                    (head & TIME_PASSES) != 0));
            at = end;
        }
        return datagrams;
    }

    private static Batch batch(End from, byte[] datagram) {
        Batch batch = new Batch(Arena.ofAuto());
        add(batch, from, datagram);
        return batch;
    }

    private static void add(Batch batch, End from, byte[] datagram) {
        int to = batch.size++;
        MemorySegment.copy(datagram, 0, batch.bytes, ValueLayout.JAVA_BYTE, batch.offset(to), datagram.length);
        batch.length[to] = datagram.length;
        batch.hostLow[to] = HOST;
        batch.port[to] = from.port;
    }

    /** Both sides of the shard: its world, and its handshakes, which never end by themselves. */
    private static final class Driver implements Effects, DtlsHandshakes {
        private final List<byte[]> records = new ArrayList<>();

        @Override
        public void train(
                long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
            Bytes.expect(
                    hostHigh == 0 && hostLow == HOST && (port == End.CITIZEN.port || port == End.OFFICER.port),
                    "an answer to somebody else");
            Bytes.expect(length > 0 && segmentSize > 0, "an empty train");
            MemorySegment train = bytes.asSlice(offset, length);
            for (int at = 0; at < length; at += segmentSize) {
                int segment = Math.min(segmentSize, length - at);
                if (PacketKind.of(train, at, segment) == PacketKind.RTP) {
                    Bytes.expect(port == End.OFFICER.port, "media to somebody who asked for none");
                    Bytes.expect(RtpHeader.length(train, at, segment) > 0, "what we send can't be read");
                    Bytes.expect(DESCRIBED.contains(RtpHeader.ssrc(train, at)), "a stream that wasn't described");
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void emit(ShardEvent event) {
            Bytes.expect(!(event instanceof ShardEvent.CommandRefused), "refused: " + event);
        }

        @Override
        public void begin(int transport, DtlsRole role, String remoteFingerprint) {
            Bytes.expect(transport <= End.values().length && role == DtlsRole.SERVER, "another transport's handshake");
        }

        @Override
        public void received(int transport, MemorySegment bytes, long offset, int length) {
            records.add(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public void end(int transport) {}

        @Override
        public String localFingerprint() {
            return "sha-256 00";
        }
    }
}
