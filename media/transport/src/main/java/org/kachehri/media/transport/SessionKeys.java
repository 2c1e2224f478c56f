package org.kachehri.media.transport;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key with the AES-CM pseudo-random function of RFC 3711 section 4.3.3 and key derivation rate 0. A 12-byte salt
 * of AEAD counts as 14 bytes with two zero bytes at its end (RFC 7714 section 11).
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SessionKeys(byte[] encryptionKey, byte[] authenticationKey, byte[] salt) {
    /** RFC 3711 section 4.3.2: labels 0-2 are for RTP, 3-5 for RTCP, each encryption, authentication, salt. */
    private static final int RTP_LABEL = 0;

    private static final int RTCP_LABEL = 3;

    static SessionKeys rtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTP_LABEL);
    }

    static SessionKeys rtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTCP_LABEL);
    }

    private static SessionKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int firstLabel) {
        if (profile == SrtpProfile.NULL) {
            return new SessionKeys(new byte[0], new byte[0], new byte[0]);
        }
        return new SessionKeys(
                derive(masterKey, masterSalt, firstLabel, profile.keyLength()),
                derive(masterKey, masterSalt, firstLabel + 1, profile.authenticationKeyLength()),
                derive(masterKey, masterSalt, firstLabel + 2, profile.saltLength()));
    }

    /** {@code length} bytes of key stream that begins at (salt XOR label × 2^48) × 2^16. */
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] start = Arrays.copyOf(masterSalt, 16);
        start[7] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(start));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR", e);
        }
    }

    @Override
    public String toString() {
        return "SessionKeys[]";
    }
}
