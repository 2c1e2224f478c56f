package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;

/** jitsi-srtp opens what we seal and we open what it seals, with every profile and implementation. */
class SrtpOracleTest {
    private static final long SSRC = 0xCAFE_BABEL;

    static Stream<Arguments> implementations() {
        List<Arguments> all = new ArrayList<>();
        for (SrtpProfile profile : List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80)) {
            all.add(Arguments.of(profile, CipherSuites.jdk()));
            CipherSuites.libcrypto().ifPresent(libcrypto -> all.add(Arguments.of(profile, libcrypto)));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void jitsiOpensWhatWeSealAcrossASequenceWrap(SrtpProfile profile, CipherSuites suites)
            throws GeneralSecurityException {
        SrtpKeys keys = keys(profile);
        JitsiPeer jitsi = new JitsiPeer(keys.mirrored());
        try (SrtpSender sender = new SrtpSender(keys, suites)) {
            // Dense around both wraps, sparse between them: three values of the rollover counter.
            for (int i = 0; i < 131_300; i += i % 65_536 < 300 ? 1 : 499) {
                byte[] plain = packet(65_400 + i, i % 40);
                assertArrayEquals(plain, jitsi.open(seal(sender, plain)), "packet " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void weOpenWhatJitsiSealsAcrossASequenceWrap(SrtpProfile profile, CipherSuites suites)
            throws GeneralSecurityException {
        SrtpKeys keys = keys(profile);
        JitsiPeer jitsi = new JitsiPeer(keys.mirrored());
        try (SrtpReceiver receiver = new SrtpReceiver(keys, suites)) {
            for (int i = 0; i < 200; i++) {
                byte[] plain = packet(65_436 + i, i);
                assertArrayEquals(plain, open(receiver, jitsi.seal(plain)), "packet " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void reorderingAroundTheWrapIsUnderstoodByBothSides(SrtpProfile profile, CipherSuites suites)
            throws GeneralSecurityException {
        SrtpKeys keys = keys(profile);
        JitsiPeer jitsi = new JitsiPeer(keys.mirrored());
        try (SrtpSender sender = new SrtpSender(keys, suites);
                SrtpReceiver receiver = new SrtpReceiver(keys, suites)) {
            for (int sequence : new int[] {65_530, 65_533, 65_531, 2, 65_535, 0, 65_534, 1, 5, 65_532, 3}) {
                byte[] plain = packet(sequence, 100);
                assertArrayEquals(plain, jitsi.open(seal(sender, plain)), "sealed " + sequence);
            }
            for (int sequence : new int[] {65_530, 65_533, 65_531, 2}) {
                byte[] plain = packet(sequence, 100);
                assertArrayEquals(plain, open(receiver, jitsi.seal(plain)), "opened " + sequence);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void aSharedPayloadSealedBehindItsHeaderWithPaddingIsTheSamePacket(SrtpProfile profile, CipherSuites suites)
            throws GeneralSecurityException {
        SrtpKeys keys = keys(profile);
        JitsiPeer jitsi = new JitsiPeer(keys.mirrored());
        try (SrtpSender sender = new SrtpSender(keys, suites)) {
            byte[] plain = packet(7, 90);
            MemorySegment shared = Native.of(plain);
            for (int padding : new int[] {1, 2, 255}) {
                MemorySegment expected = Native.empty(plain.length + padding);
                expected.asSlice(0, plain.length).copyFrom(shared);
                RtpHeader.sequenceNumber(expected, 0, 100 + padding);
                RtpHeader.pad(expected, 0, plain.length, plain.length + padding);
                int header = RtpHeader.length(expected, 0, plain.length);
                MemorySegment out = Native.empty(2048);
                out.asSlice(64, header).copyFrom(expected.asSlice(0, header));
                int sealed = sender.seal(out, 64, header, shared, header, plain.length - header, padding);
                assertEquals(plain.length + padding + sender.overhead(), sealed);
                assertArrayEquals(
                        Native.bytes(expected, 0, plain.length + padding), jitsi.open(Native.bytes(out, 64, sealed)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void controlPacketsPassBothWays(SrtpProfile profile, CipherSuites suites) throws GeneralSecurityException {
        SrtpKeys keys = keys(profile);
        JitsiPeer jitsi = new JitsiPeer(keys.mirrored());
        try (SrtpSender sender = new SrtpSender(keys, suites);
                SrtpReceiver receiver = new SrtpReceiver(keys, suites)) {
            for (int i = 0; i < 50; i++) {
                MemorySegment plain = Native.empty(256);
                int length = Rtcp.writeReceiverReport(plain, 0, SSRC + i % 3, i % 4);
                length += Rtcp.writeCname(plain, length, SSRC, new byte[i % 20]);
                MemorySegment out = Native.empty(512);
                int sealed = sender.sealRtcp(plain, 0, length, out, 8);
                assertEquals(length + sender.rtcpOverhead(), sealed);
                byte[] expected = Native.bytes(plain, 0, length);
                assertArrayEquals(expected, jitsi.openRtcp(Native.bytes(out, 8, sealed)));

                byte[] theirs = jitsi.sealRtcp(expected);
                int opened = receiver.openRtcp(Native.of(theirs), 0, theirs.length, out, 0);
                assertEquals(length, opened);
                assertArrayEquals(expected, Native.bytes(out, 0, opened));
            }
        }
    }

    static SrtpKeys keys(SrtpProfile profile) {
        byte[] material = new byte[profile.keyingMaterialLength()];
        new Random(7).nextBytes(material);
        return SrtpKeys.ofKeyingMaterial(profile, DtlsRole.SERVER, material);
    }

    /** A packet with a contributing source and a header extension, so that all of the header is seen to be authenticated. */
    static byte[] packet(int sequenceNumber, int payloadLength) {
        byte[] bytes = new byte[12 + 4 + 8 + payloadLength];
        new Random(sequenceNumber).nextBytes(bytes);
        MemorySegment segment = MemorySegment.ofArray(bytes);
        RtpHeader.write(segment, 0, 96, true, sequenceNumber, 3_000L * sequenceNumber, SSRC);
        bytes[0] |= 0x11;
        System.arraycopy(Native.hex("BEDE 0001 10 7F 00 00"), 0, bytes, 16, 8);
        return bytes;
    }

    private static byte[] seal(SrtpSender sender, byte[] plain) {
        MemorySegment out = Native.empty(2048);
        int sealed = sender.seal(Native.of(plain), 0, plain.length, out, 16);
        assertEquals(plain.length + sender.overhead(), sealed);
        return Native.bytes(out, 16, sealed);
    }

    private static byte[] open(SrtpReceiver receiver, byte[] sealed) {
        MemorySegment out = Native.empty(2048);
        int opened = receiver.open(Native.of(sealed), 0, sealed.length, out, 16);
        assertTrue(opened > 0, "opened " + opened);
        return Native.bytes(out, 16, opened);
    }
}
