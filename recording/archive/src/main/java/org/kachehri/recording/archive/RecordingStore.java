package org.kachehri.recording.archive;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The only SQL over the archive's tables. */
final class RecordingStore {
    /** What a person scans on one page; a search narrows it. */
    private static final int MAX_LINES = 200;

    record Recording(
            RecordingSubject subject,
            RecordingState state,
            Optional<Instant> sealedAt,
            Optional<String> manifestSha256,
            Optional<Long> durationMillis,
            boolean copiesReady) {}

    record View(
            String id,
            String receptionId,
            String officialId,
            String postId,
            String viewer,
            String reason,
            Instant openedAt,
            Verification seal) {}

    /** One line of who watched what, as the protocol writes it; copy and times are null for the opening itself. */
    record Access(String viewer, String reason, Instant at, String what, String copy, Long fromMillis, Long toMillis) {}

    void writing(Handle tx, RecordingSubject subject) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.recording (reception_id, code, day, person, type, protected, state)
                        VALUES (:id, :code, :day, :person, :type, :protected, 'WRITING')
                        ON CONFLICT (reception_id) DO UPDATE SET state = 'WRITING' WHERE archive.recording.state = 'EXPECTED'""")
                .bind("id", subject.receptionId())
                .bind("code", subject.code())
                .bind("day", Date.valueOf(subject.day()))
                .bind("person", subject.person())
                .bind("type", subject.type())
                .bind("protected", subject.protectedIdentity())
                .execute();
    }

    void sealed(Handle tx, String receptionId, Instant at, String manifestSha256, long durationMillis) {
        tx.createUpdate(
                        """
                        UPDATE archive.recording SET state = 'SEALED', sealed_at = :at, manifest_sha256 = :hash,
                        duration_millis = :duration WHERE reception_id = :id""")
                .bind("at", Timestamp.from(at))
                .bind("hash", manifestSha256)
                .bind("duration", durationMillis)
                .bind("id", receptionId)
                .execute();
    }

    void state(Handle tx, String receptionId, RecordingState state) {
        tx.createUpdate("UPDATE archive.recording SET state = :state WHERE reception_id = :id")
                .bind("state", state.name())
                .bind("id", receptionId)
                .execute();
    }

    void copiesReady(Handle tx, String receptionId) {
        tx.createUpdate("UPDATE archive.recording SET copies_ready = true WHERE reception_id = :id")
                .bind("id", receptionId)
                .execute();
    }

    Optional<Recording> recording(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM archive.recording WHERE reception_id = :id")
                .bind("id", receptionId)
                .map((row, context) -> recording(row))
                .findOne();
    }

    /** Newest first; the words are looked for in the number and the person's name. */
    List<Recording> find(Handle tx, String words) {
        String pattern = "%" + words.strip().replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return tx.createQuery(
                        """
                        SELECT * FROM archive.recording WHERE code ILIKE :pattern OR person ILIKE :pattern
                        ORDER BY day DESC, code DESC LIMIT :limit""")
                .bind("pattern", pattern)
                .bind("limit", MAX_LINES)
                .map((row, context) -> recording(row))
                .list();
    }

    List<String> withoutCopies(Handle tx) {
        return tx.createQuery(
                        "SELECT reception_id FROM archive.recording WHERE state IN ('SEALED', 'VERIFIED') AND NOT copies_ready")
                .mapTo(String.class)
                .list();
    }

    /** Sealed ones without a time stamp, and those whose stamp's certificate ends before {@code ending} and that weren't stamped since {@code stampedBefore}. */
    List<String> toStamp(Handle tx, Instant ending, Instant stampedBefore) {
        return tx.createQuery(
                        """
                        SELECT reception_id FROM archive.recording WHERE state = 'VERIFIED'
                        AND (stamp_ends IS NULL OR stamp_ends < :ending AND stamped_at < :before) ORDER BY sealed_at""")
                .bind("ending", Timestamp.from(ending))
                .bind("before", Timestamp.from(stampedBefore))
                .mapTo(String.class)
                .list();
    }

    void stamped(Handle tx, String receptionId, Instant at, Instant ends) {
        tx.createUpdate("UPDATE archive.recording SET stamped_at = :at, stamp_ends = :ends WHERE reception_id = :id")
                .bind("at", Timestamp.from(at))
                .bind("ends", Timestamp.from(ends))
                .bind("id", receptionId)
                .execute();
    }

    void open(Handle tx, View view) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.view (id, reception_id, official_id, post_id, viewer, reason, opened_at, verdict, segments,
                        intact, first_damaged, fingerprint, sealed_at) VALUES (:id, :reception, :official, :post, :viewer, :reason, :at,
                        :verdict, :segments, :intact, :damaged, :fingerprint, :sealed)""")
                .bind("id", view.id())
                .bind("reception", view.receptionId())
                .bind("official", view.officialId())
                .bind("post", view.postId())
                .bind("viewer", view.viewer())
                .bind("reason", view.reason())
                .bind("at", Timestamp.from(view.openedAt()))
                .bind("verdict", view.seal().verdict().name())
                .bind("segments", view.seal().segments())
                .bind("intact", view.seal().intactSegments())
                .bind("damaged", view.seal().firstDamaged().orElse(null))
                .bind("fingerprint", view.seal().fingerprint().orElse(null))
                .bind("sealed", view.seal().sealedAt().map(Timestamp::from).orElse(null))
                .execute();
    }

    Optional<View> view(Handle tx, String viewId) {
        return tx.createQuery("SELECT * FROM archive.view WHERE id = :id")
                .bind("id", viewId)
                .map((row, context) -> view(row))
                .findOne();
    }

    void watched(Handle tx, String viewId, String copy, long fromMillis, long toMillis, Instant at) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.watched (view_id, copy, from_millis, to_millis, at)
                        VALUES (:view, :copy, :from, :to, :at)""")
                .bind("view", viewId)
                .bind("copy", copy)
                .bind("from", fromMillis)
                .bind("to", toMillis)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    List<Access> access(Handle tx, String receptionId) {
        return tx.createQuery(
                        """
                        SELECT viewer, reason, opened_at AS at, 'OPENED' AS what, NULL AS copy, NULL::bigint AS from_millis,
                        NULL::bigint AS to_millis FROM archive.view WHERE reception_id = :id
                        UNION ALL
                        SELECT v.viewer, v.reason, w.at, 'WATCHED', w.copy, w.from_millis, w.to_millis
                        FROM archive.watched w JOIN archive.view v ON v.id = w.view_id WHERE v.reception_id = :id
                        ORDER BY at DESC LIMIT 1000""")
                .bind("id", receptionId)
                .map((row, context) -> new Access(
                        row.getString("viewer"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("what"),
                        row.getString("copy"),
                        (Long) row.getObject("from_millis"),
                        (Long) row.getObject("to_millis")))
                .list();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static Recording recording(ResultSet row) throws SQLException {
        RecordingSubject subject = new RecordingSubject(
                row.getString("reception_id"),
                row.getString("code"),
                row.getObject("day", LocalDate.class),
                row.getString("person"),
                row.getString("type"),
                row.getBoolean("protected"));
        return new Recording(
                subject,
                RecordingState.valueOf(row.getString("state")),
                instant(row, "sealed_at"),
                Optional.ofNullable(row.getString("manifest_sha256")),
                Optional.ofNullable((Long) row.getObject("duration_millis")),
                row.getBoolean("copies_ready"));
    }

    private static View view(ResultSet row) throws SQLException {
        Verification seal = new Verification(
                Verdict.valueOf(row.getString("verdict")),
                Optional.ofNullable(row.getString("first_damaged")),
                "",
                row.getInt("segments"),
                row.getInt("intact"),
                Optional.empty(),
                Optional.ofNullable(row.getString("fingerprint")),
                instant(row, "sealed_at"),
                Optional.empty());
        return new View(
                row.getString("id"),
                row.getString("reception_id"),
                row.getString("official_id"),
                row.getString("post_id"),
                row.getString("viewer"),
                row.getString("reason"),
                row.getTimestamp("opened_at").toInstant(),
                seal);
    }
}
