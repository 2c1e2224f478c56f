package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;

class SrtpTest {
    private final MemorySegment sealed = Native.empty(2048);
    private final MemorySegment opened = Native.empty(2048);

    @ParameterizedTest
    @EnumSource(
            value = SrtpProfile.class,
            names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void aPacketSeenTwiceIsDropped(SrtpProfile profile) {
        SrtpKeys keys = SrtpOracleTest.keys(profile);
        try (SrtpSender sender = new SrtpSender(keys, CipherSuites.best());
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), CipherSuites.best())) {
            int length = seal(sender, 5);
            assertTrue(receiver.open(sealed, 0, length, opened, 0) > 0);
            assertEquals(SrtpReceiver.REPLAYED, receiver.open(sealed, 0, length, opened, 0));

            MemorySegment report = Native.empty(64);
            int reportLength = Rtcp.writeReceiverReport(report, 0, 9, 0);
            int sealedLength = sender.sealRtcp(report, 0, reportLength, sealed, 0);
            assertEquals(reportLength, receiver.openRtcp(sealed, 0, sealedLength, opened, 0));
            assertEquals(SrtpReceiver.REPLAYED, receiver.openRtcp(sealed, 0, sealedLength, opened, 0));
        }
    }

    @Test
    void aPacketBelowTheWindowIsDroppedAndOneInsideIsTaken() {
        SrtpKeys keys = SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM);
        try (SrtpSender sender = new SrtpSender(keys, CipherSuites.best());
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), CipherSuites.best())) {
            int length = seal(sender, 1000);
            byte[] old = Native.bytes(sealed, 0, length);
            byte[] inside = Native.bytes(sealed, 0, seal(sender, 1001));
            assertTrue(receiver.open(sealed, 0, seal(sender, 1512), opened, 0) > 0);
            assertEquals(SrtpReceiver.TOO_OLD, receiver.open(Native.of(old), 0, length, opened, 0));
            assertEquals(length - 16, receiver.open(Native.of(inside), 0, length, opened, 0));
        }
    }

    @Test
    void noSequenceNumberIsSealedTwice() {
        try (SrtpSender sender =
                new SrtpSender(SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM), CipherSuites.best())) {
            seal(sender, 2000);
            byte[] plain = SrtpOracleTest.packet(2000, 10);
            assertEquals(SrtpSender.ALREADY_SEALED, sender.seal(Native.of(plain), 0, plain.length, sealed, 0));
            byte[] old = SrtpOracleTest.packet(900, 10);
            assertEquals(SrtpSender.TOO_OLD, sender.seal(Native.of(old), 0, old.length, sealed, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("org.kachehri.media.transport.SrtpOracleTest#implementations")
    void anyChangedBitIsAForgeryAndLeavesTheWindowAlone(SrtpProfile profile, CipherSuites suites) {
        SrtpKeys keys = SrtpOracleTest.keys(profile);
        try (SrtpSender sender = new SrtpSender(keys, suites);
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), suites)) {
            int length = seal(sender, 3);
            for (int bit = 0; bit < length * 8; bit++) {
                flip(bit);
                int result = receiver.open(sealed, 0, length, opened, 0);
                assertTrue(
                        result == SrtpReceiver.FORGED || result == SrtpReceiver.MALFORMED,
                        "bit " + bit + ": " + result);
                flip(bit);
            }
            assertTrue(receiver.open(sealed, 0, length, opened, 0) > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("org.kachehri.media.transport.SrtpOracleTest#implementations")
    void hostileBytesGiveAReasonAndNeverAnException(SrtpProfile profile, CipherSuites suites) {
        Random random = new Random(99);
        SrtpKeys keys = SrtpOracleTest.keys(profile);
        try (SrtpSender sender = new SrtpSender(keys, suites);
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), suites)) {
            for (int i = 0; i < 20_000; i++) {
                int length = random.nextInt(80);
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                if (length > 0 && random.nextBoolean()) {
                    bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
                }
                MemorySegment.copy(bytes, 0, sealed, ValueLayout.JAVA_BYTE, 0, length);
                assertTrue(receiver.open(sealed, 0, length, opened, 0) < 0);
                assertTrue(receiver.openRtcp(sealed, 0, length, opened, 0) < 0);
                MemorySegment plain = Native.of(bytes);
                assertTrue(sender.seal(plain, 0, length, sealed, 0) != 0);
            }
        }
    }

    @Test
    void unencryptedControlPacketsAreRefused() {
        SrtpKeys keys = SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM);
        try (SrtpSender sender = new SrtpSender(keys, CipherSuites.best());
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), CipherSuites.best())) {
            MemorySegment report = Native.empty(64);
            int length = sender.sealRtcp(report, 0, Rtcp.writeReceiverReport(report, 0, 9, 0), sealed, 0);
            sealed.set(ValueLayout.JAVA_BYTE, length - 4, (byte) 0);
            assertEquals(SrtpReceiver.MALFORMED, receiver.openRtcp(sealed, 0, length, opened, 0));
        }
    }

    @Test
    void aPeerCannotClaimMoreSourcesThanAreAllowed() {
        SrtpKeys keys = SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM);
        try (SrtpSender one = new SrtpSender(keys, CipherSuites.best());
                SrtpSender another = new SrtpSender(keys, CipherSuites.best());
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), CipherSuites.best())) {
            byte[] plain = SrtpOracleTest.packet(1, 10);
            MemorySegment packet = Native.of(plain);
            for (int i = 0; i < SourceIndexes.MAX_SOURCES; i++) {
                RtpHeader.ssrc(packet, 0, i * 65_537L);
                int length = one.seal(packet, 0, plain.length, sealed, 0);
                assertTrue(receiver.open(sealed, 0, length, opened, 0) > 0);
            }
            RtpHeader.ssrc(packet, 0, 77);
            assertEquals(SrtpSender.TOO_MANY_SOURCES, one.seal(packet, 0, plain.length, sealed, 0));
            int length = another.seal(packet, 0, plain.length, sealed, 0);
            assertEquals(SrtpReceiver.TOO_MANY_SOURCES, receiver.open(sealed, 0, length, opened, 0));
        }
    }

    @Test
    void withoutProtectionPacketsKeepTheirBytesAndReplaysAreStillSeen() {
        try (SrtpSender sender = new SrtpSender(SrtpKeys.none(), CipherSuites.none());
                SrtpReceiver receiver = new SrtpReceiver(SrtpKeys.none(), CipherSuites.none())) {
            byte[] plain = SrtpOracleTest.packet(4, 30);
            assertEquals(plain.length, sender.seal(Native.of(plain), 0, plain.length, sealed, 0));
            assertArrayEquals(plain, Native.bytes(sealed, 0, plain.length));
            assertEquals(plain.length, receiver.open(sealed, 0, plain.length, opened, 0));
            assertArrayEquals(plain, Native.bytes(opened, 0, plain.length));
            assertEquals(SrtpReceiver.REPLAYED, receiver.open(sealed, 0, plain.length, opened, 0));
            MemorySegment report = Native.empty(64);
            int length = Rtcp.writeReceiverReport(report, 0, 9, 1);
            assertEquals(length, sender.sealRtcp(report, 0, length, sealed, 0));
            assertEquals(length, receiver.openRtcp(sealed, 0, length, opened, 0));
        }
    }

    @Test
    void theNullSuiteLeavesRealProfilesReadable() {
        SrtpKeys keys = SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM);
        try (SrtpSender sender = new SrtpSender(keys, CipherSuites.none())) {
            assertEquals(0, sender.overhead());
            assertEquals(0, sender.rtcpOverhead());
        }
    }

    @Test
    void memoryOutsideASegmentIsNeverTouched() {
        byte[] plain = SrtpOracleTest.packet(4, 30);
        try (SrtpSender sender =
                new SrtpSender(SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM), CipherSuites.best())) {
            MemorySegment tooShort = Native.empty(plain.length);
            assertThrows(
                    IndexOutOfBoundsException.class, () -> sender.seal(Native.of(plain), 0, plain.length, tooShort, 0));
            MemorySegment heap = MemorySegment.ofArray(new byte[2048]);
            assertThrows(IllegalArgumentException.class, () -> sender.seal(Native.of(plain), 0, plain.length, heap, 0));
        }
    }

    @Test
    void aClosedSenderSealsNothing() {
        SrtpSender sender = new SrtpSender(SrtpOracleTest.keys(SrtpProfile.AEAD_AES_128_GCM), CipherSuites.best());
        sender.close();
        sender.close();
        byte[] plain = SrtpOracleTest.packet(4, 30);
        Assumptions.assumeTrue(CipherSuites.libcrypto().isPresent());
        assertThrows(IllegalStateException.class, () -> sender.seal(Native.of(plain), 0, plain.length, sealed, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = SrtpProfile.class,
            names = {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void sealingAndOpeningWithLibcryptoAllocatesNothing(SrtpProfile profile) {
        CipherSuites suites = CipherSuites.libcrypto().orElse(null);
        Assumptions.assumeTrue(suites != null, "libcrypto is not installed");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SrtpKeys keys = SrtpOracleTest.keys(profile);
        byte[] bytes = SrtpOracleTest.packet(0, 1100);
        MemorySegment plain = Native.of(bytes);
        try (SrtpSender sender = new SrtpSender(keys, suites);
                SrtpReceiver receiver = new SrtpReceiver(keys.mirrored(), suites)) {
            int packets = 5_000;
            int sequence = 0;
            long least = Long.MAX_VALUE;
            // Until the compiler is done escape analysis doesn't help; how many rounds that takes depends on the
            // machine, that it ends does not.
            for (int round = 0; round < 60 && least >= packets; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < packets; i++) {
                    RtpHeader.sequenceNumber(plain, 0, sequence++);
                    int length = sender.seal(plain, 0, bytes.length, sealed, 0);
                    if (receiver.open(sealed, 0, length, opened, 0) != bytes.length) {
                        throw new AssertionError("packet " + sequence);
                    }
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(least < packets, least + " bytes for " + packets + " packets");
        }
    }

    private int seal(SrtpSender sender, int sequenceNumber) {
        byte[] plain = SrtpOracleTest.packet(sequenceNumber, 10);
        return sender.seal(Native.of(plain), 0, plain.length, sealed, 0);
    }

    private void flip(int bit) {
        byte value = sealed.get(ValueLayout.JAVA_BYTE, bit / 8);
        sealed.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (value ^ 1 << bit % 8));
    }
}
