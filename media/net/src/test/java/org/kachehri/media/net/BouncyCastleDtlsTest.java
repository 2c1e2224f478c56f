package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;

class BouncyCastleDtlsTest {

    private static final int TRANSPORT = 7;

    private static final DtlsIdentity ALICE = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private static final DtlsIdentity BOB = DtlsIdentity.create(new SecureRandom(), Instant.now());

    /** Which datagrams the network loses; counted from 1. */
    private interface Loss {
        boolean hits(int nth, byte[] datagram);
    }

    /** One end whose datagrams go straight into the other, unless they are lost. */
    private static final class End implements DtlsAnswers {
        final BouncyCastleDtls dtls;
        final BlockingQueue<Object> outcome = new ArrayBlockingQueue<>(1);
        final Loss lost;
        volatile End other;
        int sent;
        volatile int longest;
        boolean splitsHello;
        int hellosSplit;

        End(DtlsIdentity identity, Loss lost) {
            this.lost = lost;
            dtls = new BouncyCastleDtls(identity, this, System::nanoTime);
        }

        @Override
        public void outbound(int transport, byte[] datagram) {
            sent++;
            longest = Math.max(longest, datagram.length);
            if (!lost.hits(sent, datagram)) {
                for (byte[] part : splitsHello ? split(datagram) : List.of(datagram)) {
                    other.dtls.received(transport, MemorySegment.ofArray(part), 0, part.length);
                }
            }
        }

        /**
         * A ClientHello in two fragments, each a record and a datagram of its own, the second first (RFC 6347 section 4.2.3): Chromium's
         * is longer than a datagram since it brings post-quantum key shares. Numbers of unsealed records are doubled to make room.
         */
        private List<byte[]> split(byte[] datagram) {
            ByteBuffer bytes = ByteBuffer.wrap(datagram);
            for (int at = 0; at < datagram.length; at += 13 + bytes.getShort(at + 11)) {
                if (bytes.getShort(at + 3) == 0) {
                    bytes.putInt(at + 7, 2 * bytes.getInt(at + 7));
                }
            }
            boolean hello = datagram[0] == 22 && bytes.getShort(3) == 0 && datagram[13] == 1;
            if (!hello) {
                return List.of(datagram);
            }
            hellosSplit++;
            int body = datagram.length - 25;
            byte[] first = fragment(datagram, 0, body / 2);
            byte[] second = fragment(datagram, body / 2, body - body / 2);
            ByteBuffer.wrap(second).putInt(7, bytes.getInt(7) + 1);
            return List.of(second, first);
        }

        private static byte[] fragment(byte[] hello, int from, int length) {
            byte[] record = Arrays.copyOf(hello, 25 + length);
            System.arraycopy(hello, 25 + from, record, 25, length);
            ByteBuffer.wrap(record)
                    .putShort(11, (short) (12 + length))
                    .putShort(20, (short) from)
                    .putShort(23, (short) length);
            return record;
        }

        @Override
        public void keys(int transport, SrtpKeys keys) {
            outcome.add(keys);
        }

        @Override
        public void failed(int transport, String reason) {
            outcome.add(reason);
        }

        Object outcome() throws InterruptedException {
            return outcome.poll(20, TimeUnit.SECONDS);
        }
    }

    private static End[] meet(Loss lostFromClient, Loss lostFromServer, String promisedToServer) {
        End client = new End(ALICE, lostFromClient);
        End server = new End(BOB, lostFromServer);
        client.other = server;
        server.other = client;
        server.dtls.begin(TRANSPORT, DtlsRole.SERVER, promisedToServer);
        client.dtls.begin(TRANSPORT, DtlsRole.CLIENT, BOB.fingerprint());
        return new End[] {client, server};
    }

    @Test
    void bothEndsHoldTheSameKeysAndPreferGcm() throws InterruptedException {
        End[] ends = meet((nth, datagram) -> false, (nth, datagram) -> false, ALICE.fingerprint());

        SrtpKeys client = (SrtpKeys) ends[0].outcome();
        SrtpKeys server = (SrtpKeys) ends[1].outcome();
        assertNotNull(client);
        assertEquals(SrtpProfile.AEAD_AES_128_GCM, client.profile());
        assertEquals(client.mirrored(), server);
        assertTrue(ends[0].longest <= 1200 && ends[1].longest <= 1200, "a datagram is longer than the MTU");
    }

