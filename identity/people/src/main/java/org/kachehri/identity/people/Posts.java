package org.kachehri.identity.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Posts, who is put into them from when to when, and who stands in during a leave. The only SQL over it; no state, any thread. */
public final class Posts {
    private final Clock clock;

    public Posts(Clock clock) {
        this.clock = clock;
    }

    /** From an instant on, to another that is no longer part of it; {@code to} is null where no end is known. */
    public record Span(Instant from, Instant to) {}

    /** @param substitute null while nobody stands in */
    public record Leave(String id, Span during, Official substitute, String decision) {}

    /** @param decision null for posts of before decisions were written down */
    public record Holding(
            String id, Official official, Charge charge, Span during, String decision, List<Leave> leaves) {}

    /** @param title as on the door, where the role alone doesn't say it; else null */
    public record Entry(String id, Role role, String unitId, String title, List<Holding> holdings) {}

    /** What came of putting somebody somewhere. */
    public sealed interface Outcome {
        record Done(String id) implements Outcome {}

        /** Somebody else is in the post on some of the days. */
        record Held(String by) implements Outcome {}

        /** The leave overlaps another of the same holder, or isn't within the time the post is held. */
        record NotThen() implements Outcome {}

        /** It has begun and needs its last day, which lies in its time. */
        record NeedsLastDay() implements Outcome {}

        record NotThere() implements Outcome {}
    }

    public String create(Handle tx, Role role, String unitId, String title) {
        String id = UUID.randomUUID().toString();
        tx.createUpdate(
                        """
                        INSERT INTO people.post (id, role, unit_id, title, created_at) VALUES (:id, :role, :unit, :title, :now)""")
                .bind("id", id)
                .bind("role", role.name())
                .bind("unit", unitId)
                .bind("title", title)
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        return id;
    }

    Post createFor(Handle tx, String officialId, Role role, String unitId) {
        String id = create(tx, role, unitId, null);
        put(tx, id, officialId, Charge.APPOINTED, new Span(clock.instant(), null), null);
        return new Post(id, officialId, role, unitId, Charge.APPOINTED);
    }

