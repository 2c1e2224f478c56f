package org.kachehri.scheduler.rota;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rules, moves and marks; the only SQL over them. Adds rows and changes none. Has no state. */
final class RotaStore {
    /** Whoever changes a leader's rota waits for who does so at the same moment, and sees what they did. */
    void lock(Handle tx, String postId) {
        tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('rota.' || :post, 0))")
                .bind("post", postId)
                .map((row, context) -> true)
                .one();
    }

    void add(Handle tx, String postId, RotaRule rule, String byPostId) {
        tx.createUpdate(
                        """
                        INSERT INTO rota.rule (post_id, valid_from, recurrence, begins, ends, form, set_at, set_by)
                        VALUES (:post, :from, :recurrence, :begins, :ends, :form, :at, :by)""")
                .bind("post", postId)
                .bind("from", rule.from())
                .bind("recurrence", rule.recurrence().toString())
                .bind("begins", rule.begins())
                .bind("ends", rule.ends())
                .bind("form", rule.form().name())
                .bind("at", Timestamp.from(rule.setAt()))
                .bind("by", byPostId)
                .execute();
    }

    void add(Handle tx, String postId, LeaderDays.Move move, String byPostId) {
        tx.createUpdate(
                        """
                        INSERT INTO rota.move (post_id, planned, moved_to, reason, moved_at, moved_by)
                        VALUES (:post, :planned, :to, :reason, :at, :by)""")
                .bind("post", postId)
                .bind("planned", move.planned())
                .bind("to", move.to())
                .bind("reason", move.reason())
                .bind("at", Timestamp.from(move.movedAt()))
                .bind("by", byPostId)
                .execute();
    }

    void add(Handle tx, String postId, LeaderDays.Mark mark, String byPostId) {
        tx.createUpdate(
                        """
                        INSERT INTO rota.mark (post_id, planned, held_on, held, marked_at, marked_by)
                        VALUES (:post, :planned, :on, :held, :at, :by)""")
                .bind("post", postId)
                .bind("planned", mark.planned())
                .bind("on", mark.heldOn())
                .bind("held", mark.held().name())
                .bind("at", Timestamp.from(mark.markedAt()))
                .bind("by", byPostId)
                .execute();
    }

    List<RotaRule> rules(Handle tx, String postId) {
        return tx.createQuery("SELECT * FROM rota.rule WHERE post_id = :post ORDER BY number")
                .bind("post", postId)
                .map((row, context) -> new RotaRule(
                        row.getObject("valid_from", LocalDate.class),
                        Recurrence.parse(row.getString("recurrence")).orElseThrow(),
                        row.getObject("begins", LocalTime.class),
                        row.getObject("ends", LocalTime.class),
                        Form.valueOf(row.getString("form")),
                        instant(row.getTimestamp("set_at"))))
                .list();
    }

    List<LeaderDays.Move> moves(Handle tx, String postId) {
        return tx.createQuery("SELECT * FROM rota.move WHERE post_id = :post ORDER BY number")
                .bind("post", postId)
                .map((row, context) -> new LeaderDays.Move(
                        row.getObject("planned", LocalDate.class),
                        row.getObject("moved_to", LocalDate.class),
                        row.getString("reason"),
                        instant(row.getTimestamp("moved_at"))))
                .list();
    }

    List<LeaderDays.Mark> marks(Handle tx, String postId) {
        return tx.createQuery("SELECT * FROM rota.mark WHERE post_id = :post ORDER BY number")
                .bind("post", postId)
                .map((row, context) -> new LeaderDays.Mark(
                        row.getObject("planned", LocalDate.class),
                        row.getObject("held_on", LocalDate.class),
                        Held.valueOf(row.getString("held")),
                        instant(row.getTimestamp("marked_at"))))
                .list();
    }

    private static Instant instant(Timestamp at) {
        return at.toInstant();
    }
}
