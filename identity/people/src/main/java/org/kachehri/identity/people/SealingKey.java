package org.kachehri.identity.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens and closes the identities of denouncers. The key lies in a file of its own, readable by us alone and never in the database or
 * its backup: who has one of the two has nothing.
 */
public final class SealingKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec sealing;
    private final SecretKeySpec marking;
    private final SecureRandom random;

    private SealingKey(byte[] key, SecureRandom random) {
        this.random = random;
        // Two keys from one, so that marks tell nothing about seals.
        this.sealing = new SecretKeySpec(
                hmac(new SecretKeySpec(key, "HmacSHA256"), "seal".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "AES");
        this.marking = new SecretKeySpec(
                hmac(new SecretKeySpec(key, "HmacSHA256"), "mark".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "HmacSHA256");
    }

    public static SealingKey of(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The sealing key must have 32 bytes");
        }
        return new SealingKey(key.clone(), random);
    }

    /** The key in the file (hex, mode 0600); made on first use. */
    public static SealingKey keptIn(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(fresh), StandardOpenOption.TRUNCATE_EXISTING);
        }
        return of(HexFormat.of().parseHex(Files.readString(file).strip()), random);
    }

    record Sealed(byte[] nonce, byte[] bytes) {}

    /** @param citizenId bound into the seal: a sealed identity moved to another row doesn't open */
    Sealed seal(String citizenId, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new Sealed(nonce, cipher(Cipher.ENCRYPT_MODE, citizenId, nonce, plain));
    }

    byte[] open(String citizenId, Sealed sealed) {
        return cipher(Cipher.DECRYPT_MODE, citizenId, sealed.nonce(), sealed.bytes());
    }

    byte[] mark(byte[] bytes) {
        return hmac(marking, bytes);
    }

    private byte[] cipher(int mode, String citizenId, byte[] nonce, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(citizenId.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A sealed identity can't be processed with this key", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
