package org.kachehri.recording.replay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses of viewing copies that hold for a while and for one signed-in browser: passed on to somebody else they open nothing.
 * The key lives as long as the program; after a restart the page asks for new ones. Safe for any number of threads.
 */
final class CopyLinks {
    /** Longer than most of what is watched in one go; the page asks for new ones when they end. */
    static final Duration LASTS = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    CopyLinks(SecureRandom random) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** @param session what only the viewer's browser has */
    String address(String viewId, String copy, String session, Instant now) {
        long until = now.plus(LASTS).getEpochSecond();
        return "/api/archive/views/" + viewId + "/copies/" + copy + "?until=" + until + "&signature="
                + signature(viewId, copy, session, until);
    }

    /** Whether the signature is ours and of this view, copy, browser and time; the time itself is the caller's to look at. */
    boolean isOurs(String viewId, String copy, String session, long until, String signature) {
        return MessageDigest.isEqual(
                signature(viewId, copy, session, until).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    }

    private String signature(String viewId, String copy, String session, long until) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // None of the four can hold a line break, so no two sets of them give the same text.
            String text = viewId + "\n" + copy + "\n" + until + "\n" + session;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
