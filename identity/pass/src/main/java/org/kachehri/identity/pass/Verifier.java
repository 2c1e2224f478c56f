package org.kachehri.identity.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Judges what a scanner read, from a trust list and the time alone: no server, no database. Whether it was used is not known here. */
final class Verifier {
    /** Clocks of points drift; a pass issued just now must not be refused by one that is two minutes behind. */
    static final Duration TOLERANCE = Duration.ofMinutes(2);

    private static final int BYTES = Token.SIGNED_BYTES + PassKey.SIGNATURE_BYTES;

    private Verifier() {}

    /** @param token what it said; empty when nothing of it can be believed */
    record Reading(Verdict verdict, Optional<Token> token) {}

    static String write(Token token, PassKey key) {
        byte[] signed = token.bytes();
        byte[] all = Arrays.copyOf(signed, BYTES);
        System.arraycopy(key.sign(signed), 0, all, signed.length, PassKey.SIGNATURE_BYTES);
        return Digits.of(all);
    }

    static Reading read(String scanned, TrustList list, Instant now) {
        Optional<byte[]> bytes = Digits.read(scanned.strip(), BYTES);
        Optional<Token> token = bytes.flatMap(Token::read);
        if (token.isEmpty()) return new Reading(Verdict.DAMAGED, Optional.empty());
        // First what concerns the reader itself: with a wrong clock or an old list nothing else can be said.
        if (now.isBefore(list.issuedAt().minus(TOLERANCE))) return new Reading(Verdict.CLOCK_SKEW, Optional.empty());
        if (!now.isBefore(list.validUntil())) return new Reading(Verdict.TRUST_LIST_TOO_OLD, Optional.empty());
        Optional<byte[]> key = list.keyOf(token.get().issuer());
        if (key.isEmpty()) return new Reading(Verdict.UNKNOWN_ISSUER, Optional.empty());
        byte[] signed = Arrays.copyOf(bytes.get(), Token.SIGNED_BYTES);
        byte[] signature = Arrays.copyOfRange(bytes.get(), Token.SIGNED_BYTES, BYTES);
        if (!PassKey.signed(key.get(), signed, signature)) return new Reading(Verdict.DAMAGED, Optional.empty());
        return new Reading(verdict(token.get(), list, now), token);
    }

    private static Verdict verdict(Token token, TrustList list, Instant now) {
        if (list.revoked().contains(token.id())) return Verdict.REVOKED;
        if (now.isBefore(token.from().minus(TOLERANCE))) return Verdict.NOT_YET_VALID;
        return now.isBefore(token.until()) ? Verdict.VALID : Verdict.EXPIRED;
    }
}
