package org.kachehri.signaling.minutes;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of minutes; the only SQL about them. */
final class MinutesStore {
    /** The next number; its row stays locked until the transaction ends, so numbers have no gaps and stand in order. */
    int nextNumber(Handle tx, String receptionId) {
        return tx.createQuery(
                        """
                        INSERT INTO minutes.last_number (reception_id, number) VALUES (:reception, 1)
                        ON CONFLICT (reception_id) DO UPDATE SET number = minutes.last_number.number + 1
                        RETURNING number""")
                .bind("reception", receptionId)
                .mapTo(Integer.class)
                .one();
    }

    /** Locks out writers while the signature is put under what is there; the number of the last paragraph. */
    Optional<Integer> lockedLastNumber(Handle tx, String receptionId) {
        return tx.createQuery("SELECT number FROM minutes.last_number WHERE reception_id = :reception FOR UPDATE")
                .bind("reception", receptionId)
                .mapTo(Integer.class)
                .findOne();
    }

    void write(Handle tx, String receptionId, WrittenMinutes.Paragraph paragraph, String writerId) {
        tx.createUpdate(
                        """
                        INSERT INTO minutes.paragraph
                        (reception_id, number, text, speaker, elapsed_millis, written_at, writer_id, writer, addendum)
                        VALUES (:reception, :number, :text, :speaker, :elapsed, :at, :writerId, :writer, :addendum)""")
                .bind("reception", receptionId)
                .bind("number", paragraph.number())
                .bind("text", paragraph.text())
                .bind("speaker", paragraph.speaker())
                .bind("elapsed", paragraph.elapsedMillis())
                .bind("at", Timestamp.from(paragraph.writtenAt()))
                .bind("writerId", writerId)
                .bind("writer", paragraph.writer())
                .bind("addendum", paragraph.addendum())
                .execute();
    }

    void sign(Handle tx, String receptionId, Instant at, String signerId, String signer, String postId, String sha256) {
        tx.createUpdate(
                        """
                        INSERT INTO minutes.signature
                        (reception_id, signed_at, signer_id, signer, post_id, paragraphs_sha256)
                        VALUES (:reception, :at, :signerId, :signer, :post, :sha256)""")
                .bind("reception", receptionId)
                .bind("at", Timestamp.from(at))
                .bind("signerId", signerId)
                .bind("signer", signer)
                .bind("post", postId)
                .bind("sha256", sha256)
                .execute();
    }

    WrittenMinutes minutes(Handle tx, String receptionId) {
        List<WrittenMinutes.Paragraph> paragraphs = tx.createQuery(
                        "SELECT * FROM minutes.paragraph WHERE reception_id = :reception ORDER BY number")
                .bind("reception", receptionId)
                .map((row, context) -> new WrittenMinutes.Paragraph(
                        row.getInt("number"),
                        row.getString("text"),
                        row.getString("speaker"),
                        row.getObject("elapsed_millis", Long.class),
                        row.getTimestamp("written_at").toInstant(),
                        row.getString("writer"),
                        row.getBoolean("addendum")))
                .list();
        return tx.createQuery("SELECT signed_at, signer FROM minutes.signature WHERE reception_id = :reception")
                .bind("reception", receptionId)
                .map((row, context) -> new WrittenMinutes(
                        paragraphs, row.getTimestamp("signed_at").toInstant(), row.getString("signer")))
                .findOne()
                .orElseGet(() -> new WrittenMinutes(paragraphs, null, null));
    }
}
