package org.kachehri.identity.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class SecondFactorsTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private TestDatabase database;
    private SecondFactors factors;
    private Official mai;

    @BeforeEach
    void start() {
        database = TestDatabase.of(Officials.SCHEMA);
        factors = new SecondFactors(SealingKey.of(new byte[32], random), clock, random);
        Officials officials = new Officials(new Passwords(random), clock);
        mai = database.transactions().run(tx -> officials
                .official(tx, officials.register(tx, "mai.lô", "Lô Thị Mai", "kachehri", Language.VI))
                .orElseThrow());
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void anAuthenticatorCountsOnceItHasProvedThatItHasTheSecret() {
        SecondFactors.Enrolment shown = begin().orElseThrow();
        assertTrue(shown.uri().startsWith("otpauth://totp/Kachehri:mai.l%C3%B4?secret=" + shown.secret()), shown.uri());
        assertFalse(enrolled());
        assertEquals(Optional.empty(), confirm("000000".equals(code(shown)) ? "000001" : "000000"));
        assertFalse(accepts(code(shown)), "not yet");
        assertEquals(10, confirm(code(shown)).orElseThrow().size());
        assertTrue(enrolled());
        assertEquals(Optional.empty(), begin());
    }

    @Test
    void aCodeIsGoodOnceAndAStepEitherWay() {
        SecondFactors.Enrolment shown = begin().orElseThrow();
        String first = code(shown);
        confirm(first);
        assertFalse(accepts(first), "the code of the confirmation was seen");
        clock.move(Duration.ofSeconds(30));
        String second = code(shown);
        clock.move(Duration.ofSeconds(30));
        String third = code(shown);
        assertTrue(accepts(second), "half a minute late");
        assertTrue(accepts(third.substring(0, 3) + " " + third.substring(3)), "as authenticators show it");
        assertFalse(accepts(third));
        assertFalse(accepts(second), "earlier than one that was accepted");
        clock.move(Duration.ofSeconds(30));
        String old = code(shown);
        clock.move(Duration.ofSeconds(60));
        assertFalse(accepts(old), "a minute late");
        assertFalse(accepts(""));
        assertFalse(accepts("x".repeat(40)));
    }

    @Test
    void aRecoveryCodeIsGoodOnceAndTypedInAnyForm() {
        List<String> codes = confirm(code(begin().orElseThrow())).orElseThrow();
        assertEquals(10, new HashSet<>(codes).size());
        assertTrue(accepts(codes.get(3).toLowerCase(java.util.Locale.ROOT).replace("-", "")));
        assertFalse(accepts(codes.get(3)));
        assertTrue(accepts(codes.get(4)));
        assertEquals(8, (int) database.transactions().run(tx -> factors.recoveryCodesLeft(tx, mai.id())));
        database.transactions().act(tx -> factors.remove(tx, mai.id()));
        assertFalse(accepts(codes.get(5)));
        assertFalse(enrolled());
        assertTrue(begin().isPresent());
    }

    private Optional<SecondFactors.Enrolment> begin() {
        return database.transactions().run(tx -> factors.begin(tx, mai));
    }

    private Optional<List<String>> confirm(String code) {
        return database.transactions().run(tx -> factors.confirm(tx, mai.id(), code));
    }

    private boolean accepts(String code) {
        return database.transactions().run(tx -> factors.accepts(tx, mai.id(), code));
    }

    private boolean enrolled() {
        return database.transactions().run(tx -> factors.enrolled(tx, mai.id()));
    }

    /** What an authenticator shows that has read the Base32. */
    private String code(SecondFactors.Enrolment shown) {
        byte[] secret = new byte[20];
        long bits = 0;
        int held = 0;
        int at = 0;
        for (char letter : shown.secret().toCharArray()) {
            bits = bits << 5 | ALPHABET.indexOf(letter);
            held += 5;
            if (held >= 8) {
                held -= 8;
                secret[at++] = (byte) (bits >>> held);
            }
        }
        return Totp.code(secret, Totp.step(clock.instant()));
    }
}
