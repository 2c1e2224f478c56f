package org.kachehri.recording.archive;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.recording.seal.SignedText;
import org.kachehri.recording.storage.StoredCopy;

/** The rows of copies in stores, and of the keys they are encrypted with. */
final class CopyStore {
    /** @param receipt what the archive has signed for; empty before it was brought */
    record Copy(
            String receptionId,
            String store,
            State state,
            int tries,
            Optional<StoredCopy> stored,
            Optional<SignedText> receipt) {}

    /** Where a copy is on its way. */
    enum State {
        /** To be brought. */
        WAITING,
        /** The archive has signed for it. */
        STORED,
        /** Read back without a fault. */
        VERIFIED
    }

    /** Every sealed package shall be in every store; what was destroyed in none. */
    void enqueue(Handle tx, String store, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.copy (reception_id, store, state, since, due_at)
                        SELECT reception_id, :store, 'WAITING', :now, :now FROM archive.recording
                        WHERE state IN ('SEALED', 'ARCHIVED', 'VERIFIED')
                        AND NOT EXISTS (SELECT FROM archive.data_key k
                            WHERE k.reception_id = recording.reception_id AND k.forgotten_at IS NOT NULL)
                        ON CONFLICT (reception_id, store) DO NOTHING""")
                .bind("store", store)
                .bind("now", Timestamp.from(now))
                .execute();
    }

    /** What has to be brought or read back now; longest due first. */
    List<Copy> due(Handle tx, Instant now) {
        return tx.createQuery(
                        "SELECT * FROM archive.copy WHERE state <> 'VERIFIED' AND due_at <= :now ORDER BY due_at, reception_id")
                .bind("now", Timestamp.from(now))
                .map((row, context) -> copy(row))
                .list();
    }

    List<Copy> of(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM archive.copy WHERE reception_id = :id ORDER BY store")
                .bind("id", receptionId)
                .map((row, context) -> copy(row))
                .list();
    }

    void stored(Handle tx, String store, StoredCopy copy, SignedText receipt, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE archive.copy SET state = 'STORED', since = :now, due_at = :now, tries = 0, trouble = NULL,
                        index_sha256 = :index, bytes = :bytes, receipt = :receipt, receipt_signature = :signature,
                        receipt_certificates = :certificates WHERE reception_id = :id AND store = :store""")
                .bind("now", Timestamp.from(now))
                .bind("index", copy.indexSha256())
                .bind("bytes", copy.bytes())
                .bind("receipt", new String(receipt.text(), StandardCharsets.UTF_8))
                .bind("signature", receipt.signature())
                .bind("certificates", receipt.certificates())
                .bind("id", copy.receptionId())
                .bind("store", store)
                .execute();
    }

    void verified(Handle tx, String receptionId, String store, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE archive.copy SET state = 'VERIFIED', since = :now, tries = 0, trouble = NULL
                        WHERE reception_id = :id AND store = :store""")
                .bind("now", Timestamp.from(now))
                .bind("id", receptionId)
                .bind("store", store)
                .execute();
    }

    /** To be brought to every store again: the package has got something more, a time stamp or an addendum. */
    void changed(Handle tx, String receptionId, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE archive.copy SET state = 'WAITING', since = :now, due_at = :now, tries = 0, trouble = NULL
                        WHERE reception_id = :id AND state <> 'WAITING'""")
                .bind("now", Timestamp.from(now))
                .bind("id", receptionId)
                .execute();
    }

    /** To be brought again: something of it is missing there. */
    void again(Handle tx, String receptionId, String store, String trouble, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE archive.copy SET state = 'WAITING', since = :now, due_at = :now, tries = 0, trouble = :trouble
                        WHERE reception_id = :id AND store = :store AND state <> 'WAITING'""")
                .bind("now", Timestamp.from(now))
                .bind("trouble", trouble)
                .bind("id", receptionId)
                .bind("store", store)
                .execute();
    }

    void failed(Handle tx, String receptionId, String store, String trouble, Instant dueAt) {
        tx.createUpdate(
                        """
                        UPDATE archive.copy SET tries = tries + 1, trouble = :trouble, due_at = :due
                        WHERE reception_id = :id AND store = :store""")
                .bind("trouble", trouble)
                .bind("due", Timestamp.from(dueAt))
                .bind("id", receptionId)
                .bind("store", store)
                .execute();
    }

    Optional<byte[]> dataKey(Handle tx, String receptionId) {
        return tx.createQuery("SELECT wrapped FROM archive.data_key WHERE reception_id = :id AND wrapped IS NOT NULL")
                .bind("id", receptionId)
                .mapTo(byte[].class)
                .findOne();
    }

    /** Any one, to try the master key with. */
    Optional<byte[]> anyDataKey(Handle tx) {
        return tx.createQuery("SELECT wrapped FROM archive.data_key WHERE wrapped IS NOT NULL LIMIT 1")
                .mapTo(byte[].class)
                .findOne();
    }

    /** The first one counts. */
    void keep(Handle tx, String receptionId, byte[] wrapped) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.data_key (reception_id, wrapped) VALUES (:id, :wrapped)
                        ON CONFLICT (reception_id) DO NOTHING""")
                .bind("id", receptionId)
                .bind("wrapped", wrapped)
                .execute();
    }

    void forget(Handle tx, String receptionId, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.data_key (reception_id, forgotten_at) VALUES (:id, :now)
                        ON CONFLICT (reception_id) DO UPDATE SET wrapped = NULL, forgotten_at = :now""")
                .bind("id", receptionId)
                .bind("now", Timestamp.from(now))
                .execute();
    }

    boolean isForgotten(Handle tx, String receptionId) {
        return tx.createQuery("SELECT forgotten_at IS NOT NULL FROM archive.data_key WHERE reception_id = :id")
                .bind("id", receptionId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** How much is in a store, and how much on its way there. */
    record Filling(long copies, long waiting, long bytes) {}

    Filling filling(Handle tx, String store) {
        return tx.createQuery(
                        """
                        SELECT count(*) FILTER (WHERE state <> 'WAITING') AS copies,
                               count(*) FILTER (WHERE state = 'WAITING') AS waiting,
                               coalesce(sum(bytes), 0) AS bytes FROM archive.copy WHERE store = :store""")
                .bind("store", store)
                .map((row, context) -> new Filling(row.getLong("copies"), row.getLong("waiting"), row.getLong("bytes")))
                .one();
    }

    /** Copies of what was destroyed: they are deleted from the stores, as far as those let go. */
    List<Copy> forgotten(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT c.* FROM archive.copy c JOIN archive.data_key k USING (reception_id)
                        WHERE k.forgotten_at IS NOT NULL""")
                .map((row, context) -> copy(row))
                .list();
    }

    void deleted(Handle tx, String receptionId, String store) {
        tx.createUpdate("DELETE FROM archive.copy WHERE reception_id = :id AND store = :store")
                .bind("id", receptionId)
                .bind("store", store)
                .execute();
    }

    /** Packages that may leave the local directory: in every store and read back from there, with their copies for viewing made. */
    List<String> evictable(Handle tx, List<String> stores, Instant localBefore) {
        return tx.createQuery(
                        """
                        SELECT reception_id FROM archive.recording r WHERE local_since < :before AND copies_ready
                        AND state = 'VERIFIED' AND (SELECT count(*) FROM archive.copy c WHERE c.reception_id = r.reception_id
                            AND c.state = 'VERIFIED' AND c.store = ANY (:stores)) = :number""")
                .bind("before", Timestamp.from(localBefore))
                .bind("stores", stores.toArray(String[]::new))
                .bind("number", stores.size())
                .mapTo(String.class)
                .list();
    }

    private static Copy copy(ResultSet row) throws SQLException {
        String id = row.getString("reception_id");
        String index = row.getString("index_sha256");
        String receipt = row.getString("receipt");
        return new Copy(
                id,
                row.getString("store"),
                State.valueOf(row.getString("state")),
                row.getInt("tries"),
                index == null ? Optional.empty() : Optional.of(new StoredCopy(id, index, row.getLong("bytes"))),
                receipt == null
                        ? Optional.empty()
                        : Optional.of(new SignedText(
                                receipt.getBytes(StandardCharsets.UTF_8),
                                row.getBytes("receipt_signature"),
                                row.getString("receipt_certificates"))));
    }
}
