package org.kachehri.identity.pass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;

/** The only SQL over passes. */
final class PassStore {
    /** @param usedAt null as long as it is unused; so are usedUnit and usedScan */
    record Row(String subject, boolean revoked, Instant usedAt, String usedUnit, UUID usedScan) {}

    /** A pass that let in twice: where and when first, and where and when again. */
    record UsedAgain(
            String passId, String subject, Instant usedAt, String usedUnit, Instant againAt, String againUnit) {}

    void insert(Handle tx, Token token, String subject, String issuedBy) {
        tx.createUpdate(
                        """
                        INSERT INTO pass.issued (id, purpose, subject, issued_by, valid_from, valid_until)
                        VALUES (:id, :purpose, :subject, :issuedBy, :from, :until)""")
                .bind("id", token.id())
                .bind("purpose", token.purpose().name())
                .bind("subject", subject)
                .bind("issuedBy", issuedBy)
                .bind("from", Timestamp.from(token.from()))
                .bind("until", Timestamp.from(token.until()))
                .execute();
    }

    /** Until the caller's transaction ends nobody else uses or revokes it. */
    Optional<Row> locked(Handle tx, UUID id) {
        return tx.createQuery("SELECT * FROM pass.issued WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    void use(Handle tx, UUID id, SignedIn who, UUID scan, Instant at) {
        tx.createUpdate(
                        """
                        UPDATE pass.issued SET used_at = :at, used_by = :by, used_unit = :unit, used_scan = :scan
                        WHERE id = :id""")
                .bind("at", Timestamp.from(at))
                .bind("by", who.officialId())
                .bind("unit", who.unitId())
                .bind("scan", scan)
                .bind("id", id)
                .execute();
    }

    /** The same scan reported twice is one. */
    void useAgain(Handle tx, UUID id, SignedIn who, UUID scan, Instant at, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO pass.used_again (scan, pass_id, used_at, used_by, used_unit, reported_at)
                        VALUES (:scan, :id, :at, :by, :unit, :now) ON CONFLICT DO NOTHING""")
                .bind("scan", scan)
                .bind("id", id)
                .bind("at", Timestamp.from(at))
                .bind("by", who.officialId())
                .bind("unit", who.unitId())
                .bind("now", Timestamp.from(now))
                .execute();
    }

    /** Those in which this unit let in, the latest first. */
    List<UsedAgain> usedAgain(Handle tx, String unitId, Instant since) {
        return tx.createQuery(
                        """
                        SELECT i.id, i.subject, i.used_at, i.used_unit, a.used_at AS again_at, a.used_unit AS again_unit
                        FROM pass.used_again a JOIN pass.issued i ON i.id = a.pass_id
                        WHERE :unit IN (i.used_unit, a.used_unit) AND a.reported_at > :since
                        ORDER BY a.reported_at DESC LIMIT 100""")
                .bind("unit", unitId)
                .bind("since", Timestamp.from(since))
                .map((row, context) -> new UsedAgain(
                        row.getString("id"),
                        row.getString("subject"),
                        row.getTimestamp("used_at").toInstant(),
                        row.getString("used_unit"),
                        row.getTimestamp("again_at").toInstant(),
                        row.getString("again_unit")))
                .list();
    }

    /** @return whether there is such a pass; what was revoked before stays so */
    boolean revoke(Handle tx, UUID id, Instant now) {
        return tx.createUpdate("UPDATE pass.issued SET revoked_at = COALESCE(revoked_at, :now) WHERE id = :id")
                        .bind("now", Timestamp.from(now))
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Those that were to be used yet. */
    void revokeUnused(Handle tx, String subject, Purpose purpose, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE pass.issued SET revoked_at = :now
                        WHERE subject = :subject AND purpose = :purpose AND used_at IS NULL AND revoked_at IS NULL""")
                .bind("now", Timestamp.from(now))
                .bind("subject", subject)
                .bind("purpose", purpose.name())
                .execute();
    }

    /** An expired one is refused without the list, so the list stays as short as a day is long. */
    Set<UUID> revokedAndNotExpired(Handle tx, Instant now) {
        return new HashSet<>(
                tx.createQuery("SELECT id FROM pass.issued WHERE revoked_at IS NOT NULL AND valid_until > :now")
                        .bind("now", Timestamp.from(now))
                        .mapTo(UUID.class)
                        .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        Timestamp used = row.getTimestamp("used_at");
        return new Row(
                row.getString("subject"),
                row.getTimestamp("revoked_at") != null,
                used == null ? null : used.toInstant(),
                row.getString("used_unit"),
                row.getObject("used_scan", UUID.class));
    }
}
