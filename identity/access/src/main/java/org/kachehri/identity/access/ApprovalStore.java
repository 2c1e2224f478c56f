package org.kachehri.identity.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The only SQL over approvals. */
final class ApprovalStore {
    /** What a person looks through on one page; older ones stay in the audit. */
    private static final int MAX_LINES = 100;

    void ask(Handle tx, Approval approval, Action action, Set<String> points, Duration lasts) {
        tx.createUpdate(
                        """
                        INSERT INTO access.approval (id, action, about, label, reason, asker_id, asker, asked_at, lasts_seconds, until, points)
                        VALUES (:id, :action, :about, :label, :reason, :askerId, :asker, :at, :lasts, :until, :points)""")
                .bind("id", approval.id())
                .bind("action", action.name())
                .bind("about", approval.about())
                .bind("label", approval.label())
                .bind("reason", approval.reason())
                .bind("askerId", approval.askerId())
                .bind("asker", approval.askedBy())
                .bind("at", Timestamp.from(approval.askedAt()))
                .bind("lasts", lasts.toSeconds())
                .bind("until", Timestamp.from(approval.until()))
                .bind("points", points.toArray(String[]::new))
                .execute();
    }

    /** The newest question of this person, whatever came of it. */
    Optional<Approval> newest(Handle tx, String askerId, Action action, String about, Instant now) {
        return tx.createQuery(
                        """
                        SELECT * FROM access.approval WHERE asker_id = :asker AND action = :action AND about = :about
                        ORDER BY asked_at DESC LIMIT 1""")
                .bind("asker", askerId)
                .bind("action", action.name())
                .bind("about", about)
                .map((row, context) -> approval(row, now))
                .findOne();
    }

    Optional<Approval> find(Handle tx, String id, Instant now) {
        return tx.createQuery("SELECT * FROM access.approval WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> approval(row, now))
                .findOne();
    }

    List<Approval> all(Handle tx, Collection<String> ids, Instant now) {
        return tx.createQuery("SELECT * FROM access.approval WHERE id = ANY (:ids)")
                .bindArray("ids", String.class, ids.toArray())
                .map((row, context) -> approval(row, now))
                .list();
    }

    /** For an answer of somebody who reaches these points: nobody else answers it meanwhile. */
    Optional<Approval> locked(Handle tx, String id, Set<String> reached, Instant now) {
        return tx.createQuery(
                        "SELECT * FROM access.approval WHERE id = :id AND points <@ CAST(:reached AS text[]) FOR UPDATE")
                .bind("id", id)
                .bind("reached", reached.toArray(String[]::new))
                .map((row, context) -> approval(row, now))
                .findOne();
    }

    Approval decide(Handle tx, String id, boolean approved, SignedIn who, String answer, Instant now) {
        return tx.createQuery(
                        """
                        UPDATE access.approval SET approved = :approved, decider_id = :decider, decider = :name, decided_at = :now,
                        answer = :answer, until = CASE WHEN CAST(:approved AS boolean)
                        THEN CAST(:now AS timestamptz) + lasts_seconds * interval '1 second' ELSE until END
                        WHERE id = :id RETURNING *""")
                .bind("approved", approved)
                .bind("decider", who.officialId())
                .bind("name", who.name())
                .bind("now", Timestamp.from(now))
                .bind("answer", answer)
                .bind("id", id)
                .map((row, context) -> approval(row, now))
                .one();
    }

    /** Newest first. */
    List<Approval> askedBy(Handle tx, String askerId, Instant now) {
        return tx.createQuery(
                        "SELECT * FROM access.approval WHERE asker_id = :asker ORDER BY asked_at DESC LIMIT :limit")
                .bind("asker", askerId)
                .bind("limit", MAX_LINES)
                .map((row, context) -> approval(row, now))
                .list();
    }

    /** What waits for somebody else than this person, who reaches these points; oldest first. */
    List<Approval> waiting(
            Handle tx, String exceptAskerId, Collection<Action> actions, Set<String> reached, Instant now) {
        return tx.createQuery(
                        """
                        SELECT * FROM access.approval WHERE approved IS NULL AND until > :now AND asker_id <> :asker
                        AND action = ANY (:actions) AND points <@ CAST(:reached AS text[]) ORDER BY asked_at LIMIT :limit""")
                .bind("now", Timestamp.from(now))
                .bind("asker", exceptAskerId)
                .bind("reached", reached.toArray(String[]::new))
                .bindArray(
                        "actions",
                        String.class,
                        actions.stream().map(Action::name).toArray())
                .bind("limit", MAX_LINES)
                .map((row, context) -> approval(row, now))
                .list();
    }

    private static Approval approval(ResultSet row, Instant now) throws SQLException {
        Instant until = row.getTimestamp("until").toInstant();
        Boolean approved = (Boolean) row.getObject("approved");
        Timestamp decided = row.getTimestamp("decided_at");
        return new Approval(
                row.getString("id"),
                Action.valueOf(row.getString("action")).word(),
                row.getString("about"),
                row.getString("label"),
                row.getString("reason"),
                row.getString("asker_id"),
                row.getString("asker"),
                row.getTimestamp("asked_at").toInstant(),
                state(approved, until.isAfter(now)),
                until,
                row.getString("decider"),
                decided == null ? null : decided.toInstant(),
                row.getString("answer"));
    }

    private static Approval.State state(Boolean approved, boolean inTime) {
        if (Boolean.FALSE.equals(approved)) {
            return Approval.State.REFUSED;
        }
        if (!inTime) {
            return Approval.State.EXPIRED;
        }
        return approved == null ? Approval.State.WAITING : Approval.State.APPROVED;
    }
}
