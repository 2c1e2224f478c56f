package org.kachehri.identity.pass;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.kachehri.platform.http.Json;

/**
 * Whose passes are good, and which of them are not: what a point needs to judge a pass without the server.
 *
 * @param keys public keys of the issuers, 32 bytes each in base64url
 * @param revoked ids of passes that would else still be good
 */
record TrustList(Instant issuedAt, Instant validUntil, List<String> keys, Set<UUID> revoked) {
    TrustList {
        keys = List.copyOf(keys);
        revoked = Set.copyOf(revoked);
    }

    /**
     * As it travels: signed is the text itself, so that nobody needs to agree on how JSON is written.
     *
     * @param list the list as JSON
     * @param signature over the UTF-8 of it, base64url
     * @param signer public key, base64url; a point keeps the first it was given over TLS and takes no other
     */
    record Signed(String list, String signature, String signer) {}

    Signed signedBy(PassKey key) {
        try {
            String text = Json.mapper().writeValueAsString(this);
            return new Signed(text, base64(key.sign(text.getBytes(StandardCharsets.UTF_8))), base64(key.open()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a trust list is plain data", e);
        }
    }

    /** Empty when it isn't signed by this signer. */
    static Optional<TrustList> open(Signed signed, byte[] signer) {
        try {
            byte[] text = signed.list().getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(signer, bytes(signed.signer()))
                    || !PassKey.signed(signer, text, bytes(signed.signature()))) {
                return Optional.empty();
            }
            return Optional.of(Json.mapper().readValue(signed.list(), TrustList.class));
        } catch (IllegalArgumentException | JsonProcessingException damaged) {
            return Optional.empty();
        }
    }

    Optional<byte[]> keyOf(long issuer) {
        return keys.stream()
                .map(TrustList::bytes)
                .filter(key -> PassKey.idOf(key) == issuer)
                .findFirst();
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
