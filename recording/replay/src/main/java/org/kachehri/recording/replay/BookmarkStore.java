package org.kachehri.recording.replay;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The only SQL over bookmarks. */
final class BookmarkStore {
    /** Of one viewer in one recording: more than one every 10 s of half an hour. */
    static final int MAX_OWN = 200;

    /** @param mine whether whoever asks wrote it */
    record Bookmark(
            String id, long atMillis, String note, boolean shared, String author, boolean mine, Instant writtenAt) {}

    void write(Handle tx, String receptionId, String officialId, Bookmark bookmark) {
        tx.createUpdate(
                        """
                        INSERT INTO replay.bookmark (id, reception_id, official_id, author, at_millis, note, shared, written_at)
                        VALUES (:id, :reception, :official, :author, :at, :note, :shared, :written)""")
                .bind("id", bookmark.id())
                .bind("reception", receptionId)
                .bind("official", officialId)
                .bind("author", bookmark.author())
                .bind("at", bookmark.atMillis())
                .bind("note", bookmark.note())
                .bind("shared", bookmark.shared())
                .bind("written", Timestamp.from(bookmark.writtenAt()))
                .execute();
    }

    int own(Handle tx, String receptionId, String officialId) {
        return tx.createQuery(
                        "SELECT count(*) FROM replay.bookmark WHERE reception_id = :reception AND official_id = :official")
                .bind("reception", receptionId)
                .bind("official", officialId)
                .mapTo(Integer.class)
                .one();
    }

    /** One's own and those that others share, in the recording's order. */
    List<Bookmark> visible(Handle tx, String receptionId, String officialId) {
        return tx.createQuery(
                        """
                        SELECT *, official_id = :official AS mine FROM replay.bookmark
                        WHERE reception_id = :reception AND (shared OR official_id = :official) ORDER BY at_millis, written_at""")
                .bind("reception", receptionId)
                .bind("official", officialId)
                .map((row, context) -> new Bookmark(
                        row.getString("id"),
                        row.getLong("at_millis"),
                        row.getString("note"),
                        row.getBoolean("shared"),
                        row.getString("author"),
                        row.getBoolean("mine"),
                        row.getTimestamp("written_at").toInstant()))
                .list();
    }

    /** @return whether it was there and theirs */
    boolean remove(Handle tx, String receptionId, String officialId, String id) {
        return tx.createUpdate(
                                """
                                DELETE FROM replay.bookmark
                                WHERE id = :id AND reception_id = :reception AND official_id = :official""")
                        .bind("id", id)
                        .bind("reception", receptionId)
                        .bind("official", officialId)
                        .execute()
                > 0;
    }
}
