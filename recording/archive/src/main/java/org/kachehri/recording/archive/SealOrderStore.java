package org.kachehri.recording.archive;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of captures that wait for their seal. */
final class SealOrderStore {
    /** @param tries that failed */
    record Order(RecordingSubject subject, String paper, int tries) {}

    /** Ordered twice, it is one order. */
    void order(Handle tx, String receptionId, String paper, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.seal_order (reception_id, paper, ordered_at, due_at) VALUES (:id, :paper, :now, :now)
                        ON CONFLICT (reception_id) DO NOTHING""")
                .bind("id", receptionId)
                .bind("paper", paper)
                .bind("now", Timestamp.from(now))
                .execute();
    }

    List<Order> due(Handle tx, Instant now) {
        return tx.createQuery(
                        """
                        SELECT * FROM archive.seal_order JOIN archive.recording USING (reception_id)
                        WHERE due_at <= :now ORDER BY ordered_at""")
                .bind("now", Timestamp.from(now))
                .map((row, context) ->
                        new Order(RecordingStore.subject(row), row.getString("paper"), row.getInt("tries")))
                .list();
    }

    void done(Handle tx, String receptionId) {
        tx.createUpdate("DELETE FROM archive.seal_order WHERE reception_id = :id")
                .bind("id", receptionId)
                .execute();
    }

    void failed(Handle tx, String receptionId, String trouble, Instant dueAt) {
        tx.createUpdate(
                        "UPDATE archive.seal_order SET tries = tries + 1, trouble = :trouble, due_at = :due WHERE reception_id = :id")
                .bind("id", receptionId)
                .bind("trouble", trouble)
                .bind("due", Timestamp.from(dueAt))
                .execute();
    }

    long waiting(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM archive.seal_order")
                .mapTo(Long.class)
                .one();
    }
}
