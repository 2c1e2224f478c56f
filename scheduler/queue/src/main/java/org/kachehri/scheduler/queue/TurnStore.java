package org.kachehri.scheduler.queue;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The only SQL over turns and what was done with them. */
final class TurnStore {
    /** As many as tell how long a reception takes here lately. */
    private static final int HANDLED = 50;

    private final VisitStore visits;

    TurnStore(VisitStore visits) {
        this.visits = visits;
    }

    /** One official at a time calls, holds and moves at a point; until the transaction ends the others wait. */
    void lock(Handle tx, String pointId) {
        tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('queue of ' || :point, 0))")
                .bind("point", pointId)
                .map((row, context) -> true)
                .one();
    }

    void insert(Handle tx, String visitId, Instant queuedAt, Instant appointmentAt, String transferredFrom) {
        tx.createUpdate(
                        """
                        INSERT INTO queue.turn (visit_id, queued_at, appointment_at, transferred_from)
                        VALUES (:visit, :queued, :appointment, :from)""")
                .bind("visit", visitId)
                .bind("queued", Timestamp.from(queuedAt))
                .bind("appointment", appointmentAt == null ? null : Timestamp.from(appointmentAt))
                .bind("from", transferredFrom)
                .execute();
    }

    /** All of a point and day, whatever their state. */
    List<Turn> ofPoint(Handle tx, String pointId, LocalDate day) {
        Map<String, Visit> byId =
                visits.ofPoint(tx, pointId, day).stream().collect(Collectors.toMap(Visit::id, Function.identity()));
        return tx.createQuery(
                        "SELECT t.* FROM queue.turn t JOIN queue.visit v ON v.id = t.visit_id WHERE v.point_id = :point AND v.day = :day")
                .bind("point", pointId)
                .bind("day", day)
                .map((row, context) -> {
                    Timestamp appointment = row.getTimestamp("appointment_at");
                    Timestamp called = row.getTimestamp("called_at");
                    String first = row.getString("first_ground");
                    return new Turn(
                            byId.get(row.getString("visit_id")),
                            row.getTimestamp("queued_at").toInstant(),
                            appointment == null ? null : appointment.toInstant(),
                            first == null ? null : FirstGround.valueOf(first),
                            called == null ? null : called.toInstant(),
                            row.getString("room"));
                })
                .list();
    }

    void called(Handle tx, String visitId, String room, Instant at) {
        tx.createUpdate("UPDATE queue.turn SET called_at = :at, room = :room WHERE visit_id = :visit")
                .bind("visit", visitId)
                .bind("room", room)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    void waitsAnew(Handle tx, String visitId, Instant at) {
        // Who missed the call has lost the place of the appointment, too.
        tx.createUpdate("UPDATE queue.turn SET queued_at = :at, appointment_at = NULL WHERE visit_id = :visit")
                .bind("visit", visitId)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    void first(Handle tx, String visitId, FirstGround ground) {
        tx.createUpdate("UPDATE queue.turn SET first_ground = :ground WHERE visit_id = :visit")
                .bind("visit", visitId)
                .bind("ground", ground == null ? null : ground.name())
                .execute();
    }

    void begun(Handle tx, String visitId, Instant at) {
        tx.createUpdate("UPDATE queue.turn SET begun_at = coalesce(begun_at, :at) WHERE visit_id = :visit")
                .bind("visit", visitId)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    void ended(Handle tx, String visitId, Instant at) {
        tx.createUpdate("UPDATE queue.turn SET ended_at = :at WHERE visit_id = :visit")
                .bind("visit", visitId)
                .bind("at", Timestamp.from(at))
                .execute();
    }

    /** How long the last receptions at a point took. */
    List<Duration> handled(Handle tx, String pointId) {
        return tx.createQuery(
                        """
                        SELECT extract(epoch FROM t.ended_at - t.begun_at) AS seconds
                        FROM queue.turn t JOIN queue.visit v ON v.id = t.visit_id
                        WHERE v.point_id = :point AND t.ended_at > t.begun_at ORDER BY t.ended_at DESC LIMIT :most""")
                .bind("point", pointId)
                .bind("most", HANDLED)
                .map((row, context) -> Duration.ofSeconds(row.getLong("seconds")))
                .list();
    }

    /**
     * One line of a visit's history.
     *
     * @param by id of the official
     * @param reason null where none is needed; so are ground and room
     */
    record Event(Move kind, Instant at, String by, String reason, FirstGround ground, String room) {}

    void write(Handle tx, String visitId, Event event) {
        tx.createUpdate(
                        """
                        INSERT INTO queue.event (visit_id, kind, at, by, reason, ground, room)
                        VALUES (:visit, :kind, :at, :by, :reason, :ground, :room)""")
                .bind("visit", visitId)
                .bind("kind", event.kind().name())
                .bind("at", Timestamp.from(event.at()))
                .bind("by", event.by())
                .bind("reason", event.reason())
                .bind(
                        "ground",
                        Optional.ofNullable(event.ground()).map(Enum::name).orElse(null))
                .bind("room", event.room())
                .execute();
    }

    /** What was done with a visit's turn, in order. */
    List<Event> events(Handle tx, String visitId) {
        return tx.createQuery("SELECT * FROM queue.event WHERE visit_id = :visit ORDER BY id")
                .bind("visit", visitId)
                .map((row, context) -> {
                    String ground = row.getString("ground");
                    return new Event(
                            Move.valueOf(row.getString("kind")),
                            row.getTimestamp("at").toInstant(),
                            row.getString("by"),
                            row.getString("reason"),
                            ground == null ? null : FirstGround.valueOf(ground),
                            row.getString("room"));
                })
                .list();
    }
}
