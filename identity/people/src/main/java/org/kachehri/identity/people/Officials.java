package org.kachehri.identity.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** Officials and the posts they are in today. The only SQL over officials; who is put into which post is {@link Posts}'. */
public final class Officials {
    public static final ModuleSchema SCHEMA = new ModuleSchema("people");

    /** A letter or a telephone call and a weekend. */
    private static final Duration ONE_TIME_LASTS = Duration.ofDays(3);

    /** NIST SP 800-63B: length is what counts; rules about kinds of letters make people write them down. */
    private static final int SHORTEST_PASSWORD = 12;

    private static final int FEWEST_LETTERS = 5;

    private final Passwords passwords;
    private final Clock clock;

    public Officials(Passwords passwords, Clock clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /** @return the new official's id, or that of the one who has this login already, left as it is */
    public String register(Handle tx, String login, String name, String password, Language language) {
        Optional<String> present = tx.createQuery("SELECT id FROM people.official WHERE login = :login")
                .bind("login", login)
                .mapTo(String.class)
                .findOne();
        if (present.isPresent()) {
            return present.get();
        }
        String id = UUID.randomUUID().toString();
        tx.createUpdate(
                        """
                        INSERT INTO people.official (id, login, name, password_hash, language, registered_at)
                        VALUES (:id, :login, :name, :hash, :language, :now)""")
                .bind("id", id)
                .bind("login", login)
                .bind("name", name)
                .bind("hash", passwords.hash(password))
                .bind("language", language.code())
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        return id;
    }

    /**
     * A password that an administrator hands out.
     *
     * @param text shown once
     */
    public record OneTimePassword(String text, String hash) {}

    /** Slow, as every hash is meant to be: call it outside of transactions. */
    public OneTimePassword oneTimePassword() {
        String text = passwords.fresh();
        return new OneTimePassword(text, passwords.hash(text));
    }

    /** @return the new official's id; empty when the login is somebody's, or was */
    public Optional<String> enrol(Handle tx, String login, String name, OneTimePassword password, Language language) {
        String id = UUID.randomUUID().toString();
        int added = tx.createUpdate(
                        """
                        INSERT INTO people.official (id, login, name, password_hash, password_until, language, registered_at)
                        VALUES (:id, :login, :name, :hash, :until, :language, :now) ON CONFLICT (login) DO NOTHING""")
                .bind("id", id)
                .bind("login", login)
                .bind("name", name)
                .bind("hash", password.hash())
                .bind("until", Timestamp.from(clock.instant().plus(ONE_TIME_LASTS)))
                .bind("language", language.code())
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        return added == 1 ? Optional.of(id) : Optional.empty();
    }

    /** Whether the password is one that was handed out. */
    public boolean hasOneTimePassword(Handle tx, String officialId) {
        return tx.createQuery("SELECT password_until IS NOT NULL FROM people.official WHERE id = :id")
                .bind("id", officialId)
                .mapTo(Boolean.class)
                .one();
    }

    public void resetPassword(Handle tx, String officialId, OneTimePassword password) {
        tx.createUpdate("UPDATE people.official SET password_hash = :hash, password_until = :until WHERE id = :id")
                .bind("hash", password.hash())
                .bind("until", Timestamp.from(clock.instant().plus(ONE_TIME_LASTS)))
                .bind("id", officialId)
                .execute();
    }

    /** What came of somebody's wish for another password. */
    public sealed interface PasswordChange {
        /** Write it into the same transaction. @param hash for {@link #setPassword} */
        record Fits(String hash) implements PasswordChange {}

        record WrongPassword() implements PasswordChange {}

        /** Too short, the login in it, or of too few letters, or the one it replaces. */
        record Weak() implements PasswordChange {}
    }

    /** Slow, as every comparison is meant to be: holds no connection. */
    public PasswordChange checkChange(Transactions transactions, Official official, String old, String wanted) {
        if (withPassword(transactions, official.login(), old).isEmpty()) {
            return new PasswordChange.WrongPassword();
        }
        boolean weak = wanted.codePointCount(0, wanted.length()) < SHORTEST_PASSWORD
                || wanted.equals(old)
                || wanted.toLowerCase(Locale.ROOT).contains(official.login())
                || wanted.codePoints().distinct().count() < FEWEST_LETTERS;
        return weak ? new PasswordChange.Weak() : new PasswordChange.Fits(passwords.hash(wanted));
    }

    public void setPassword(Handle tx, String officialId, PasswordChange.Fits change) {
        tx.createUpdate("UPDATE people.official SET password_hash = :hash, password_until = NULL WHERE id = :id")
                .bind("hash", change.hash())
                .bind("id", officialId)
                .execute();
    }

    /** At most so many whose login or name holds the text, by name. */
    public List<Official> find(Handle tx, String text, int most) {
        return tx.createQuery(
                        """
                        SELECT * FROM people.official
                        WHERE left_at IS NULL AND (strpos(lower(name), lower(:text)) > 0 OR strpos(login, lower(:text)) > 0)
                        ORDER BY name, id LIMIT :most""")
                .bind("text", text)
                .bind("most", most)
                .map((row, context) -> official(row))
                .list();
    }

    /** Is an official no more; what they did stays with their name. */
    public void leave(Handle tx, String officialId) {
        tx.createUpdate("UPDATE people.official SET left_at = :now WHERE id = :id")
                .bind("now", Timestamp.from(clock.instant()))
                .bind("id", officialId)
                .execute();
    }

    /** A new post with the official in it from now on: how an office begins. */
    public Post addPost(Handle tx, String officialId, Role role, String unitId) {
        return new Posts(clock).createFor(tx, officialId, role, unitId);
    }

    public Optional<Official> official(Handle tx, String id) {
        return tx.createQuery("SELECT * FROM people.official WHERE id = :id AND left_at IS NULL")
                .bind("id", id)
                .map((row, context) -> official(row))
                .findOne();
    }

    public Optional<Official> withLogin(Handle tx, String login) {
        return tx.createQuery("SELECT * FROM people.official WHERE login = :login AND left_at IS NULL")
                .bind("login", login)
                .map((row, context) -> official(row))
                .findOne();
    }

    /** The posts whose rights the official has today, the longest held first: it is the one an official gets who names none at sign-in. */
    public List<Post> posts(Handle tx, String officialId) {
        return posts(tx, clock.instant(), "i.official_id = :value", officialId);
    }

    /** With who has its rights today; empty too when nobody has. */
    public Optional<Post> post(Handle tx, String postId) {
        return post(tx, postId, clock.instant());
    }

    /** With who has its rights at that time, as far as it is decided today. */
    public Optional<Post> post(Handle tx, String postId, Instant at) {
        return posts(tx, at, "p.id = :value", postId).stream().findFirst();
    }

    /** Posts of one role at one unit that somebody holds today, e.g. the case officers a new file may go to. */
    public List<Post> holders(Handle tx, Role role, String unitId) {
        return ofUnit(tx, unitId).stream().filter(post -> post.role() == role).toList();
    }

    /** All posts at one unit that somebody holds today, the longest held first. */
    public List<Post> ofUnit(Handle tx, String unitId) {
        return posts(tx, clock.instant(), "p.unit_id = :value", unitId);
    }

    private static List<Post> posts(Handle tx, Instant at, String which, String value) {
        return tx.createQuery(
                        """
                        SELECT p.id, p.role, p.unit_id, i.official_id, i.charge
                        FROM people.post p
                        JOIN people.in_post(:at) i ON i.post_id = p.id
                        JOIN people.official o ON o.id = i.official_id AND o.left_at IS NULL
                        WHERE """
                                + " " + which + " ORDER BY i.since, p.created_at, p.id")
                .bind("at", Timestamp.from(at))
                .bind("value", value)
                .map((row, context) -> new Post(
                        row.getString("id"),
                        row.getString("official_id"),
                        Role.valueOf(row.getString("role")),
                        row.getString("unit_id"),
                        Charge.valueOf(row.getString("charge"))))
                .list();
    }

    public void prefer(Handle tx, String officialId, Language language, String theme) {
        tx.createUpdate(
                        "UPDATE people.official SET language = :language, theme = coalesce(:theme, theme) WHERE id = :id")
                .bind("language", language.code())
                .bind("theme", theme)
                .bind("id", officialId)
                .execute();
    }

    /**
     * Who has this login and password. Opens and closes its own transaction before the slow comparison: no connection is held
     * during Argon2.
     */
    public Optional<Official> withPassword(Transactions transactions, String login, String password) {
        record Kept(Official official, String hash) {}
        Optional<Kept> kept = transactions.run(tx -> tx.createQuery(
                        """
                                SELECT * FROM people.official
                                WHERE login = :login AND left_at IS NULL AND (password_until IS NULL OR password_until > :now)""")
                .bind("login", login)
                .bind("now", Timestamp.from(clock.instant()))
                .map((row, context) -> new Kept(official(row), row.getString("password_hash")))
                .findOne());
        if (kept.isEmpty()) {
            passwords.fitsNobody(password);
            return Optional.empty();
        }
        return passwords.fits(password, kept.get().hash())
                ? Optional.of(kept.get().official())
                : Optional.empty();
    }

    static Official official(ResultSet row) throws SQLException {
        return new Official(
                row.getString("id"),
                row.getString("login"),
                row.getString("name"),
                Language.of(row.getString("language")),
                row.getString("theme"));
    }
}
