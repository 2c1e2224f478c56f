package org.kachehri.signaling.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.http.Json;
import org.kachehri.signaling.reception.Reception;

/** The rows of receptions; the only SQL about them. */
final class ReceptionStore {
    /** A reception with what the room itself doesn't know. */
    record Stored(Reception reception, String ticketId) {}

    /** More than any day of all points together; a list longer than this would not be read. */
    private static final int MOST_LINES = 500;

    String nextCode(Handle tx, String pointId, LocalDate day) {
        int number = tx.createQuery(
                        """
                        INSERT INTO live.last_number (point_id, day, number) VALUES (:point, :day, 1)
                        ON CONFLICT (point_id, day) DO UPDATE SET number = live.last_number.number + 1
                        RETURNING number""")
                .bind("point", pointId)
                .bind("day", day)
                .mapTo(Integer.class)
                .one();
        return "PS-" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "-" + pointId + "-" + number;
    }

    void create(Handle tx, Reception reception) {
        tx.createUpdate(
                        """
                        INSERT INTO live.reception (id, code, visit_id, point_id, day, units, state, revision, snapshot)
                        VALUES (:id, :code, :visit, :point, :day, :units, :state, :revision, :snapshot::jsonb)""")
                .bind("id", reception.facts().id())
                .bind("code", reception.facts().code())
                .bind("visit", reception.facts().visitId())
                .bind("point", reception.facts().pointId())
                .bind("day", reception.facts().day())
                .bind("units", reception.facts().units().toArray(String[]::new))
                .bind("state", reception.stage().state().name())
                .bind("revision", reception.revision())
                .bind("snapshot", json(reception))
                .execute();
    }

    /** False when somebody else has written since the revision that was read: then nothing is changed. */
    boolean save(Handle tx, Reception next, long committedRevision) {
        return tx.createUpdate(
                                """
                        UPDATE live.reception SET state = :state, revision = :revision, snapshot = :snapshot::jsonb
                        WHERE id = :id AND revision = :committed""")
                        .bind("id", next.facts().id())
                        .bind("state", next.stage().state().name())
                        .bind("revision", next.revision())
                        .bind("snapshot", json(next))
                        .bind("committed", committedRevision)
                        .execute()
                == 1;
    }

    void ticket(Handle tx, String id, String ticketId) {
        tx.createUpdate("UPDATE live.reception SET ticket_id = :ticket WHERE id = :id")
                .bind("id", id)
                .bind("ticket", ticketId)
                .execute();
    }

    Optional<Stored> find(Handle tx, String id) {
        return tx.createQuery("SELECT snapshot, ticket_id FROM live.reception WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne();
    }

    Optional<String> idOfVisit(Handle tx, String visitId) {
        return tx.createQuery("SELECT id FROM live.reception WHERE visit_id = :visit")
                .bind("visit", visitId)
                .mapTo(String.class)
                .findOne();
    }

    /** Receptions of a day and all that are not concluded, in which one of the units takes part. */
    List<Stored> open(Handle tx, LocalDate day, Collection<String> units) {
        return tx.createQuery(
                        """
                        SELECT snapshot, ticket_id FROM live.reception
                        WHERE units && CAST(:units AS text[]) AND (day = :day OR state NOT IN ('CONCLUDED', 'ARCHIVED'))
                        ORDER BY day DESC, code LIMIT :most""")
                .bind("units", units.toArray(String[]::new))
                .bind("day", day)
                .bind("most", MOST_LINES)
                .map((row, context) -> stored(row))
                .list();
    }

    List<Receptions.Held> held(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT id, code, snapshot -> 'stage' ->> 'startedAt' AS started, snapshot -> 'stage' ->> 'closedAt' AS closed
                        FROM live.reception""")
                .map((row, context) -> new Receptions.Held(
                        row.getString("id"),
                        row.getString("code"),
                        Optional.ofNullable(row.getString("started")).map(Instant::parse),
                        Optional.ofNullable(row.getString("closed")).map(Instant::parse)))
                .list();
    }

    /** What a stopped program has left in the middle. */
    List<String> interrupted(Handle tx) {
        return tx.createQuery(
                        "SELECT id FROM live.reception WHERE state IN ('LIVE', 'PAUSED', 'CLOSING', 'INTERRUPTED')")
                .mapTo(String.class)
                .list();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        try {
            return new Stored(
                    Json.mapper().readValue(row.getString("snapshot"), Reception.class), row.getString("ticket_id"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reception's snapshot can't be read: " + e.getOriginalMessage(), e);
        }
    }

    private static String json(Reception reception) {
        try {
            return Json.mapper().writeValueAsString(reception);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reception can't become JSON", e);
        }
    }
}
