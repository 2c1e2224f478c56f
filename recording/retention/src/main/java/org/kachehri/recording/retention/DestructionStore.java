package org.kachehri.recording.retention;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of destruction lists and of what was destroyed. */
final class DestructionStore {
    /** What one page shows; one list a year is sixty years. */
    private static final int MAX_LISTS = 60;

    /** @param carriedOut null before */
    record DestructionList(
            String id,
            long number,
            String reason,
            String proposerId,
            String proposedBy,
            Instant proposedAt,
            String approvalId,
            Instant carriedOut) {}

    /** @param keptBecause null when it was destroyed, or the list isn't carried out */
    record Line(String receptionId, KeptRecording.Bar keptBecause) {}

    record Tombstone(
            String receptionId,
            String code,
            LocalDate day,
            String type,
            String classCode,
            String legalReference,
            LocalDate workEnded,
            LocalDate keepUntil,
            Instant sealedAt,
            String manifestSha256,
            String listId,
            Instant destroyedAt,
            String destroyedBy,
            String approvedBy) {}

    /** For the label of the question before the list is there: numbers may have holes. */
    long nextNumber(Handle tx) {
        return tx.createQuery("SELECT nextval(pg_get_serial_sequence('retention.list', 'number'))")
                .mapTo(Long.class)
                .one();
    }

    void propose(Handle tx, DestructionList list, List<String> receptionIds) {
        tx.createUpdate(
                        """
                        INSERT INTO retention.list (id, number, reason, proposer_id, proposed_by, proposed_at, approval_id)
                        OVERRIDING SYSTEM VALUE VALUES (:id, :number, :reason, :proposerId, :proposedBy, :at, :approval)""")
                .bind("id", list.id())
                .bind("number", list.number())
                .bind("reason", list.reason())
                .bind("proposerId", list.proposerId())
                .bind("proposedBy", list.proposedBy())
                .bind("at", Timestamp.from(list.proposedAt()))
                .bind("approval", list.approvalId())
                .execute();
        for (String receptionId : receptionIds) {
            tx.createUpdate("INSERT INTO retention.list_line (list_id, reception_id) VALUES (:list, :reception)")
                    .bind("list", list.id())
                    .bind("reception", receptionId)
                    .execute();
        }
    }

    /** The newest first. */
    List<DestructionList> lists(Handle tx) {
        return tx.createQuery("SELECT * FROM retention.list ORDER BY number DESC LIMIT :limit")
                .bind("limit", MAX_LISTS)
                .map((row, context) -> list(row))
                .list();
    }

    /** Lists with a recording that aren't carried out; what came of their questions, the approvals know. */
    List<DestructionList> openWith(Handle tx, String receptionId) {
        return tx.createQuery(
                        """
                        SELECT l.* FROM retention.list l JOIN retention.list_line i ON i.list_id = l.id
                        WHERE i.reception_id = :id AND l.carried_out IS NULL""")
                .bind("id", receptionId)
                .map((row, context) -> list(row))
                .list();
    }

    /** For carrying it out: nobody else does meanwhile. */
    Optional<DestructionList> locked(Handle tx, String id) {
        return tx.createQuery("SELECT * FROM retention.list WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> list(row))
                .findOne();
    }

    List<Line> lines(Handle tx, String listId) {
        return tx.createQuery("SELECT * FROM retention.list_line WHERE list_id = :id ORDER BY reception_id")
                .bind("id", listId)
                .map((row, context) -> new Line(
                        row.getString("reception_id"),
                        Optional.ofNullable(row.getString("kept_because"))
                                .map(KeptRecording.Bar::valueOf)
                                .orElse(null)))
                .list();
    }

    void kept(Handle tx, String listId, String receptionId, KeptRecording.Bar because) {
        tx.createUpdate(
                        "UPDATE retention.list_line SET kept_because = :because WHERE list_id = :list AND reception_id = :id")
                .bind("because", because.name())
                .bind("list", listId)
                .bind("id", receptionId)
                .execute();
    }

    void carriedOut(Handle tx, String listId, Instant now) {
        tx.createUpdate("UPDATE retention.list SET carried_out = :now WHERE id = :id")
                .bind("now", Timestamp.from(now))
                .bind("id", listId)
                .execute();
    }

    void bury(Handle tx, Tombstone stone) {
        tx.createUpdate(
                        """
                        INSERT INTO retention.tombstone VALUES (:reception, :code, :day, :type, :class, :law, :ended, :until, :sealed,
                        :sha256, :list, :at, :by, :approved)""")
                .bind("reception", stone.receptionId())
                .bind("code", stone.code())
                .bind("day", Date.valueOf(stone.day()))
                .bind("type", stone.type())
                .bind("class", stone.classCode())
                .bind("law", stone.legalReference())
                .bind("ended", Date.valueOf(stone.workEnded()))
                .bind("until", Date.valueOf(stone.keepUntil()))
                .bind("sealed", Timestamp.from(stone.sealedAt()))
                .bind("sha256", stone.manifestSha256())
                .bind("list", stone.listId())
                .bind("at", Timestamp.from(stone.destroyedAt()))
                .bind("by", stone.destroyedBy())
                .bind("approved", stone.approvedBy())
                .execute();
    }

    List<Tombstone> tombstones(Handle tx, String listId) {
        return tx.createQuery("SELECT * FROM retention.tombstone WHERE list_id = :id ORDER BY day, code")
                .bind("id", listId)
                .map((row, context) -> new Tombstone(
                        row.getString("reception_id"),
                        row.getString("code"),
                        row.getObject("day", LocalDate.class),
                        row.getString("type"),
                        row.getString("class_code"),
                        row.getString("legal_reference"),
                        row.getObject("work_ended", LocalDate.class),
                        row.getObject("keep_until", LocalDate.class),
                        row.getTimestamp("sealed_at").toInstant(),
                        row.getString("manifest_sha256"),
                        row.getString("list_id"),
                        row.getTimestamp("destroyed_at").toInstant(),
                        row.getString("destroyed_by"),
                        row.getString("approved_by")))
                .list();
    }

    private static DestructionList list(ResultSet row) throws SQLException {
        Timestamp carriedOut = row.getTimestamp("carried_out");
        return new DestructionList(
                row.getString("id"),
                row.getLong("number"),
                row.getString("reason"),
                row.getString("proposer_id"),
                row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(),
                row.getString("approval_id"),
                carriedOut == null ? null : carriedOut.toInstant());
    }
}
