package org.kachehri.identity.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What officials prove besides their password: a code of their authenticator, or a recovery code when that is lost. The only SQL over it. */
public final class SecondFactors {
    /** RFC 4226, 4 (R6): as long as the hash. */
    private static final int SECRET_BYTES = 20;
    /** A clock half a minute off, or a code typed at the end of its time: one step either way (RFC 6238, 5.2). */
    private static final int STEPS_OFF = 1;

    private static final int RECOVERY_CODES = 10;
    /** 16 letters of Base32. */
    private static final int RECOVERY_BYTES = 10;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final SealingKey key;
    private final Clock clock;
    private final SecureRandom random;

    public SecondFactors(SealingKey key, Clock clock, SecureRandom random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is shown once.
     *
     * @param secret Base32, to be typed where nothing can be scanned
     * @param uri what authenticators read from the QR code
     */
    public record Enrolment(String secret, String uri) {}

    /** Makes a secret that counts from {@link #confirm} on; one that was begun and not confirmed is forgotten. Empty when enrolled. */
    public Optional<Enrolment> begin(Handle tx, Official official) {
        if (enrolled(tx, official.id())) {
            return Optional.empty();
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        SealingKey.Sealed sealed = key.seal(bound(official.id()), secret);
        tx.createUpdate(
                        """
                        INSERT INTO people.second_factor (official_id, nonce, sealed, begun_at)
                        VALUES (:official, :nonce, :sealed, :now)
                        ON CONFLICT (official_id) DO UPDATE SET nonce = :nonce, sealed = :sealed, begun_at = :now
                            WHERE people.second_factor.confirmed_at IS NULL""")
                .bind("official", official.id())
                .bind("nonce", sealed.nonce())
                .bind("sealed", sealed.bytes())
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        String text = base32(secret);
        String account =
                URLEncoder.encode(official.login(), StandardCharsets.UTF_8).replace("+", "%20");
        return Optional.of(
                new Enrolment(text, "otpauth://totp/Kachehri:" + account + "?secret=" + text + "&issuer=Kachehri"));
    }

    /** @return ten recovery codes, shown this once; empty when the code doesn't fit or nothing was begun */
    public Optional<List<String>> confirm(Handle tx, String officialId, String code) {
        Optional<Kept> kept = kept(tx, officialId).filter(one -> !one.confirmed());
        if (kept.isEmpty() || !fits(tx, officialId, kept.get(), code.strip())) {
            return Optional.empty();
        }
        tx.createUpdate("UPDATE people.second_factor SET confirmed_at = :now WHERE official_id = :official")
                .bind("now", Timestamp.from(clock.instant()))
                .bind("official", officialId)
                .execute();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            byte[] bytes = new byte[RECOVERY_BYTES];
            random.nextBytes(bytes);
            String text = base32(bytes);
            codes.add(String.join(
                    "-", text.substring(0, 4), text.substring(4, 8), text.substring(8, 12), text.substring(12)));
            tx.createUpdate("INSERT INTO people.recovery_code (official_id, mark) VALUES (:official, :mark)")
                    .bind("official", officialId)
                    .bind("mark", mark(text))
                    .execute();
        }
        return Optional.of(List.copyOf(codes));
    }

    public boolean enrolled(Handle tx, String officialId) {
        return tx.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM people.second_factor WHERE official_id = :official AND confirmed_at IS NOT NULL)""")
                .bind("official", officialId)
                .mapTo(Boolean.class)
                .one();
    }

    public int recoveryCodesLeft(Handle tx, String officialId) {
        return tx.createQuery("SELECT count(*) FROM people.recovery_code WHERE official_id = :official")
                .bind("official", officialId)
                .mapTo(Integer.class)
                .one();
    }

    /** Whether an enrolled official's code fits; what has fitted once never fits again. */
    public boolean accepts(Handle tx, String officialId, String code) {
        String typed = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        Optional<Kept> kept = kept(tx, officialId).filter(Kept::confirmed);
        if (kept.isEmpty()) {
            return false;
        }
        if (typed.length() == Totp.DIGITS) {
            return fits(tx, officialId, kept.get(), typed);
        }
        return tx.createUpdate("DELETE FROM people.recovery_code WHERE official_id = :official AND mark = :mark")
                        .bind("official", officialId)
                        .bind("mark", mark(typed))
                        .execute()
                == 1;
    }

    /** Whether there is anything but the password that lets this official in: an authenticator or a passkey. */
    public boolean any(Handle tx, String officialId) {
        return enrolled(tx, officialId)
                || tx.createQuery("SELECT EXISTS (SELECT FROM people.passkey WHERE official_id = :official)")
                        .bind("official", officialId)
                        .mapTo(Boolean.class)
                        .one();
    }

    /** The telephone is lost: neither its authenticator nor its passkeys let anybody in any more. */
    public void removeAll(Handle tx, String officialId) {
        remove(tx, officialId);
        tx.createUpdate("DELETE FROM people.passkey WHERE official_id = :official")
                .bind("official", officialId)
                .execute();
    }

    public void remove(Handle tx, String officialId) {
        for (String table : List.of("recovery_code", "second_factor")) {
            tx.createUpdate("DELETE FROM people." + table + " WHERE official_id = :official")
                    .bind("official", officialId)
                    .execute();
        }
    }

    private record Kept(byte[] secret, boolean confirmed, long lastStep) {}

    /** Locked, so that of two requests with one code only the first finds it unused. */
    private Optional<Kept> kept(Handle tx, String officialId) {
        return tx.createQuery("SELECT * FROM people.second_factor WHERE official_id = :official FOR UPDATE")
                .bind("official", officialId)
                .map((row, context) -> new Kept(
                        key.open(
                                bound(officialId),
                                new SealingKey.Sealed(row.getBytes("nonce"), row.getBytes("sealed"))),
                        row.getTimestamp("confirmed_at") != null,
                        row.getLong("last_step")))
                .findOne();
    }

    private boolean fits(Handle tx, String officialId, Kept kept, String code) {
        Instant now = clock.instant();
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        for (long step = Totp.step(now) - STEPS_OFF; step <= Totp.step(now) + STEPS_OFF; step++) {
            byte[] expected = Totp.code(kept.secret(), step).getBytes(StandardCharsets.UTF_8);
            if (step > kept.lastStep() && MessageDigest.isEqual(expected, typed)) {
                tx.createUpdate("UPDATE people.second_factor SET last_step = :step WHERE official_id = :official")
                        .bind("step", step)
                        .bind("official", officialId)
                        .execute();
                return true;
            }
        }
        return false;
    }

    /** The seal is bound to what it is for: a sealed identity never opens as a secret, nor one official's as another's. */
    private static String bound(String officialId) {
        return "second factor of " + officialId;
    }

    /** What stands for a text in a table that isn't to hold it: always the same, and who lacks the key can't try texts against it. */
    public byte[] mark(String text) {
        return key.mark(text.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 4648, 6, for whole groups of five bytes, which need no padding. */
    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < bytes.length; group += 5) {
            long bits = 0;
            for (int i = 0; i < 5; i++) {
                bits = bits << 8 | bytes[group + i] & 0xff;
            }
            for (int shift = 35; shift >= 0; shift -= 5) {
                text.append(BASE32.charAt((int) (bits >>> shift & 31)));
            }
        }
        return text.toString();
    }
}
