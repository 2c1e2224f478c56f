package org.kachehri.recording.archive;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The only SQL over the archive's tables. */
final class RecordingStore {
    /** Does nothing when it is known already. */
    void expected(Handle tx, RecordingSubject subject, Instant at) {
        insert(tx, subject, RecordingState.EXPECTED, at);
    }

    /** Does nothing when it is further already. */
    void writing(Handle tx, RecordingSubject subject, Instant at) {
        insert(tx, subject, RecordingState.WRITING, at);
        int began = tx.createUpdate(
                        "UPDATE archive.recording SET state = 'WRITING' WHERE reception_id = :id AND state = 'EXPECTED'")
                .bind("id", subject.receptionId())
                .execute();
        if (began == 1) {
            began(tx, subject.receptionId(), RecordingState.WRITING, at);
        }
    }

    private static void insert(Handle tx, RecordingSubject subject, RecordingState state, Instant at) {
        int inserted = tx.createUpdate(
                        """
                        INSERT INTO archive.recording (reception_id, code, point, day, person, type, protected, state)
                        VALUES (:id, :code, :point, :day, :person, :type, :protected, :state)
                        ON CONFLICT (reception_id) DO NOTHING""")
                .bind("id", subject.receptionId())
                .bind("code", subject.code())
                .bind("point", subject.point())
                .bind("day", Date.valueOf(subject.day()))
                .bind("person", subject.person())
                .bind("type", subject.type())
                .bind("protected", subject.protectedIdentity())
                .bind("state", state.name())
                .execute();
        if (inserted == 1) {
            began(tx, subject.receptionId(), state, at);
        }
    }

