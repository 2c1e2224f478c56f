package org.kachehri.media.transport;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The short-term credentials of one ICE agent (RFC 8445 section 5.3).
 *
 * @param ufrag 4-256 ice-chars
 * @param pwd 22-256 ice-chars
 */
public record IceCredentials(String ufrag, String pwd) {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** 8 × 6 = 48 bits: two of 10 000 transports share a ufrag with a probability below 2^-21. */
    private static final int UFRAG_LENGTH = 8;

    /** 24 × 6 = 144 bits; at least 128 are required (RFC 8445 section 5.3). */
    private static final int PWD_LENGTH = 24;

    public IceCredentials {
        Objects.requireNonNull(ufrag, "ufrag");
        Objects.requireNonNull(pwd, "pwd");
    }

    /** New credentials; the source of randomness must be unpredictable outside tests. */
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(iceChars(random, UFRAG_LENGTH), iceChars(random, PWD_LENGTH));
    }

    /** The key of message integrity: the password itself (RFC 8489 section 9.1.1; ice-chars are ASCII, so SASLprep changes nothing). */
    public byte[] key() {
        return pwd.getBytes(StandardCharsets.UTF_8);
    }

    /** Hides the password: this record appears in logs. */
    @Override
    public String toString() {
        return "IceCredentials[ufrag=" + ufrag + "]";
    }

    private static String iceChars(RandomGenerator random, int length) {
        StringBuilder chars = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            chars.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return chars.toString();
    }
}
