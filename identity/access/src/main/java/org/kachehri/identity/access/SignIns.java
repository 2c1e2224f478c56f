package org.kachehri.identity.access;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;

/** Who is signed in with which browser. The cookie's token is kept as its hash. */
final class SignIns {
    /** A working day with its evening; a shared computer at a point must not be somebody's tomorrow. */
    static final Duration LASTS = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;

    SignIns(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    record SignIn(SignedIn who, String csrfToken, String theme) {}

    /** @return the token for the cookie; it is nowhere else */
    String begin(Handle tx, Post post) {
        Instant now = clock.instant();
        tx.createUpdate("DELETE FROM access.sign_in WHERE expires_at <= :now")
                .bind("now", Timestamp.from(now))
                .execute();
        String token = Secrets.fresh(random, TOKEN_BYTES);
        tx.createUpdate(
                        """
                        INSERT INTO access.sign_in (token_hash, official_id, post_id, csrf_token, created_at, expires_at)
                        VALUES (:hash, :official, :post, :csrf, :now, :expires)""")
                .bind("hash", Secrets.hash(token))
                .bind("official", post.officialId())
                .bind("post", post.id())
                .bind("csrf", Secrets.fresh(random, TOKEN_BYTES))
                .bind("now", Timestamp.from(now))
                .bind("expires", Timestamp.from(now.plus(LASTS)))
                .execute();
        return token;
    }

    void end(Handle tx, String token) {
        tx.createUpdate("DELETE FROM access.sign_in WHERE token_hash = :hash")
                .bind("hash", Secrets.hash(token))
                .execute();
    }

    /** A post that was taken away, or an official who left, ends the sign-in at once. */
    Optional<SignIn> of(Handle tx, String token) {
        return tx.createQuery(
                        """
                        SELECT s.csrf_token, o.id, o.name, o.language, o.theme, p.id AS post_id, p.role, p.unit_id
                        FROM access.sign_in s
                        JOIN people.official o ON o.id = s.official_id AND o.left_at IS NULL
                        JOIN people.post p ON p.id = s.post_id AND p.until IS NULL
                        WHERE s.token_hash = :hash AND s.expires_at > :now""")
                .bind("hash", Secrets.hash(token))
                .bind("now", Timestamp.from(clock.instant()))
                .map((row, context) -> {
                    Post post = new Post(
                            row.getString("post_id"),
                            row.getString("id"),
                            Role.valueOf(row.getString("role")),
                            row.getString("unit_id"));
                    SignedIn who = new SignedIn(
                            row.getString("id"), row.getString("name"), post, Language.of(row.getString("language")));
                    return new SignIn(who, row.getString("csrf_token"), row.getString("theme"));
                })
                .findOne();
    }
}
