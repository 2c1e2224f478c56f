package org.kachehri.recording.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master key, kept elsewhere than the stores and the database: it wraps the data key of each reception (AES key wrap, RFC 3394). Immutable;
 * any thread.
 */
public final class ArchiveKey {
    private static final int KEY_BYTES = 32;

    private final SecretKey key;

    private ArchiveKey(SecretKey key) {
        this.key = key;
    }

    /** @throws IOException with a sentence when the file isn't 32 bytes long: a wrong file must not become a key */
    public static ArchiveKey read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(file + " has " + bytes.length + " bytes; the archive's key is 32 random bytes"
                    + " (head -c 32 /dev/urandom > FILE)");
        }
        return new ArchiveKey(new SecretKeySpec(bytes, "AES"));
    }

    /** A new data key, wrapped. */
    public byte[] newDataKey(SecureRandom random) {
        byte[] dataKey = new byte[KEY_BYTES];
        random.nextBytes(dataKey);
        try {
            Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
            cipher.init(Cipher.WRAP_MODE, key);
            return cipher.wrap(new SecretKeySpec(dataKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES key wrap", e);
        }
    }

    byte[] unwrap(byte[] wrapped) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
            cipher.init(Cipher.UNWRAP_MODE, key);
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException("The archive's key isn't the one that this data key was wrapped with.", e);
        }
    }

    /** @throws IOException when another master key wrapped it */
    public void check(byte[] wrapped) throws IOException {
        unwrap(wrapped);
    }
}
