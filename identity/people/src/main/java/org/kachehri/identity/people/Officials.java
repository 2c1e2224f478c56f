package org.kachehri.identity.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** Officials and their posts. The only SQL over them. */
public final class Officials {
    public static final ModuleSchema SCHEMA = new ModuleSchema("people");

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

    /** @return the post, an existing one when the official holds it already */
    public Post addPost(Handle tx, String officialId, Role role, String unitId) {
        tx.createUpdate(
                        """
                        INSERT INTO people.post (id, official_id, role, unit_id, since) VALUES (:id, :official, :role, :unit, :now)
                        ON CONFLICT (official_id, role, unit_id) DO UPDATE SET until = NULL""")
                .bind("id", UUID.randomUUID().toString())
                .bind("official", officialId)
                .bind("role", role.name())
                .bind("unit", unitId)
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        return posts(tx, officialId).stream()
                .filter(post -> post.role() == role && post.unitId().equals(unitId))
                .findFirst()
                .orElseThrow();
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

    /** Posts in force, the oldest first: it is the one an official gets who names none at sign-in. */
    public List<Post> posts(Handle tx, String officialId) {
        return tx.createQuery(
                        "SELECT * FROM people.post WHERE official_id = :official AND until IS NULL ORDER BY since, id")
                .bind("official", officialId)
                .map((row, context) -> post(row))
                .list();
    }

    public Optional<Post> post(Handle tx, String postId) {
        return tx.createQuery("SELECT * FROM people.post WHERE id = :id AND until IS NULL")
                .bind("id", postId)
                .map((row, context) -> post(row))
                .findOne();
    }

    /** Posts in force of one role at one unit, e.g. the case officers a new file may go to. */
    public List<Post> holders(Handle tx, Role role, String unitId) {
        return tx.createQuery(
                        """
                        SELECT * FROM people.post WHERE role = :role AND unit_id = :unit AND until IS NULL ORDER BY since, id""")
                .bind("role", role.name())
                .bind("unit", unitId)
                .map((row, context) -> post(row))
                .list();
    }

    /** All posts in force at one unit, the oldest first. */
    public List<Post> ofUnit(Handle tx, String unitId) {
        return tx.createQuery("SELECT * FROM people.post WHERE unit_id = :unit AND until IS NULL ORDER BY since, id")
                .bind("unit", unitId)
                .map((row, context) -> post(row))
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
        Optional<Kept> kept = transactions.run(
                tx -> tx.createQuery("SELECT * FROM people.official WHERE login = :login AND left_at IS NULL")
                        .bind("login", login)
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

    private static Official official(ResultSet row) throws SQLException {
        return new Official(
                row.getString("id"),
                row.getString("login"),
                row.getString("name"),
                Language.of(row.getString("language")),
                row.getString("theme"));
    }

    private static Post post(ResultSet row) throws SQLException {
        return new Post(
                row.getString("id"),
                row.getString("official_id"),
                Role.valueOf(row.getString("role")),
                row.getString("unit_id"));
    }
}
