package org.kachehri.recording.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the archive's reports. */
final class ReportStore {
    /** What a person reads; a store that lost more is one finding for them. */
    private static final int MAX_FINDINGS = 500;

    enum Kind {
        FIXITY,
        RECONCILIATION
    }

    /** @param endedAt empty while it goes on */
    record Report(long id, Instant beganAt, Optional<Instant> endedAt, long checked) {}

    Report begin(Handle tx, Kind kind, Instant now) {
        return tx.createQuery("INSERT INTO archive.report (kind, began_at) VALUES (:kind, :now) RETURNING *")
                .bind("kind", kind.name())
                .bind("now", Timestamp.from(now))
                .map((row, context) -> report(row))
                .one();
    }

    Optional<Report> last(Handle tx, Kind kind) {
        return tx.createQuery("SELECT * FROM archive.report WHERE kind = :kind ORDER BY id DESC LIMIT 1")
                .bind("kind", kind.name())
                .map((row, context) -> report(row))
                .findOne();
    }

    void checked(Handle tx, long reportId, long more) {
        tx.createUpdate("UPDATE archive.report SET checked = checked + :more WHERE id = :id")
                .bind("more", more)
                .bind("id", reportId)
                .execute();
    }

    void end(Handle tx, long reportId, Instant now) {
        tx.createUpdate("UPDATE archive.report SET ended_at = :now WHERE id = :id")
                .bind("now", Timestamp.from(now))
                .bind("id", reportId)
                .execute();
    }

    void find(Handle tx, long reportId, Finding finding) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.finding (report_id, code, place, what, detail, repaired)
                        VALUES (:report, :code, :place, :what, :detail, :repaired)""")
                .bind("report", reportId)
                .bind("code", finding.code())
                .bind("place", finding.place())
                .bind("what", finding.what().name())
                .bind("detail", finding.detail())
                .bind("repaired", finding.repaired().orElse(null))
                .execute();
    }

    List<Finding> findings(Handle tx, long reportId) {
        return tx.createQuery("SELECT * FROM archive.finding WHERE report_id = :id ORDER BY id LIMIT :limit")
                .bind("id", reportId)
                .bind("limit", MAX_FINDINGS)
                .map((row, context) -> new Finding(
                        row.getString("code"),
                        row.getString("place"),
                        Finding.What.valueOf(row.getString("what")),
                        row.getString("detail"),
                        Optional.ofNullable(row.getString("repaired"))))
                .list();
    }

    /** Packages that weren't looked at since a report began; what was destroyed isn't looked at. */
    List<ArchivedRecording> unchecked(Handle tx, Instant since, int limit) {
        return tx.createQuery(
                        """
                        SELECT * FROM archive.recording r WHERE manifest_sha256 IS NOT NULL
                        AND (checked_at IS NULL OR checked_at < :since)
                        AND NOT EXISTS (SELECT FROM archive.data_key k
                            WHERE k.reception_id = r.reception_id AND k.forgotten_at IS NOT NULL)
                        ORDER BY sealed_at LIMIT :limit""")
                .bind("since", Timestamp.from(since))
                .bind("limit", limit)
                .map((row, context) -> RecordingStore.recording(row))
                .list();
    }

    void checked(Handle tx, String receptionId, Instant now) {
        tx.createUpdate("UPDATE archive.recording SET checked_at = :now WHERE reception_id = :id")
                .bind("now", Timestamp.from(now))
                .bind("id", receptionId)
                .execute();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getLong("id"),
                row.getTimestamp("began_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
                row.getLong("checked"));
    }
}
