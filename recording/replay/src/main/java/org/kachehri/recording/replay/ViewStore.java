package org.kachehri.recording.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;

/** The only SQL over who opened and watched what. */
final class ViewStore {
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

    void open(Handle tx, View view) {
        tx.createUpdate(
                        """
                        INSERT INTO replay.view (id, reception_id, official_id, post_id, viewer, reason, opened_at, verdict, segments,
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
        return tx.createQuery("SELECT * FROM replay.view WHERE id = :id")
                .bind("id", viewId)
                .map((row, context) -> view(row))
                .findOne();
    }

    void watched(Handle tx, String viewId, String copy, long fromMillis, long toMillis, Instant at) {
        tx.createUpdate(
                        """
                        INSERT INTO replay.watched (view_id, copy, from_millis, to_millis, at)
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
                        NULL::bigint AS to_millis FROM replay.view WHERE reception_id = :id
                        UNION ALL
                        SELECT v.viewer, v.reason, w.at, 'WATCHED', w.copy, w.from_millis, w.to_millis
                        FROM replay.watched w JOIN replay.view v ON v.id = w.view_id WHERE v.reception_id = :id
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

    private static View view(ResultSet row) throws SQLException {
        Verification seal = new Verification(
                Verdict.valueOf(row.getString("verdict")),
                Optional.ofNullable(row.getString("first_damaged")),
                "",
                row.getInt("segments"),
                row.getInt("intact"),
                Optional.empty(),
                Optional.ofNullable(row.getString("fingerprint")),
                Optional.ofNullable(row.getTimestamp("sealed_at")).map(Timestamp::toInstant),
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
