package org.kachehri.recording.storage;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the chunks of one reception with AES-256-GCM (NIST SP 800-38D). The nonce is the beginning of an HMAC of the chunk and stands before it: the
 * same chunk becomes the same bytes, so that a chunk sent again is the same object and one store's copy repairs another's without a key; two different
 * chunks share a nonce with a chance of 2⁻⁹⁶ a pair. Immutable; any thread.
 */
final class ChunkCipher {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** So much longer is what is stored. */
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private final SecretKey encryption;
    private final SecretKey naming;

    ChunkCipher(byte[] dataKey) {
        encryption = derived(dataKey, "kachehri chunk encryption", "AES");
        naming = derived(dataKey, "kachehri chunk nonce", "HmacSHA256");
    }

    /** RFC 5869: each purpose has its own key. */
    private static SecretKey derived(byte[] dataKey, String purpose, String algorithm) {
        try {
            byte[] key = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(dataKey)
                            .thenExpand(purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32));
            return new SecretKeySpec(key, algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform of this version has HKDF", e);
        }
    }

    byte[] seal(byte[] chunk) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(naming);
            byte[] sealed = new byte[chunk.length + OVERHEAD_BYTES];
            System.arraycopy(mac.doFinal(chunk), 0, sealed, 0, NONCE_BYTES);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    encryption,
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
            cipher.doFinal(chunk, 0, chunk.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    /** @throws IOException when it was changed, or sealed with another key */
    byte[] open(byte[] sealed) throws IOException {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new IOException("A chunk is too short to have been encrypted here.");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            cipher.init(Cipher.DECRYPT_MODE, encryption, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IOException("A chunk doesn't open with this reception's key.", e);
        }
    }
}
