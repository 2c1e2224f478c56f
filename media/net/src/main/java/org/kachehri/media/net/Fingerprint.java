package org.kachehri.media.net;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The fingerprint of a certificate as SDP carries it: {@code sha-256 AA:BB:…} (RFC 8122, section 5). */
final class Fingerprint {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprint() {}

    static String sha256(byte[] certificate) {
        return "sha-256 " + COLONS.formatHex(digest("SHA-256", certificate));
    }

    /** Whether the certificate is the one promised. Hash functions weaker than SHA-256 are promises not worth having. */
    static boolean matches(String promised, byte[] certificate) {
        String[] parts = promised.strip().split("\\s+", 2);
        if (parts.length != 2) {
            return false;
        }
        String algorithm =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "sha-256" -> "SHA-256";
                    case "sha-384" -> "SHA-384";
                    case "sha-512" -> "SHA-512";
                    default -> null;
                };
        return algorithm != null
                && COLONS.formatHex(digest(algorithm, certificate)).equalsIgnoreCase(parts[1]);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has the SHA-2 family", e);
        }
    }
}
