package org.kachehri.signaling.live;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The relays for networks that let no UDP out, and the secret that they share with us. Every participant gets credentials of its own
 * that end by themselves: the scheme of draft-uberti-behave-turn-rest-00, coturn's {@code use-auth-secret}.
 *
 * @param urls {@code turn:} and {@code turns:} (RFC 7065); empty without relays
 */
public record TurnServers(List<String> urls, String secret) {
    /** A reception day; whoever is connected longer gets new ones with the next welcome. */
    static final Duration LIFE = Duration.ofHours(12);

    public static final TurnServers NONE = new TurnServers(List.of(), "");

    public TurnServers {
        urls = List.copyOf(urls);
    }

    /** What one participant may use until it ends. */
    record Credentials(String username, String credential) {}

    Credentials credentials(String participant, Instant now) {
        String username = now.plus(LIFE).getEpochSecond() + ":" + participant;
        try {
            // The scheme fixes the hash; HMAC doesn't rest on SHA-1's collision resistance (RFC 6151 section 2.3).
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] sealed = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new Credentials(username, Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is in every JDK", e);
        }
    }

    /** Hides the secret: records appear in logs. */
    @Override
    public String toString() {
        return "TurnServers[urls=" + urls + "]";
    }
}
