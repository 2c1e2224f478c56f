package org.kachehri.recording.extracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.http.Json;

/** The only SQL over extracts, links and downloads. */
final class ExtractStore {
    /** What a person looks through on one page. */
    private static final int MAX_LINES = 100;

    record Link(String extractId, String officialId, Instant until) {}

    record Download(String extractId, String name, Instant at) {}

    void ask(Handle tx, Extract extract) {
        tx.createUpdate(
                        """
                        INSERT INTO extracts.extract (id, reception_id, code, approval_id, asker_id, from_millis, to_millis, tracks, masks,
                        citizen_pass, citizen_peer, asked_at, progress) VALUES (:id, :reception, :code, :approval, :asker, :from, :to,
                        :tracks::jsonb, :masks::jsonb, :pass, :peer, :at, :progress)""")
                .bind("id", extract.id())
                .bind("reception", extract.receptionId())
                .bind("code", extract.code())
                .bind("approval", extract.approvalId())
                .bind("asker", extract.askerId())
                .bind("from", extract.fromMillis())
                .bind("to", extract.toMillis())
                .bind("tracks", json(extract.tracks()))
                .bind("masks", json(extract.masks()))
                .bind("pass", extract.citizen().map(Extract.Citizen::pass).orElse(null))
                .bind("peer", extract.citizen().map(Extract.Citizen::peer).orElse(null))
                .bind("at", Timestamp.from(extract.askedAt()))
                .bind("progress", extract.progress().name())
                .execute();
    }

    Optional<Extract> extract(Handle tx, String id) {
        return tx.createQuery("SELECT * FROM extracts.extract WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> extract(row))
                .findOne();
    }

    /** Newest first. */
    List<Extract> extracts(Handle tx) {
        return tx.createQuery("SELECT * FROM extracts.extract ORDER BY asked_at DESC LIMIT :limit")
                .bind("limit", MAX_LINES)
                .map((row, context) -> extract(row))
                .list();
    }

    List<Download> downloads(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT extract_id, name, at FROM extracts.download WHERE extract_id IN
                        (SELECT id FROM extracts.extract ORDER BY asked_at DESC LIMIT :limit) ORDER BY number""")
                .bind("limit", MAX_LINES)
                .map((row, context) -> new Download(
                        row.getString("extract_id"),
                        row.getString("name"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /** @return whether it is for the caller to make: nobody else does just now, and it isn't made yet */
    boolean begin(Handle tx, String id) {
        return tx.createUpdate(
                                "UPDATE extracts.extract SET progress = 'MAKING' WHERE id = :id AND progress IN ('ASKED', 'FAILED')")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    void ready(Handle tx, String id, String sealSha256, Instant at) {
        tx.createUpdate(
                        "UPDATE extracts.extract SET progress = 'READY', seal_sha256 = :seal, made_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("seal", sealSha256)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    void failed(Handle tx, String id) {
        tx.createUpdate("UPDATE extracts.extract SET progress = 'FAILED' WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Which the program was at, or had to come to, when it ended; the oldest first. */
    List<Extract> unfinished(Handle tx) {
        return tx.createQuery("SELECT * FROM extracts.extract WHERE progress = 'MAKING' ORDER BY asked_at")
                .map((row, context) -> extract(row))
                .list();
    }

    /** What has expired is worth nothing. */
    void forgetLinks(Handle tx, Instant before) {
        tx.createUpdate("DELETE FROM extracts.link WHERE until < :before")
                .bind("before", Timestamp.from(before))
                .execute();
    }

    void link(Handle tx, String tokenSha256, Link link) {
        tx.createUpdate("INSERT INTO extracts.link VALUES (:token, :extract, :official, :until)")
                .bind("token", tokenSha256)
                .bind("extract", link.extractId())
                .bind("official", link.officialId())
                .bind("until", Timestamp.from(link.until()))
                .execute();
    }

    Optional<Link> link(Handle tx, String tokenSha256) {
        return tx.createQuery("SELECT * FROM extracts.link WHERE token_sha256 = :token")
                .bind("token", tokenSha256)
                .map((row, context) -> new Link(
                        row.getString("extract_id"),
                        row.getString("official_id"),
                        row.getTimestamp("until").toInstant()))
                .findOne();
    }

    void downloaded(Handle tx, String extractId, String officialId, String name, Instant at) {
        tx.createUpdate(
                        "INSERT INTO extracts.download (extract_id, official_id, name, at) VALUES (:extract, :official, :name, :at)")
                .bind("extract", extractId)
                .bind("official", officialId)
                .bind("name", name)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    private static Extract extract(ResultSet row) throws SQLException {
        Timestamp made = row.getTimestamp("made_at");
        String pass = row.getString("citizen_pass");
        return new Extract(
                row.getString("id"),
                row.getString("reception_id"),
                row.getString("code"),
                row.getString("approval_id"),
                row.getString("asker_id"),
                row.getLong("from_millis"),
                row.getLong("to_millis"),
                List.of(read(row.getString("tracks"), String[].class)),
                List.of(read(row.getString("masks"), Mask[].class)),
                pass == null ? Optional.empty() : Optional.of(new Extract.Citizen(row.getString("citizen_peer"), pass)),
                row.getTimestamp("asked_at").toInstant(),
                Extract.Progress.valueOf(row.getString("progress")),
                Optional.ofNullable(made).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("seal_sha256")));
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This module wrote what it can't read", e);
        }
    }
}
