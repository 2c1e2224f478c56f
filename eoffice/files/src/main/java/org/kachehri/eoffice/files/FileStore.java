package org.kachehri.eoffice.files;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Role;
import org.kachehri.scheduler.points.Unit;

/** The rows of case files, their note sheets and their way; the only SQL about them. */
final class FileStore {
    /** More than lies on one desk; a longer list would not be read. */
    private static final int MOST_LINES = 500;

    private static final String FILES_NOW =
            """
            SELECT f.*, m.unit_id, m.post_id, m.since
            FROM files.file f JOIN files.movement m ON m.file_id = f.id AND m.until IS NULL
            """;

    /** @param postId null while it lies in the unit's inbox */
    record StoredFile(
            String id, String number, String ticketId, String subject, String unitId, String postId, Instant since) {
        boolean liesBefore(String postOfViewer, String unitOfViewer) {
            return postId == null ? unitId.equals(unitOfViewer) : postId.equals(postOfViewer);
        }
    }

    record Note(int number, String text, String writer, String post, Instant signedAt) {}

    record Movement(String unitId, Role role, Instant since, Instant until) {}

    enum Kind {
        MINUTES,
        RECORDING,
        SUBMISSION
    }

    record Correspondence(Kind kind, String title, String receptionId) {}

    /** Gap-free a unit and year: {@code NGHE-AN-7/2026}. */
    String nextNumber(Handle tx, Unit unit, int year) {
        int last = tx.createQuery(
                        """
                        INSERT INTO files.file_number (unit_id, year, last) VALUES (:unit, :year, 1)
                        ON CONFLICT (unit_id, year) DO UPDATE SET last = files.file_number.last + 1 RETURNING last""")
                .bind("unit", unit.id())
                .bind("year", year)
                .mapTo(Integer.class)
                .one();
        return unit.id().toUpperCase(Locale.ROOT) + "-" + last + "/" + year;
    }

    boolean existsFor(Handle tx, String ticketId) {
        return tx.createQuery("SELECT count(*) FROM files.file WHERE ticket_id = :ticket")
                        .bind("ticket", ticketId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    void open(Handle tx, StoredFile file) {
        tx.createUpdate(
                        """
                        INSERT INTO files.file (id, number, ticket_id, subject, opened_at)
                        VALUES (:id, :number, :ticket, :subject, :at)""")
                .bind("id", file.id())
                .bind("number", file.number())
                .bind("ticket", file.ticketId())
                .bind("subject", file.subject())
                .bind("at", Timestamp.from(file.since()))
                .execute();
        tx.createUpdate(
                        """
                        INSERT INTO files.movement (file_id, position, unit_id, post_id, since)
                        VALUES (:file, 1, :unit, :post, :since)""")
                .bind("file", file.id())
                .bind("unit", file.unitId())
                .bind("post", file.postId())
                .bind("since", Timestamp.from(file.since()))
                .execute();
    }

    void addCorrespondence(Handle tx, String fileId, int position, Correspondence paper) {
        tx.createUpdate(
                        """
                        INSERT INTO files.correspondence (file_id, position, kind, title, reception_id)
                        VALUES (:file, :position, :kind, :title, :reception)""")
                .bind("file", fileId)
                .bind("position", position)
                .bind("kind", paper.kind().name())
                .bind("title", paper.title())
                .bind("reception", paper.receptionId())
                .execute();
    }

    /** Numbered in the order of writing: the file's row is locked, so two writers don't get one number. */
    void addNote(Handle tx, String fileId, String text, String officialId, String postId, Instant at) {
        tx.createQuery("SELECT id FROM files.file WHERE id = :file FOR UPDATE")
                .bind("file", fileId)
                .mapTo(String.class)
                .one();
        tx.createUpdate(
                        """
                        INSERT INTO files.note (file_id, number, text, writer_id, post_id, signed_at)
                        SELECT :file, count(*) + 1, :text, :writer, :post, :at FROM files.note WHERE file_id = :file""")
                .bind("file", fileId)
                .bind("text", text)
                .bind("writer", officialId)
                .bind("post", postId)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    Optional<StoredFile> find(Handle tx, String id) {
        return tx.createQuery(FILES_NOW + "WHERE f.id = :id")
                .bind("id", id)
                .map((row, context) -> file(row))
                .findOne();
    }

    /** What lies on the desk of the post or in the inbox of its unit. */
    List<StoredFile> desk(Handle tx, String postId, String unitId) {
        return tx.createQuery(
                        FILES_NOW
                                + """
                        WHERE m.post_id = :post OR (m.post_id IS NULL AND m.unit_id = :unit)
                        ORDER BY m.since, f.id LIMIT :most""")
                .bind("post", postId)
                .bind("unit", unitId)
                .bind("most", MOST_LINES)
                .map((row, context) -> file(row))
                .list();
    }

    List<Note> notes(Handle tx, String fileId) {
        return tx.createQuery(
                        """
                        SELECT n.number, n.text, o.name, p.role, p.unit_id, n.signed_at
                        FROM files.note n
                        JOIN people.official o ON o.id = n.writer_id
                        JOIN people.post p ON p.id = n.post_id
                        WHERE n.file_id = :file ORDER BY n.number""")
                .bind("file", fileId)
                .map((row, context) -> new Note(
                        row.getInt("number"),
                        row.getString("text"),
                        row.getString("name"),
                        row.getString("role"),
                        row.getTimestamp("signed_at").toInstant()))
                .list();
    }

    List<Movement> movements(Handle tx, String fileId) {
        return tx.createQuery(
                        """
                        SELECT m.unit_id, p.role, m.since, m.until
                        FROM files.movement m LEFT JOIN people.post p ON p.id = m.post_id
                        WHERE m.file_id = :file ORDER BY m.position""")
                .bind("file", fileId)
                .map((row, context) -> movement(row))
                .list();
    }

    List<Correspondence> correspondence(Handle tx, String fileId) {
        return tx.createQuery("SELECT * FROM files.correspondence WHERE file_id = :file ORDER BY position")
                .bind("file", fileId)
                .map((row, context) -> new Correspondence(
                        Kind.valueOf(row.getString("kind")), row.getString("title"), row.getString("reception_id")))
                .list();
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(
                row.getString("id"),
                row.getString("number"),
                row.getString("ticket_id"),
                row.getString("subject"),
                row.getString("unit_id"),
                row.getString("post_id"),
                row.getTimestamp("since").toInstant());
    }

    private static Movement movement(ResultSet row) throws SQLException {
        String role = row.getString("role");
        Timestamp until = row.getTimestamp("until");
        return new Movement(
                row.getString("unit_id"),
                role == null ? null : Role.valueOf(role),
                row.getTimestamp("since").toInstant(),
                until == null ? null : until.toInstant());
    }
}
