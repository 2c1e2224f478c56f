package org.kachehri.recording.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what goes into a store and comes back. */
final class Digest {
    private Digest() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** In lower-case hexadecimal. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }
}
