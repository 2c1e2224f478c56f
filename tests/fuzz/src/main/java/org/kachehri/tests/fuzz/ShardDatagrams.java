package org.kachehri.tests.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.Effects;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.PacketKind;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;
import org.kachehri.media.transport.Stun;

/**
 * A batch of any datagrams, as the shard gets them: the first byte says how far the peer has come (nothing, path checked, keys agreed),
 * then each datagram follows its length in two bytes. DTLS records reach the handshake whole and in order, and only from an
 * address whose check was authentic; an answer goes to nobody else. The null cipher lets everything pass for authentic.
 */
final class ShardDatagrams {
    private static final long HOST = 0x0000_FFFF_0A01_0000L;
    private static final int PORT = 40_000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int TRANSPORT = 1;
    private static final IceCredentials LOCAL = new IceCredentials("aaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final IceCredentials REMOTE = new IceCredentials("bbbbbbbb", "bbbbbbbbbbbbbbbbbbbbbbbb");

    private ShardDatagrams() {}

    static void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int progress = (input[0] & 0xFF) % 3;
        List<byte[]> datagrams = datagrams(input);
        Driver driver = new Driver();
        try (Shard shard = new Shard(ShardSettings.defaults(), CipherSuites.none(), driver, new SplittableRandom(1))) {
            shard.execute(0, new ShardCommand.OpenRoom("room"), driver);
            shard.execute(
                    0,
                    new ShardCommand.OpenTransport(
                            TRANSPORT, "room", "citizen", LOCAL, REMOTE, "sha-256 00", DtlsRole.SERVER),
                    driver);
            if (progress > 0) {
                shard.receive(1, batch(List.of(bindingRequest())), driver);
            }
            if (progress > 1) {
                shard.receive(2, batch(List.of(new byte[] {22, 0})), driver);
                byte[] material = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialLength()];
                SrtpKeys keys = SrtpKeys.ofKeyingMaterial(SrtpProfile.AEAD_AES_128_GCM, DtlsRole.SERVER, material);
                shard.execute(2, new ShardCommand.DtlsKeys(TRANSPORT, keys), driver);
            }
            driver.records.clear();
            shard.receive(3, batch(datagrams), driver);
            for (long now = SECOND_NANOS; now < 40 * SECOND_NANOS; now += SECOND_NANOS / 2) {
                shard.tick(now, driver);
            }
        }
        List<byte[]> expected = datagrams.stream()
                .filter(datagram -> progress > 0
                        && PacketKind.of(MemorySegment.ofArray(datagram), 0, datagram.length) == PacketKind.DTLS)
                .toList();
        Bytes.expect(
                Arrays.deepEquals(expected.toArray(), driver.records.toArray()),
                "the handshake got " + driver.records.size() + " datagrams instead of " + expected.size());
    }

    private static List<byte[]> datagrams(byte[] input) {
        List<byte[]> datagrams = new ArrayList<>();
        int at = 1;
        while (at + 2 <= input.length && datagrams.size() < Batch.CAPACITY) {
            int length = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
            int end = Math.min(input.length, at + 2 + Math.min(length, Batch.MAX_DATAGRAM));
            datagrams.add(Arrays.copyOfRange(input, at + 2, end));
            at = end;
        }
        return datagrams;
    }

    private static Batch batch(List<byte[]> datagrams) {
        Batch batch = new Batch(Arena.ofAuto());
        for (byte[] datagram : datagrams) {
            int to = batch.size++;
            MemorySegment.copy(datagram, 0, batch.bytes, ValueLayout.JAVA_BYTE, batch.offset(to), datagram.length);
            batch.length[to] = datagram.length;
            batch.hostLow[to] = HOST;
            batch.port[to] = PORT;
        }
        return batch;
    }

    private static byte[] bindingRequest() {
        byte[] request = new byte[Stun.MAX_WRITTEN_LENGTH];
        String username = LOCAL.ufrag() + ":" + REMOTE.ufrag();
        int length =
                Stun.writeBindingRequest(MemorySegment.ofArray(request), 0, 1, 2, username, 3, 4, true, LOCAL.key());
        return Arrays.copyOf(request, length);
    }

    /** Both sides of the shard: its world, and its handshakes, which never end by themselves. */
    private static final class Driver implements Effects, DtlsHandshakes {
        private final List<byte[]> records = new ArrayList<>();

        @Override
        public void train(
                long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
            Bytes.expect(hostHigh == 0 && hostLow == HOST && port == PORT, "an answer to somebody else");
            Bytes.expect(length > 0 && segmentSize > 0, "an empty train");
            bytes.asSlice(offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void emit(ShardEvent event) {
            Bytes.expect(!(event instanceof ShardEvent.CommandRefused), "refused: " + event);
        }

        @Override
        public void begin(int transport, DtlsRole role, String remoteFingerprint) {
            Bytes.expect(transport == TRANSPORT && role == DtlsRole.SERVER, "another transport's handshake");
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
