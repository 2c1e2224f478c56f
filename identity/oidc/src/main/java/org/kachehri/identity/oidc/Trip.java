package org.kachehri.identity.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What one sign-in at the provider needs, all of it from one secret that only the browser's cookie has: nothing is kept here of those that
 * never come back.
 */
record Trip(String state, String nonce, String verifier) {
    static Trip of(String secret) {
        return new Trip(derived("state", secret), derived("nonce", secret), derived("verifier", secret));
    }

    /** RFC 7636, 4.2, S256. */
    String challenge() {
        return base64(sha256(verifier));
    }

    boolean isState(String given) {
        return MessageDigest.isEqual(state.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String derived(String what, String secret) {
        return base64(sha256(what + " of " + secret));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
