package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors printed in the RFCs. */
class SrtpVectorsTest {
    private static final byte[] NO_KEY = new byte[20];

    @Test
    void sessionKeysAreThoseOfRfc3711AppendixB3() {
        byte[] key = Native.hex("E1F97A0D3E018BE0D64FA32C06DE4139");
        byte[] salt = Native.hex("0EC675AD498AFEEBB6960B3AABE6");
        SessionKeys keys = SessionKeys.rtp(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt);
        assertArrayEquals(Native.hex("C61E7A93744F39EE10734AFE3FF7A087"), keys.encryptionKey());
        assertArrayEquals(Native.hex("30CBBC08863D8C85D49DB34A9AE1"), keys.salt());
        assertArrayEquals(Native.hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), keys.authenticationKey());
    }

    @Test
    void theKeyStreamIsThatOfRfc3711AppendixB2() {
        SessionKeys keys = new SessionKeys(
                Native.hex("2B7E151628AED2A6ABF7158809CF4F3C"), NO_KEY, Native.hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        for (SrtpCipher cipher : ciphers(SrtpProfile.AES_CM_128_HMAC_SHA1_80, keys, false, true)) {
            MemorySegment out = Native.empty(128);
            cipher.seal(out, 0, 12, Native.empty(48), 0, 48, 0, 60, 0, 0);
            assertArrayEquals(
                    Native.hex(
                            """
                    E03EAD0935C95E80E166B16DD92B4EB4
                    D23513162B02D0F72A43A2FE4A5F97AB
                    41E95B3BB0A2E8DD477901E4FCA894C0"""),
                    Native.bytes(out, 12, 48));
            cipher.close();
        }
    }

    /** The appendix goes on to the last blocks that 16 bits of counter reach: a carry that is lost shows there. */
    @Test
    void theEndOfALongKeyStreamIsThatOfRfc3711AppendixB2() {
        SessionKeys keys = new SessionKeys(
                Native.hex("2B7E151628AED2A6ABF7158809CF4F3C"), NO_KEY, Native.hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        int from = 16 * 0xFEFF;
        int length = from + 48;
        for (SrtpCipher cipher : ciphers(SrtpProfile.AES_CM_128_HMAC_SHA1_80, keys, false, true)) {
            MemorySegment out = Native.empty(12 + length + 32);
            cipher.seal(out, 0, 12, Native.empty(length), 0, length, 0, 12 + length, 0, 0);
            assertArrayEquals(
                    Native.hex(
                            """
                    EC8CDF7398607CB0F2D21675EA9EA1E4
                    362B7C3C6773516318A077D7FC5073AE
                    6A2CC3787889374FBEB4C81B17BA6C44"""),
                    Native.bytes(out, 12 + from, 48));
            cipher.close();
        }
    }

    /** The appendix derives 94 bytes, as another profile would need: six blocks of the pseudo-random function. */
    @Test
    void theLongAuthenticationKeyIsThatOfRfc3711AppendixB3() {
        assertArrayEquals(
                Native.hex(
                        """
                CEBE321F6FF7716B6FD4AB49AF256A15
                6D38BAA48F0A0ACF3C34E2359E6CDBCE
                E049646C43D9327AD175578EF7227098
                6371C10C9A369AC2F94A8C5FBCDDDC25
                6D6E919A48B610EF17C2041E47403576
                6B68642C59BBFC2F34DB60DBDFB2"""),
                SessionKeys.derive(
                        Native.hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
                        Native.hex("0EC675AD498AFEEBB6960B3AABE6"),
                        1,
                        94));
    }

    /** SSRC "Mars", index 0x5D4, encrypted (section 17.1). The vectors with 256-bit keys are for a profile that we don't speak. */
    @Test
    void rtcpSealedWithGcmIsThatOfRfc7714Section17() {
        byte[] plain = Native.hex(
                """
                81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
                deadbeef deadbeef deadbeef deadbeef deadbeef""");
        byte[] sealed = Native.hex(
                """
                81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
                c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade""");
        SessionKeys keys = new SessionKeys(
                Native.hex("000102030405060708090a0b0c0d0e0f"), NO_KEY, Native.hex("517569642070726f2071756f"));
        for (SrtpCipher cipher : ciphers(SrtpProfile.AEAD_AES_128_GCM, keys, true, true)) {
            MemorySegment out = Native.of(Arrays.copyOf(plain, sealed.length));
            cipher.seal(out, 0, 8, Native.of(plain), 8, plain.length - 8, 0, plain.length, 0x4d617273L, 0x5d4);
            assertArrayEquals(sealed, Native.bytes(out, 0, sealed.length));
            cipher.close();
        }
        for (SrtpCipher cipher : ciphers(SrtpProfile.AEAD_AES_128_GCM, keys, true, false)) {
            MemorySegment out = Native.empty(128);
            assertTrue(
                    cipher.open(Native.of(sealed), 0, 8, plain.length - 8, plain.length, out, 0, 0x4d617273L, 0x5d4));
            assertArrayEquals(Arrays.copyOfRange(plain, 8, plain.length), Native.bytes(out, 0, plain.length - 8));
            cipher.close();
        }
    }

    @Test
    void rtpSealedWithGcmIsThatOfRfc7714Section16() {
        byte[] plain = Native.hex(
                """
                8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976
                69736120 696e2070 61727465 73207472 6573""");
        byte[] sealed = Native.hex(
                """
                8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5
                0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce""");
        SessionKeys keys = new SessionKeys(
                Native.hex("000102030405060708090a0b0c0d0e0f"), NO_KEY, Native.hex("517569642070726f2071756f"));
        for (SrtpCipher cipher : ciphers(SrtpProfile.AEAD_AES_128_GCM, keys, false, true)) {
            MemorySegment out = Native.of(Arrays.copyOf(plain, sealed.length));
            cipher.seal(out, 0, 12, Native.of(plain), 12, plain.length - 12, 0, plain.length, 0x5501a0b2L, 0xf17b);
            assertArrayEquals(sealed, Native.bytes(out, 0, sealed.length));
            cipher.close();
        }
        for (SrtpCipher cipher : ciphers(SrtpProfile.AEAD_AES_128_GCM, keys, false, false)) {
            MemorySegment out = Native.empty(128);
            assertTrue(cipher.open(
                    Native.of(sealed), 0, 12, plain.length - 12, plain.length, out, 0, 0x5501a0b2L, 0xf17b));
            assertArrayEquals(
                    "Gallia est omnis divisa in partes tres".getBytes(StandardCharsets.US_ASCII),
                    Native.bytes(out, 0, plain.length - 12));
            cipher.close();
        }
    }

    private static List<SrtpCipher> ciphers(SrtpProfile profile, SessionKeys keys, boolean rtcp, boolean sealing) {
        List<SrtpCipher> ciphers = new ArrayList<>();
        ciphers.add(CipherSuites.jdk().cipher(profile, keys, rtcp, sealing));
        CipherSuites.libcrypto().ifPresent(libcrypto -> ciphers.add(libcrypto.cipher(profile, keys, rtcp, sealing)));
        return ciphers;
    }
}