    private static void began(Handle tx, String receptionId, RecordingState state, Instant at) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.began (reception_id, state, at) VALUES (:id, :state, :at)
                        ON CONFLICT (reception_id, state) DO UPDATE SET at = :at""")
                .bind("id", receptionId)
                .bind("state", state.name())
                .bind("at", Timestamp.from(at))
                .execute();
    }

    void sealed(Handle tx, String receptionId, Instant at, String manifestSha256, long durationMillis) {
        tx.createUpdate(
                        """
                        UPDATE archive.recording SET state = 'SEALED', sealed_at = :at, manifest_sha256 = :hash,
                        duration_millis = :duration, local_since = :at WHERE reception_id = :id""")
                .bind("at", Timestamp.from(at))
                .bind("hash", manifestSha256)
                .bind("duration", durationMillis)
                .bind("id", receptionId)
                .execute();
        began(tx, receptionId, RecordingState.SEALED, at);
    }

    /** What it is already, it stays since then; what is destroyed stays so. */
    void state(Handle tx, String receptionId, RecordingState state, Instant at) {
        int changed = tx.createUpdate(
                        """
                        UPDATE archive.recording SET state = :state
                        WHERE reception_id = :id AND state NOT IN (:state, 'DESTROYED')""")
                .bind("state", state.name())
                .bind("id", receptionId)
                .execute();
        if (changed == 1) {
            began(tx, receptionId, state, at);
        }
    }

    /** Its folder counts as being here until it is deleted: what is destroyed may have left copies for viewing. */
    void destroyed(Handle tx, String receptionId, Instant at) {
        state(tx, receptionId, RecordingState.DESTROYED, at);
        tx.createUpdate(
                        """
                        UPDATE archive.recording SET person = '', local_since = coalesce(local_since, :at)
                        WHERE reception_id = :id""")
                .bind("at", Timestamp.from(at))
                .bind("id", receptionId)
                .execute();
    }

    /** Destroyed ones whose folder is still there. */
    List<String> toDelete(Handle tx) {
        return tx.createQuery(
                        "SELECT reception_id FROM archive.recording WHERE state = 'DESTROYED' AND local_since IS NOT NULL")
                .mapTo(String.class)
                .list();
    }

    /** How many there are of each; states without any are left out. */
    Map<RecordingState, Long> counts(Handle tx) {
        Map<RecordingState, Long> counts = new EnumMap<>(RecordingState.class);
        tx.createQuery("SELECT state, count(*) AS number FROM archive.recording GROUP BY state")
                .map((row, context) -> Map.entry(RecordingState.valueOf(row.getString("state")), row.getLong("number")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** Whether the package lies in the local directory, and since when. */
    void local(Handle tx, String receptionId, Optional<Instant> since) {
        tx.createUpdate("UPDATE archive.recording SET local_since = :since WHERE reception_id = :id")
                .bind("since", since.map(Timestamp::from).orElse(null))
                .bind("id", receptionId)
                .execute();
    }

    boolean isLocal(Handle tx, String receptionId) {
        return tx.createQuery("SELECT local_since IS NOT NULL FROM archive.recording WHERE reception_id = :id")
                .bind("id", receptionId)
                .mapTo(Boolean.class)
                .one();
    }

    List<ArchivedRecording> all(Handle tx) {
        return tx.createQuery("SELECT * FROM archive.recording")
                .map((row, context) -> recording(row))
                .list();
    }

    /** Nothing is expected any more of receptions whose day has passed and that were not held. */
    void withdrawExpected(Handle tx, Instant dayBefore, Collection<String> held) {
        List<String> gone = tx.createQuery(
                        """
                        SELECT reception_id FROM archive.recording WHERE state = 'EXPECTED' AND day < CAST(:before AS date)
                        AND NOT reception_id = ANY (:held)""")
                .bind("before", Timestamp.from(dayBefore))
                .bind("held", held.toArray(String[]::new))
                .mapTo(String.class)
                .list();
        for (String table : List.of("began", "recording")) {
            tx.createUpdate("DELETE FROM archive." + table + " WHERE reception_id = ANY (:gone)")
                    .bind("gone", gone.toArray(String[]::new))
                    .execute();
        }
    }

    void copiesReady(Handle tx, String receptionId) {
        tx.createUpdate("UPDATE archive.recording SET copies_ready = true WHERE reception_id = :id")
                .bind("id", receptionId)
                .execute();
    }

    Optional<ArchivedRecording> recording(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM archive.recording WHERE reception_id = :id")
                .bind("id", receptionId)
                .map((row, context) -> recording(row))
                .findOne();
    }

    /** A page, newest first; what is only expected is found when it is asked for. */
    FoundRecordings find(Handle tx, Set<String> reached, RecordingSearch search) {
        List<String> points = tx.createQuery(
                        "SELECT DISTINCT point FROM archive.recording WHERE point = ANY (:reached) ORDER BY point")
                .bind("reached", reached.toArray(String[]::new))
                .mapTo(String.class)
                .list();
        String where =
                """
                 FROM archive.recording WHERE archive.plain(code || ' ' || person) LIKE archive.plain(:pattern)
                AND point = ANY (:reached) AND (CAST(:point AS text) IS NULL OR point = :point) AND (CAST(:type AS text) IS NULL OR type = :type)
                AND CASE WHEN CAST(:state AS text) IS NULL THEN state <> 'EXPECTED' ELSE state = :state END
                AND day BETWEEN COALESCE(CAST(:from AS date), '-infinity') AND COALESCE(CAST(:to AS date), 'infinity')""";
        long count = bound(tx.createQuery("SELECT count(*)" + where), reached, search)
                .mapTo(Long.class)
                .one();
        List<ArchivedRecording> page = bound(
                        tx.createQuery(
                                "SELECT *" + where + " ORDER BY day DESC, code DESC LIMIT :limit OFFSET :offset"),
                        reached,
                        search)
                .bind("limit", RecordingSearch.PAGE_LINES)
                .bind("offset", (search.page() - 1) * RecordingSearch.PAGE_LINES)
                .map((row, context) -> recording(row))
                .list();
        return new FoundRecordings(page, count, points);
    }

    private static Query bound(Query query, Set<String> reached, RecordingSearch search) {
        return query.bind("reached", reached.toArray(String[]::new))
                .bind("pattern", "%" + search.words().strip().replaceAll("([\\\\%_])", "\\\\$1") + "%")
                .bind("point", search.point().orElse(null))
                .bind("type", search.type().orElse(null))
                .bind("state", search.state().map(Enum::name).orElse(null))
                .bind("from", search.from().map(Date::valueOf).orElse(null))
                .bind("to", search.to().map(Date::valueOf).orElse(null));
    }

    List<String> withoutCopies(Handle tx) {
        return tx.createQuery(
                        "SELECT reception_id FROM archive.recording WHERE state IN ('SEALED', 'ARCHIVED', 'VERIFIED') AND NOT copies_ready")
                .mapTo(String.class)
                .list();
    }

    /** A package that is to be stamped, and how many addenda it had at least when that was known. */
    record Unstamped(String receptionId, int addenda) {}

    /**
     * Sealed ones without a time stamp, or with an addendum that has none, and those with a stamp whose certificate ends before {@code ending} and that weren't
     * stamped since {@code stampedBefore}.
     */
    List<Unstamped> toStamp(Handle tx, Instant ending, Instant stampedBefore) {
        return tx.createQuery(
                        """
                        SELECT reception_id, addenda FROM archive.recording WHERE state IN ('SEALED', 'ARCHIVED', 'VERIFIED')
                        AND (stamp_ends IS NULL OR stamped_addenda < addenda OR stamp_ends < :ending AND stamped_at < :before)
                        ORDER BY sealed_at""")
                .bind("ending", Timestamp.from(ending))
                .bind("before", Timestamp.from(stampedBefore))
                .map((row, context) -> new Unstamped(row.getString("reception_id"), row.getInt("addenda")))
                .list();
    }

    /** Its package has got another addendum, which has no stamp yet. */
    void added(Handle tx, String receptionId) {
        tx.createUpdate("UPDATE archive.recording SET addenda = addenda + 1 WHERE reception_id = :id")
                .bind("id", receptionId)
                .execute();
    }

    /** One that was added meanwhile may have no stamp yet, and isn't counted. */
    void stamped(Handle tx, Unstamped which, Instant at, Instant ends) {
        tx.createUpdate(
                        """
                        UPDATE archive.recording SET stamped_at = :at, stamp_ends = :ends, stamped_addenda = :addenda
                        WHERE reception_id = :id""")
                .bind("addenda", which.addenda())
                .bind("at", Timestamp.from(at))
                .bind("ends", Timestamp.from(ends))
                .bind("id", which.receptionId())
                .execute();
    }

    List<PackageIndex.Line> packages(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT reception_id, code, sealed_at, manifest_sha256, local_since FROM archive.recording
                        WHERE manifest_sha256 IS NOT NULL AND state <> 'DESTROYED' ORDER BY sealed_at, reception_id""")
                .map((row, context) -> new PackageIndex.Line(
                        row.getString("reception_id"),
                        row.getString("code"),
                        row.getTimestamp("sealed_at").toInstant(),
                        row.getString("manifest_sha256"),
                        row.getTimestamp("local_since") != null))
                .list();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    static RecordingSubject subject(ResultSet row) throws SQLException {
        return new RecordingSubject(
                row.getString("reception_id"),
                row.getString("code"),
                row.getString("point"),
                row.getObject("day", LocalDate.class),
                row.getString("person"),
                row.getString("type"),
                row.getBoolean("protected"));
    }

    static ArchivedRecording recording(ResultSet row) throws SQLException {
        return new ArchivedRecording(
                subject(row),
                RecordingState.valueOf(row.getString("state")),
                instant(row, "sealed_at"),
                Optional.ofNullable(row.getString("manifest_sha256")),
                Optional.ofNullable((Long) row.getObject("duration_millis")),
                row.getBoolean("copies_ready"));
    }
}
