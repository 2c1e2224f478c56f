package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunTest {
    private static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);

    /** RFC 5769 section 2.1. */
    private static final byte[] REQUEST = Native.hex(
            """
            00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
            00 24 00 04 6e 00 01 ff 80 29 00 08 93 2f f9 b1 51 26 3b 36
            00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
            00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
            80 28 00 04 e5 7a 3b cf""");

    /** RFC 5769 section 2.2. */
    private static final byte[] RESPONSE_V4 = Native.hex(
            """
            01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 08 00 01 a1 47 e1 12 a6 43
            00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
            80 28 00 04 c0 7d 4c 96""");

    /** RFC 5769 section 2.3. */
    private static final byte[] RESPONSE_V6 = Native.hex(
            """
            01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
            00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
            80 28 00 04 c8 fb 0b 4c""");

    /** RFC 5769 section 2.4, which has no FINGERPRINT; its key is the MD5 of user name, realm and password after SASLprep. */
    private static final byte[] LONG_TERM_REQUEST = Native.hex(
            """
            00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
            00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
            00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79 36 34 73 41
            00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
            00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66""");

    @Test
    void theLongTermRequestOfRfc5769IsUnderstood() throws NoSuchAlgorithmException {
        MemorySegment request = Native.of(LONG_TERM_REQUEST);
        int length = LONG_TERM_REQUEST.length;
        assertTrue(Stun.wellFormed(request, 0, length));
        assertEquals(Optional.of("マトリックス"), Stun.username(request, 0, length));
        byte[] key = MessageDigest.getInstance("MD5")
                .digest("マトリックス:example.org:TheMatrIX".getBytes(StandardCharsets.UTF_8));
        assertTrue(Stun.integrityValid(request, 0, length, key));
        assertFalse(Stun.integrityValid(request, 0, length, PASSWORD));
        assertFalse(Stun.fingerprintValid(request, 0, length), "there is none");
    }

    @Test
    void theRequestOfRfc5769IsUnderstood() {
        MemorySegment request = Native.of(REQUEST);
        int length = REQUEST.length;
        assertTrue(Stun.wellFormed(request, 0, length));
        assertEquals(Stun.BINDING_REQUEST, Stun.type(request, 0));
        assertEquals(Optional.of("evtj:h6vY"), Stun.username(request, 0, length));
        assertEquals(0x6e0001ffL, Stun.priority(request, 0, length));
        assertFalse(Stun.useCandidate(request, 0, length));
        assertTrue(Stun.fingerprintValid(request, 0, length));
        assertTrue(Stun.integrityValid(request, 0, length, PASSWORD));
        assertFalse(Stun.integrityValid(request, 0, length, "another".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void theResponsesOfRfc5769AreUnderstood() {
        for (byte[] bytes : new byte[][] {RESPONSE_V4, RESPONSE_V6}) {
            MemorySegment response = Native.of(bytes);
            assertTrue(Stun.wellFormed(response, 0, bytes.length));
            assertEquals(Stun.BINDING_SUCCESS, Stun.type(response, 0));
            assertTrue(Stun.fingerprintValid(response, 0, bytes.length));
            assertTrue(Stun.integrityValid(response, 0, bytes.length, PASSWORD));
        }
        assertEquals(
                Optional.of(new Stun.MappedAddress(0, 0x0000_FFFF_C000_0201L, 32853)),
                Stun.mappedAddress(Native.of(RESPONSE_V4), 0, RESPONSE_V4.length));
        assertEquals(
                Optional.of(new Stun.MappedAddress(0x2001_0db8_1234_5678L, 0x0011_2233_4455_6677L, 32853)),
                Stun.mappedAddress(Native.of(RESPONSE_V6), 0, RESPONSE_V6.length));
    }

    @Test
    void ourAnswerTellsTheSenderItsAddress() {
        MemorySegment request = Native.of(REQUEST);
        MemorySegment out = Native.empty(Stun.MAX_WRITTEN_LENGTH);
        for (Stun.MappedAddress address : new Stun.MappedAddress[] {
            new Stun.MappedAddress(0, 0x0000_FFFF_0A00_0001L, 5000),
            new Stun.MappedAddress(0xFE80_0000_0000_0000L, 0x1234L, 65_535)
        }) {
            int length = Stun.writeBindingSuccess(
                    out, 8, request, 0, address.hostHigh(), address.hostLow(), address.port(), PASSWORD);
            assertTrue(Stun.wellFormed(out, 8, length));
            assertEquals(Stun.transactionLow(request, 0), Stun.transactionLow(out, 8));
            assertEquals(Stun.transactionHigh(request, 0), Stun.transactionHigh(out, 8));
            assertEquals(Optional.of(address), Stun.mappedAddress(out, 8, length));
            assertTrue(Stun.fingerprintValid(out, 8, length));
            assertTrue(Stun.integrityValid(out, 8, length, PASSWORD));
        }
    }

    @Test
    void ourRequestNominatesAndCarriesItsCredentials() {
        MemorySegment out = Native.empty(Stun.MAX_WRITTEN_LENGTH);
        int length = Stun.writeBindingRequest(out, 0, 1, 2, "them:us", 77, 88, true, PASSWORD);
        assertTrue(Stun.wellFormed(out, 0, length));
        assertEquals(Optional.of("them:us"), Stun.username(out, 0, length));
        assertTrue(Stun.useCandidate(out, 0, length));
        assertEquals(77, Stun.priority(out, 0, length));
        assertTrue(Stun.find(out, 0, length, Stun.ICE_CONTROLLING) != Stun.NONE);
        assertTrue(Stun.integrityValid(out, 0, length, PASSWORD));
        assertTrue(Stun.fingerprintValid(out, 0, length));
        int error = Stun.writeBindingError(out, 512, out, 0, 487, "Role Conflict", PASSWORD);
        assertEquals(487, Stun.errorCode(out, 512, error));
        assertTrue(Stun.integrityValid(out, 512, error, PASSWORD));
    }

    @Test
    void whatStandsBehindTheIntegrityIsNotBelieved() {
        byte[] forged = Arrays.copyOf(REQUEST, REQUEST.length + 4);
        System.arraycopy(Native.hex("00 25 00 00"), 0, forged, REQUEST.length, 4);
        forged[3] = (byte) (forged[3] + 4);
        MemorySegment message = Native.of(forged);
        assertTrue(Stun.wellFormed(message, 0, forged.length));
        assertFalse(Stun.useCandidate(message, 0, forged.length));
        assertFalse(Stun.fingerprintValid(message, 0, forged.length));
    }

    @Test
    void mutatedMessagesAreRefusedOrReadButNeverThrow() {
        Random random = new Random(5769);
        byte[][] seeds = {REQUEST, RESPONSE_V4, RESPONSE_V6};
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            for (int change = random.nextInt(6); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            // Exactly as long as claimed, so that reading past the end is noticed.
            MemorySegment message = MemorySegment.ofArray(Arrays.copyOf(bytes, length));
            if (Stun.wellFormed(message, 0, length)) {
                Stun.username(message, 0, length);
                Stun.priority(message, 0, length);
                Stun.useCandidate(message, 0, length);
                Stun.errorCode(message, 0, length);
                Stun.mappedAddress(message, 0, length);
                Stun.fingerprintValid(message, 0, length);
                assertEquals(
                        Arrays.equals(bytes, REQUEST)
                                || Arrays.equals(bytes, RESPONSE_V4)
                                || Arrays.equals(bytes, RESPONSE_V6)
                                || sameBeforeIntegrity(bytes, seeds),
                        Stun.integrityValid(message, 0, length, PASSWORD));
            }
        }
    }

    private static boolean sameBeforeIntegrity(byte[] bytes, byte[][] seeds) {
        for (byte[] seed : seeds) {
            if (bytes.length == seed.length && Arrays.mismatch(bytes, seed) >= seed.length - 8) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyFirstByteBelongsToOneProtocol() {
        MemorySegment datagram = Native.empty(2);
        for (int first = 0; first < 256; first++) {
            datagram.set(ValueLayout.JAVA_BYTE, 0, (byte) first);
            datagram.set(ValueLayout.JAVA_BYTE, 1, (byte) 200);
            PacketKind expected = first <= 3
                    ? PacketKind.STUN
                    : first >= 20 && first <= 63
                            ? PacketKind.DTLS
                            : first >= 128 && first <= 191 ? PacketKind.RTCP : PacketKind.UNKNOWN;
            assertEquals(expected, PacketKind.of(datagram, 0, 2));
        }
        assertEquals(PacketKind.RTP, PacketKind.of(0x80, 0x80 | 96));
        assertEquals(PacketKind.RTP, PacketKind.of(0x90, 111));
        assertEquals(PacketKind.UNKNOWN, PacketKind.of(datagram, 0, 1));
    }

    @Test
    void newCredentialsAreLongEnough() {
        IceCredentials credentials = IceCredentials.random(new Random(1));
        assertEquals(8, credentials.ufrag().length());
        assertEquals(24, credentials.pwd().length());
        assertFalse(credentials.toString().contains(credentials.pwd()));
    }
}
