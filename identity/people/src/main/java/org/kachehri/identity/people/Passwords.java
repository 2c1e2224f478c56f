package org.kachehri.identity.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in its usual text form. Each hash takes {@value #MEMORY_KIB} KiB and a good part of a core, so only a few run at
 * once; further callers wait, which on their virtual threads costs nothing.
 */
public final class Passwords {
    /** OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Four at once take 76 MiB and leave cores for the media. */
    private static final int AT_ONCE = 4;

    /** Without those that are taken for one another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final SecureRandom random;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final String nobody;

    public Passwords(SecureRandom random) {
        this.random = random;
        this.nobody = hash("nobody has this password");
    }

    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(derive(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
    }

    /** @throws IllegalArgumentException when the kept text isn't of the form that {@link #hash} writes */
    public boolean fits(String password, String kept) {
        String[] parts = kept.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw new IllegalArgumentException("A kept password is not an Argon2id hash");
        }
        String[] costs = parts[3].split(",", -1);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        byte[] actual = derive(
                password,
                Base64.getDecoder().decode(parts[4]),
                Integer.parseInt(costs[0].substring(2)),
                Integer.parseInt(costs[1].substring(2)),
                Integer.parseInt(costs[2].substring(2)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Sixteen letters in fours, 80 bits: to be read out, typed once and changed. */
    String fresh() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Takes as long as a real comparison: an unknown login must not answer faster than a wrong password. */
    void fitsNobody(String password) {
        fits(password, nobody);
    }

    private byte[] derive(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        places.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            places.release();
        }
    }
}
