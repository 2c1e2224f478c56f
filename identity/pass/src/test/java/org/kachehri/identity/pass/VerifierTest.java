package org.kachehri.identity.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final PassKey KEY = PassKey.fresh(new SecureRandom());
    private static final Token TOKEN =
            new Token(Purpose.TICKET, KEY.id(), UUID.randomUUID(), NOW, NOW.plus(Duration.ofHours(8)));
    private static final String CODE = Verifier.write(TOKEN, KEY);

    private final TrustList list = list(Set.of());

    @Test
    void aPassIsGoodFromItsFirstSecondUntilBeforeItsLast() {
        assertEquals(238, CODE.length());
        assertTrue(CODE.chars().allMatch(c -> c >= '0' && c <= '9'));
        assertEquals(Optional.of(TOKEN), Verifier.read(CODE, list, NOW).token());
        assertEquals(Verdict.VALID, verdict(CODE, NOW));
        assertEquals(Verdict.VALID, verdict(" " + CODE + "\r\n", NOW), "as a scanner ends a line");
        assertEquals(Verdict.VALID, verdict(CODE, TOKEN.until().minusMillis(1)));
        assertEquals(Verdict.EXPIRED, verdict(CODE, TOKEN.until()));
        Token tomorrow =
                new Token(Purpose.DOCUMENT, KEY.id(), UUID.randomUUID(), NOW.plusSeconds(121), NOW.plusSeconds(600));
        assertEquals(Verdict.NOT_YET_VALID, verdict(Verifier.write(tomorrow, KEY), NOW));
        assertEquals(Verdict.VALID, verdict(Verifier.write(tomorrow, KEY), NOW.plusSeconds(1)), "clocks drift");
    }

    @Test
    void aScannerThatTypesThroughAnUrduLayoutIsUnderstood() {
        StringBuilder typed = new StringBuilder();
        CODE.chars().forEach(digit -> typed.append((char) ('۰' + digit - '0')));
        assertEquals(Verdict.VALID, verdict(typed.toString(), NOW));
    }

    @Test
    void whatIsRevokedOrOfAStrangerIsRefused() {
        assertEquals(
                Verdict.REVOKED,
                Verifier.read(CODE, list(Set.of(TOKEN.id())), NOW).verdict());
        PassKey foreign = PassKey.fresh(new SecureRandom());
        Token theirs = new Token(Purpose.TICKET, foreign.id(), UUID.randomUUID(), NOW, NOW.plusSeconds(60));
        assertEquals(Verdict.UNKNOWN_ISSUER, verdict(Verifier.write(theirs, foreign), NOW));
        assertEquals(Verdict.DAMAGED, verdict(Verifier.write(TOKEN, foreign), NOW), "signed in our name");
    }

    @Test
    void whoseClockIsBehindOrWhoseListIsOldJudgesNothing() {
        assertEquals(Verdict.CLOCK_SKEW, verdict(CODE, NOW.minus(Duration.ofHours(1))));
        assertEquals(Verdict.TRUST_LIST_TOO_OLD, verdict(CODE, NOW.plus(Duration.ofHours(24))));
    }

    @Test
    void everyAlteredDigitAndEveryHalfScanIsDamagedAndNoBytesBreakIt() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CODE.length(); i++) {
            char other = (char) ('0' + (CODE.charAt(i) - '0' + 1 + random.nextInt(9)) % 10);
            String altered = CODE.substring(0, i) + other + CODE.substring(i + 1);
            Verdict verdict = verdict(altered, NOW);
            assertTrue(verdict == Verdict.DAMAGED || verdict == Verdict.UNKNOWN_ISSUER, "digit " + i + " " + verdict);
            assertEquals(Verdict.DAMAGED, verdict(CODE.substring(0, i), NOW));
            assertEquals(Verdict.DAMAGED, verdict(CODE.substring(i + 1), NOW));
        }
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder();
            int length = random.nextBoolean() ? CODE.length() : random.nextInt(600);
            boolean digits = random.nextBoolean();
            for (int j = 0; j < length; j++) {
                noise.append((char) (digits ? '0' + random.nextInt(10) : random.nextInt(0x10000)));
            }
            assertEquals(Verdict.DAMAGED, verdict(noise.toString(), NOW));
        }
        byte[] bytes = new byte[98];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = 1;
            bytes[1] = 1;
            assertEquals(Verdict.UNKNOWN_ISSUER, verdict(Digits.of(bytes), NOW));
        }
    }

    @Test
    void aTrustListOpensUnchangedForItsSignerOnly() {
        TrustList.Signed signed = list.signedBy(KEY);
        assertEquals(Optional.of(list), TrustList.open(signed, KEY.open()));
        PassKey foreign = PassKey.fresh(new SecureRandom());
        assertEquals(Optional.empty(), TrustList.open(list.signedBy(foreign), KEY.open()));
        TrustList.Signed altered =
                new TrustList.Signed(signed.list().replace("2026", "2036"), signed.signature(), signed.signer());
        assertEquals(Optional.empty(), TrustList.open(altered, KEY.open()));
        assertEquals(Optional.empty(), TrustList.open(new TrustList.Signed("{}", "not base64!", "?"), KEY.open()));
    }

    private Verdict verdict(String scanned, Instant now) {
        return Verifier.read(scanned, list, now).verdict();
    }

    private static TrustList list(Set<UUID> revoked) {
        return new TrustList(NOW, NOW.plus(Passes.LIST_LASTS), List.of(TrustList.base64(KEY.open())), revoked);
    }
}
