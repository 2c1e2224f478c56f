package org.kachehri.identity.people;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238 over RFC 4226) as every authenticator makes them without being told otherwise: SHA-1, 30
 * seconds, six digits. SHA-1's collisions don't touch HMAC. Pure.
 */
final class Totp {
    static final int DIGITS = 6;
    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /** The digits of one step, with leading zeros. */
    static String code(byte[] secret, long step) {
        return String.format("%0" + DIGITS + "d", truncated(secret, step) % MODULUS);
    }

    /** RFC 4226, 5.3: 31 bits from where the last four bits of the HMAC point. */
    static int truncated(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            return ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & Integer.MAX_VALUE;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }
}
