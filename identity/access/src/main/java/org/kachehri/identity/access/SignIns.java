package org.kachehri.identity.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Charge;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;

/** Who is signed in with which browser. The cookie's token is kept as its hash. */
final class SignIns {
    /** A working day with its evening; a shared computer at a point must not be somebody's tomorrow. */
    static final Duration LASTS = Duration.ofHours(12);

    /** One write a minute and browser tells well enough when it was last used; one a request would cost more than it tells. */
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;

    SignIns(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param strong whether it proved two factors by itself, or the official has a second factor, without which it wouldn't be
     * @param oneTime whether it is by a password that an administrator handed out
     */
    record SignIn(String id, SignedIn who, String csrfToken, String theme, boolean strong, boolean oneTime) {}

    /** One of an official's sign-ins, as its owner may see it. */
    record Own(String id, Device device, Instant since, Instant usedAt, Post post) {}

    /** @return the token for the cookie; it is nowhere else */
    String begin(Handle tx, Post post, Device device, Way way) {
        Instant now = clock.instant();
        tx.createUpdate("DELETE FROM access.sign_in WHERE expires_at <= :now")
                .bind("now", Timestamp.from(now))
                .execute();
        String token = Secrets.fresh(random, TOKEN_BYTES);
        tx.createUpdate(
                        """
                        INSERT INTO access.sign_in
                            (id, token_hash, official_id, post_id, csrf_token, browser, system, two_factors, by_password, created_at, used_at, expires_at)
                        VALUES (:id, :hash, :official, :post, :csrf, :browser, :system, :two, :password, :now, :now, :expires)""")
                .bind("id", UUID.randomUUID().toString())
                .bind("browser", device.browser())
                .bind("system", device.system())
                .bind("two", way.twoFactors())
                .bind("password", way == Way.PASSWORD)
                .bind("hash", Secrets.hash(token))
                .bind("official", post.officialId())
                .bind("post", post.id())
                .bind("csrf", Secrets.fresh(random, TOKEN_BYTES))
                .bind("now", Timestamp.from(now))
                .bind("expires", Timestamp.from(now.plus(LASTS)))
                .execute();
        return token;
    }

    /** The official's own sign-ins, the last used first. */
    List<Own> own(Handle tx, String officialId) {
        return tx.createQuery(
                        """
                        SELECT s.id, s.browser, s.system, s.created_at, s.used_at, p.id AS post_id, p.role, p.unit_id, i.charge
                        FROM access.sign_in s
                        JOIN people.post p ON p.id = s.post_id
                        JOIN people.in_post(:now) i ON i.post_id = p.id AND i.official_id = s.official_id
                        WHERE s.official_id = :official AND s.expires_at > :now
                        ORDER BY s.used_at DESC, s.id""")
                .bind("official", officialId)
                .bind("now", Timestamp.from(clock.instant()))
                .map((row, context) -> new Own(
                        row.getString("id"),
                        new Device(row.getString("browser"), row.getString("system")),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("used_at").toInstant(),
                        post(row, officialId)))
                .list();
    }

    /** Those of these sign-ins that are none any more: over, ended elsewhere, or without their post. */
    List<String> gone(Handle tx, Collection<String> signInIds) {
        return tx.createQuery(
                        """
                        SELECT id FROM unnest(:ids) id
                        EXCEPT SELECT s.id FROM access.sign_in s
                            JOIN people.official o ON o.id = s.official_id AND o.left_at IS NULL
                            JOIN people.in_post(:now) i ON i.post_id = s.post_id AND i.official_id = s.official_id
                            WHERE s.id = ANY (:ids) AND s.expires_at > :now""")
                .bind("ids", signInIds.toArray(String[]::new))
                .bind("now", Timestamp.from(clock.instant()))
                .mapTo(String.class)
                .list();
    }

    /** @return false when the official has no such sign-in */
    boolean end(Handle tx, String officialId, String signInId) {
        return tx.createUpdate("DELETE FROM access.sign_in WHERE official_id = :official AND id = :id")
                        .bind("official", officialId)
                        .bind("id", signInId)
                        .execute()
                == 1;
    }

    /** @return the ids of those that were ended */
    List<String> endAll(Handle tx, String officialId) {
        return tx.createQuery("DELETE FROM access.sign_in WHERE official_id = :official RETURNING id")
                .bind("official", officialId)
                .mapTo(String.class)
                .list();
    }

    /** @return the ids of those that were ended: all of the official's but this one */
    List<String> endOthers(Handle tx, String officialId, String signInId) {
        return tx.createQuery("DELETE FROM access.sign_in WHERE official_id = :official AND id <> :id RETURNING id")
                .bind("official", officialId)
                .bind("id", signInId)
                .mapTo(String.class)
                .list();
    }

    /** The sign-in is one no more when its official isn't in the post any more, is on leave from it, or has left. */
    Optional<SignIn> of(Handle tx, String token) {
        record Found(SignIn signIn, Instant usedAt) {}
        Instant now = clock.instant();
        Optional<Found> found = tx.createQuery(
                        """
                        SELECT s.id AS sign_in_id, s.csrf_token, s.used_at, (s.two_factors OR f.official_id IS NOT NULL) AS strong, (s.by_password AND o.password_until IS NOT NULL) AS one_time, o.id, o.name, o.language, o.theme, p.id AS post_id, p.role, p.unit_id, i.charge
                        FROM access.sign_in s
                        JOIN people.official o ON o.id = s.official_id AND o.left_at IS NULL
                        JOIN people.post p ON p.id = s.post_id
                        JOIN people.in_post(:now) i ON i.post_id = p.id AND i.official_id = s.official_id
                        LEFT JOIN people.second_factor f ON f.official_id = o.id AND f.confirmed_at IS NOT NULL
                        WHERE s.token_hash = :hash AND s.expires_at > :now""")
                .bind("hash", Secrets.hash(token))
                .bind("now", Timestamp.from(now))
                .map((row, context) -> {
                    String officialId = row.getString("id");
                    SignedIn who = new SignedIn(
                            officialId,
                            row.getString("name"),
                            post(row, officialId),
                            Language.of(row.getString("language")));
                    SignIn signIn = new SignIn(
                            row.getString("sign_in_id"),
                            who,
                            row.getString("csrf_token"),
                            row.getString("theme"),
                            row.getBoolean("strong"),
                            row.getBoolean("one_time"));
                    return new Found(signIn, row.getTimestamp("used_at").toInstant());
                })
                .findOne();
        if (found.isPresent() && found.get().usedAt().plus(USE_NOTED).isBefore(now)) {
            tx.createUpdate("UPDATE access.sign_in SET used_at = :now WHERE id = :id")
                    .bind("now", Timestamp.from(now))
                    .bind("id", found.get().signIn().id())
                    .execute();
        }
        return found.map(Found::signIn);
    }

    private static Post post(ResultSet row, String officialId) throws SQLException {
        return new Post(
                row.getString("post_id"),
                officialId,
                Role.valueOf(row.getString("role")),
                row.getString("unit_id"),
                Charge.valueOf(row.getString("charge")));
    }
}
