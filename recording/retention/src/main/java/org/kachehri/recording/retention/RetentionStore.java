package org.kachehri.recording.retention;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of classes, of what was said about a recording's time, and of holds. */
final class RetentionStore {
    /** What was said about a recording; null where nothing was. */
    record Statement(String classCode, LocalDate workEnded, String because) {
        static final Statement NONE = new Statement(null, null, null);
    }

    /** The protocol calls it so. */
    record Hold(String id, String reason, String placedBy, Instant placedAt) {}

    /** The newest first. */
    List<RetentionClass> classes(Handle tx) {
        return tx.createQuery("SELECT * FROM retention.class ORDER BY valid_from DESC, code")
                .map((row, context) -> retentionClass(row))
                .list();
    }

    /** Until the transaction ends nobody else states, holds or destroys it. */
    Statement locked(Handle tx, String receptionId) {
        tx.createUpdate(
                        "INSERT INTO retention.record (reception_id) VALUES (:id) ON CONFLICT (reception_id) DO NOTHING")
                .bind("id", receptionId)
                .execute();
        return tx.createQuery("SELECT * FROM retention.record WHERE reception_id = :id FOR UPDATE")
                .bind("id", receptionId)
                .map((row, context) -> statement(row))
                .one();
    }

    Statement statement(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM retention.record WHERE reception_id = :id")
                .bind("id", receptionId)
                .map((row, context) -> statement(row))
                .findOne()
                .orElse(Statement.NONE);
    }

    void state(Handle tx, String receptionId, Statement statement, String statedBy, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE retention.record SET class_code = :class, work_ended = :ended, because = :because,
                        stated_by = :by, stated_at = :now WHERE reception_id = :id""")
                .bind("class", statement.classCode())
                .bind("ended", statement.workEnded() == null ? null : Date.valueOf(statement.workEnded()))
                .bind("because", statement.because())
                .bind("by", statedBy)
                .bind("now", Timestamp.from(now))
                .bind("id", receptionId)
                .execute();
    }

    /** Whose time is over and that aren't destroyed yet, the oldest first; {@link RetentionClass#keepUntil} in SQL. */
    List<String> over(Handle tx, LocalDate today, int limit) {
        return tx.createQuery(
                        """
                        SELECT reception_id FROM retention.record r JOIN retention.class c ON c.code = r.class_code
                        WHERE c.years IS NOT NULL AND make_date(extract(year FROM work_ended)::integer + c.years, 12, 31) < :today
                        AND NOT EXISTS (SELECT FROM retention.tombstone t WHERE t.reception_id = r.reception_id)
                        ORDER BY work_ended, reception_id LIMIT :limit""")
                .bind("today", Date.valueOf(today))
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** Holds in force, the oldest first. */
    List<Hold> holds(Handle tx, String receptionId) {
        return tx.createQuery(
                        "SELECT * FROM retention.hold WHERE reception_id = :id AND released_at IS NULL ORDER BY placed_at, id")
                .bind("id", receptionId)
                .map((row, context) -> new Hold(
                        row.getString("id"),
                        row.getString("reason"),
                        row.getString("placed_by"),
                        row.getTimestamp("placed_at").toInstant()))
                .list();
    }

    void hold(Handle tx, String receptionId, Hold hold) {
        tx.createUpdate(
                        """
                        INSERT INTO retention.hold (id, reception_id, reason, placed_by, placed_at)
                        VALUES (:id, :reception, :reason, :by, :now)""")
                .bind("id", hold.id())
                .bind("reception", receptionId)
                .bind("reason", hold.reason())
                .bind("by", hold.placedBy())
                .bind("now", Timestamp.from(hold.placedAt()))
                .execute();
    }

    /** The reception that was held; empty when no such hold is in force. */
    /** Which recording a hold in force is on; until the transaction ends nobody else releases it. */
    Optional<String> heldBy(Handle tx, String holdId) {
        return tx.createQuery(
                        "SELECT reception_id FROM retention.hold WHERE id = :id AND released_at IS NULL FOR UPDATE")
                .bind("id", holdId)
                .mapTo(String.class)
                .findOne();
    }

    void release(Handle tx, String holdId, String reason, String by, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE retention.hold SET release_reason = :reason, released_by = :by, released_at = :now
                        WHERE id = :id""")
                .bind("reason", reason)
                .bind("by", by)
                .bind("now", Timestamp.from(now))
                .bind("id", holdId)
                .execute();
    }

    private static Statement statement(ResultSet row) throws SQLException {
        return new Statement(
                row.getString("class_code"), row.getObject("work_ended", LocalDate.class), row.getString("because"));
    }

    private static RetentionClass retentionClass(ResultSet row) throws SQLException {
        return new RetentionClass(
                row.getString("code"),
                new RetentionClass.Name(row.getString("name_ur"), row.getString("name_vi"), row.getString("name_en")),
                (Integer) row.getObject("years"),
                RetentionClass.Trigger.valueOf(row.getString("trigger")),
                row.getString("legal_reference"),
                row.getObject("valid_from", LocalDate.class),
                Arrays.asList((String[]) row.getArray("default_for").getArray()));
    }
}