    @Test
    void aLostLastFlightIsRepeatedForThePeerThatStillWaits() throws InterruptedException {
        // The server's Finished is the first it sends under epoch 1. It has its keys by then, the client still waits.
        AtomicBoolean finishedLost = new AtomicBoolean();
        End client = new End(ALICE, (nth, datagram) -> false);
        End server = new End(BOB, (nth, datagram) -> datagram[4] == 1 && finishedLost.compareAndSet(false, true));
        client.other = server;
        server.other = client;
        server.dtls.begin(TRANSPORT, DtlsRole.SERVER, ALICE.fingerprint());
        client.dtls.begin(TRANSPORT, DtlsRole.CLIENT, BOB.fingerprint());

        assertTrue(server.outcome() instanceof SrtpKeys);
        assertTrue(client.outcome() instanceof SrtpKeys);
        assertTrue(finishedLost.get());
    }

    @Test
    void aLostFirstFlightIsRepeated() throws InterruptedException {
        End[] ends = meet((nth, datagram) -> nth == 1, (nth, datagram) -> nth == 1, ALICE.fingerprint());

        assertTrue(ends[0].outcome() instanceof SrtpKeys);
        assertTrue(ends[1].outcome() instanceof SrtpKeys);
    }

    @Test
    void aHelloInTwoDatagramsOutOfOrderIsPutTogether() throws InterruptedException {
        End client = new End(ALICE, (nth, datagram) -> false);
        End server = new End(BOB, (nth, datagram) -> false);
        client.splitsHello = true;
        client.other = server;
        server.other = client;
        server.dtls.begin(TRANSPORT, DtlsRole.SERVER, ALICE.fingerprint());
        client.dtls.begin(TRANSPORT, DtlsRole.CLIENT, BOB.fingerprint());

        assertTrue(server.outcome() instanceof SrtpKeys);
        assertTrue(client.outcome() instanceof SrtpKeys);
        assertTrue(client.hellosSplit > 0);
    }

    @Test
    void aCertificateThatWasNotPromisedEndsTheHandshake() throws InterruptedException {
        End[] ends = meet((nth, datagram) -> false, (nth, datagram) -> false, BOB.fingerprint());

        assertEquals("bad_certificate", ends[1].outcome());
        assertEquals("peer said bad_certificate", ends[0].outcome());
    }

    @Test
    void noiseDoesNotDisturbTheHandshake() throws InterruptedException {
        End client = new End(ALICE, (nth, datagram) -> false);
        End server = new End(BOB, (nth, datagram) -> false);
        client.other = server;
        server.other = client;
        server.dtls.begin(TRANSPORT, DtlsRole.SERVER, ALICE.fingerprint());
        byte[] noise = {22, (byte) 254, (byte) 253, 0, 0, 0, 0, 0, 0, 0, 1, 0, 5, 1, 2, 3};
        server.dtls.received(TRANSPORT, MemorySegment.ofArray(noise), 0, noise.length);
        server.dtls.received(TRANSPORT, MemorySegment.ofArray(new byte[] {22}), 0, 1);
        client.dtls.begin(TRANSPORT, DtlsRole.CLIENT, BOB.fingerprint());

        assertTrue(server.outcome() instanceof SrtpKeys);
        assertTrue(client.outcome() instanceof SrtpKeys);
    }

    @Test
    void moreHandshakesThanTheBoundAreRefused() throws InterruptedException {
        End server = new End(BOB, (nth, datagram) -> true);
        for (int i = 0; i < BouncyCastleDtls.MAX_HANDSHAKES; i++) {
            server.dtls.begin(i, DtlsRole.SERVER, ALICE.fingerprint());
        }
        assertTrue(server.outcome.isEmpty());
        server.dtls.begin(999, DtlsRole.SERVER, ALICE.fingerprint());
        assertEquals("too many handshakes at once", server.outcome());
        server.dtls.endAll();
    }

    @Test
    void anEndedHandshakeReportsNothing() throws InterruptedException {
        End server = new End(BOB, (nth, datagram) -> true);
        server.dtls.begin(TRANSPORT, DtlsRole.SERVER, ALICE.fingerprint());
        server.dtls.end(TRANSPORT);
        assertEquals(null, server.outcome.poll(200, TimeUnit.MILLISECONDS));
    }

    @Test
    void theFingerprintIsThatOfTheCertificateAndDiffersEachTime() {
        assertTrue(ALICE.fingerprint().matches("sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}"));
        assertNotEquals(ALICE.fingerprint(), BOB.fingerprint());
    }

    @Test
    void onlyStrongHashesArePromises() {
        byte[] certificate = {1, 2, 3};
        assertTrue(Fingerprint.matches(Fingerprint.sha256(certificate).replace("sha-256", "SHA-256"), certificate));
        assertTrue(Fingerprint.matches(Fingerprint.sha256(certificate).toLowerCase(Locale.ROOT), certificate));
        assertEquals(
                false,
                Fingerprint.matches("sha-1 70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF", certificate));
        assertEquals(false, Fingerprint.matches("sha-256", certificate));
        assertEquals(false, Fingerprint.matches("", certificate));
    }
}