    /** All posts of a unit, by role and age, each with those who are in it, will be or were. */
    public List<Entry> ofUnit(Handle tx, String unitId) {
        Map<String, List<Holding>> holdings = holdings(tx, unitId);
        return tx.createQuery("SELECT * FROM people.post WHERE unit_id = :unit ORDER BY created_at, id")
                .bind("unit", unitId)
                .map((row, context) -> new Entry(
                        row.getString("id"),
                        Role.valueOf(row.getString("role")),
                        row.getString("unit_id"),
                        row.getString("title"),
                        holdings.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    public Optional<Entry> find(Handle tx, String postId) {
        return tx.createQuery("SELECT unit_id FROM people.post WHERE id = :id")
                .bind("id", postId)
                .mapTo(String.class)
                .findOne()
                .flatMap(unit -> ofUnit(tx, unit).stream()
                        .filter(entry -> entry.id().equals(postId))
                        .findFirst());
    }

    /** @param charge not as a substitute, which is {@link #giveLeave}'s */
    public Outcome appoint(Handle tx, String postId, String officialId, Charge charge, Span during, String decision) {
        lock(tx, postId);
        Optional<String> present = span(
                        tx.createQuery(
                                """
                                SELECT o.name FROM people.holding h JOIN people.official o ON o.id = h.official_id
                                WHERE h.post_id = :post AND h.during && tstzrange(:from, :to) ORDER BY lower(h.during) LIMIT 1"""),
                        during)
                .bind("post", postId)
                .mapTo(String.class)
                .findOne();
        if (present.isPresent()) {
            return new Outcome.Held(present.get());
        }
        return new Outcome.Done(put(tx, postId, officialId, charge, during, decision));
    }

    /** @param lastDayEnds null takes away what hasn't begun yet */
    public Outcome end(Handle tx, String holdingId, Instant lastDayEnds) {
        return end(tx, "holding", holdingId, lastDayEnds);
    }

    /** @param substituteId null where nobody stands in: then nobody has the post's rights */
    public Outcome giveLeave(Handle tx, String holdingId, Span during, String substituteId, String decision) {
        Optional<String> post = tx.createQuery("SELECT post_id FROM people.holding WHERE id = :id")
                .bind("id", holdingId)
                .mapTo(String.class)
                .findOne();
        if (post.isEmpty()) {
            return new Outcome.NotThere();
        }
        lock(tx, post.get());
        boolean fits = span(
                        tx.createQuery(
                                """
                                SELECT h.during @> tstzrange(:from, :to) AND NOT EXISTS (
                                    SELECT FROM people.leave l WHERE l.holding_id = h.id AND l.during && tstzrange(:from, :to))
                                FROM people.holding h WHERE h.id = :holding"""),
                        during)
                .bind("holding", holdingId)
                .mapTo(Boolean.class)
                .one();
        if (!fits) {
            return new Outcome.NotThen();
        }
        String id = UUID.randomUUID().toString();
        span(
                        tx.createUpdate(
                                """
                                INSERT INTO people.leave (id, holding_id, during, substitute_id, decision)
                                VALUES (:id, :holding, tstzrange(:from, :to), :substitute, :decision)"""),
                        during)
                .bind("id", id)
                .bind("holding", holdingId)
                .bind("substitute", substituteId)
                .bind("decision", decision)
                .execute();
        return new Outcome.Done(id);
    }

    /** @param lastDayEnds null takes away what hasn't begun yet */
    public Outcome endLeave(Handle tx, String leaveId, Instant lastDayEnds) {
        return end(tx, "leave", leaveId, lastDayEnds);
    }

    private Outcome end(Handle tx, String table, String id, Instant lastDayEnds) {
        Optional<Span> kept = tx.createQuery("SELECT lower(during) AS since, upper(during) AS until FROM people."
                        + table + " WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> span(row))
                .findOne();
        if (kept.isEmpty()) {
            return new Outcome.NotThere();
        }
        Span span = kept.get();
        if (lastDayEnds == null) {
            if (!span.from().isAfter(clock.instant())) {
                return new Outcome.NeedsLastDay();
            }
            if (table.equals("holding")) {
                tx.createUpdate("DELETE FROM people.leave WHERE holding_id = :id")
                        .bind("id", id)
                        .execute();
            }
            tx.createUpdate("DELETE FROM people." + table + " WHERE id = :id")
                    .bind("id", id)
                    .execute();
            return new Outcome.Done(id);
        }
        if (!lastDayEnds.isAfter(span.from()) || span.to() != null && lastDayEnds.isAfter(span.to())) {
            return new Outcome.NeedsLastDay();
        }
        tx.createUpdate("UPDATE people." + table + " SET during = tstzrange(lower(during), :to) WHERE id = :id")
                .bind("to", Timestamp.from(lastDayEnds))
                .bind("id", id)
                .execute();
        return new Outcome.Done(id);
    }

    /** So that of two administrators at once the second sees what the first has done. */
    private static void lock(Handle tx, String postId) {
        tx.createQuery("SELECT id FROM people.post WHERE id = :id FOR UPDATE")
                .bind("id", postId)
                .mapTo(String.class)
                .one();
    }

    private static String put(
            Handle tx, String postId, String officialId, Charge charge, Span during, String decision) {
        String id = UUID.randomUUID().toString();
        span(
                        tx.createUpdate(
                                """
                                INSERT INTO people.holding (id, post_id, official_id, charge, during, decision)
                                VALUES (:id, :post, :official, :charge, tstzrange(:from, :to), :decision)"""),
                        during)
                .bind("id", id)
                .bind("post", postId)
                .bind("official", officialId)
                .bind("charge", charge.name())
                .bind("decision", decision)
                .execute();
        return id;
    }

    private static Map<String, List<Holding>> holdings(Handle tx, String unitId) {
        record Of(String owner, Leave leave) {}
        record In(String postId, Holding holding) {}
        Map<String, List<Leave>> leaves = tx
                .createQuery(
                        """
                        SELECT l.id AS row_id, l.holding_id, l.decision, lower(l.during) AS since, upper(l.during) AS until, o.*
                        FROM people.leave l
                        JOIN people.holding h ON h.id = l.holding_id
                        JOIN people.post p ON p.id = h.post_id AND p.unit_id = :unit
                        LEFT JOIN people.official o ON o.id = l.substitute_id
                        ORDER BY lower(l.during)""")
                .bind("unit", unitId)
                .map((row, context) -> new Of(
                        row.getString("holding_id"),
                        new Leave(
                                row.getString("row_id"),
                                span(row),
                                row.getString("id") == null ? null : Officials.official(row),
                                row.getString("decision"))))
                .stream()
                .collect(Collectors.groupingBy(Of::owner, Collectors.mapping(Of::leave, Collectors.toList())));
        return tx
                .createQuery(
                        """
                        SELECT h.id AS row_id, h.post_id, h.charge, h.decision, lower(h.during) AS since, upper(h.during) AS until, o.*
                        FROM people.holding h
                        JOIN people.post p ON p.id = h.post_id AND p.unit_id = :unit
                        JOIN people.official o ON o.id = h.official_id
                        ORDER BY lower(h.during)""")
                .bind("unit", unitId)
                .map((row, context) -> new In(
                        row.getString("post_id"),
                        new Holding(
                                row.getString("row_id"),
                                Officials.official(row),
                                Charge.valueOf(row.getString("charge")),
                                span(row),
                                row.getString("decision"),
                                leaves.getOrDefault(row.getString("row_id"), List.of()))))
                .stream()
                .collect(Collectors.groupingBy(In::postId, Collectors.mapping(In::holding, Collectors.toList())));
    }

    private static <S extends SqlStatement<S>> S span(S statement, Span span) {
        return statement
                .bind("from", Timestamp.from(span.from()))
                .bind("to", span.to() == null ? null : Timestamp.from(span.to()));
    }

    private static Span span(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp("until");
        return new Span(row.getTimestamp("since").toInstant(), until == null ? null : until.toInstant());
    }
}
