package org.kachehri.scheduler.appointments;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.appointments.Appointment.Plan;
import org.kachehri.scheduler.queue.CaseType;
import org.kachehri.scheduler.queue.RegisterVisit;

/** The rows of appointments; the only SQL about them. */
final class AppointmentStore {
    // A denouncer's row in people.citizen holds the alias and nothing else.
    private static final String APPOINTMENTS =
            """
            SELECT a.*, p.name_ur, p.name_vi, p.name_en, c.alias, c.name AS citizen_name, ARRAY(
                SELECT post_id FROM appointments.attendee WHERE appointment_id = a.id ORDER BY post_id) AS posts
            FROM appointments.appointment a
            JOIN points.point p ON p.id = a.point_id
            JOIN people.citizen c ON c.id = a.citizen_id
            """;

    String nextCode(Handle tx, int year) {
        int number = tx.createQuery(
                        """
                        INSERT INTO appointments.last_number (year, number) VALUES (:year, 1)
                        ON CONFLICT (year) DO UPDATE SET number = appointments.last_number.number + 1 RETURNING number""")
                .bind("year", year)
                .mapTo(Integer.class)
                .one();
        return "A-" + year + "-"
                + "0".repeat(Math.max(0, 4 - Integer.toString(number).length())) + number;
    }

    void insert(Handle tx, Appointment appointment) {
        RegisterVisit.Matter matter = appointment.matter();
        tx.createUpdate(
                        """
                        INSERT INTO appointments.appointment (id, code, point_id, citizen_id, type, content, wish, respondent, settled_by,
                            people, units, language, state, wished_on, requested_at)
                        VALUES (:id, :code, :point, :citizen, :type, :content, :wish, :respondent, :settledBy,
                            :people, :units, :language, :state, :wishedOn, :at)""")
                .bind("id", appointment.id())
                .bind("code", appointment.code())
                .bind("point", appointment.pointId())
                .bind("citizen", appointment.citizenId())
                .bind("type", matter.type().name())
                .bind("content", matter.content())
                .bind("wish", matter.wish())
                .bind("respondent", matter.respondent())
                .bind("settledBy", matter.settledBy())
                .bind("people", matter.people())
                .bind("units", appointment.units().toArray(String[]::new))
                .bind("language", appointment.language().code())
                .bind("state", appointment.state().name())
                .bind("wishedOn", appointment.wishedOn())
                .bind("at", Timestamp.from(appointment.requestedAt()))
                .execute();
    }

    /** Locked until the end of the transaction: of two who decide at once, the second sees what the first has done. */
    Optional<Appointment> locked(Handle tx, String id) {
        return tx.createQuery(APPOINTMENTS + "WHERE a.id = :id FOR UPDATE OF a")
                .bind("id", id)
                .map((row, context) -> appointment(row))
                .findOne();
    }

    Optional<Appointment> find(Handle tx, String id) {
        return tx.createQuery(APPOINTMENTS + "WHERE a.id = :id")
                .bind("id", id)
                .map((row, context) -> appointment(row))
                .findOne();
    }

    /** In which one of these units takes part: what has still to be arranged, oldest first. */
    List<Appointment> toArrange(Handle tx, List<String> units) {
        return tx.createQuery(
                        APPOINTMENTS
                                + """
                        WHERE a.units && CAST(:units AS text[]) AND a.state IN ('REQUESTED', 'TRIAGED', 'APPROVED')
                        ORDER BY a.requested_at, a.code LIMIT 500""")
                .bind("units", units.toArray(String[]::new))
                .map((row, context) -> appointment(row))
                .list();
    }

    /** In which one of these units takes part and which begin in this time, in its order. */
    List<Appointment> between(Handle tx, List<String> units, Instant from, Instant to) {
        return tx.createQuery(
                        APPOINTMENTS
                                + """
                        WHERE a.units && CAST(:units AS text[]) AND a.state IN ('SCHEDULED', 'ARRIVED') AND a.starts_at >= :from AND a.starts_at < :to
                        ORDER BY a.starts_at, a.code LIMIT 2000""")
                .bind("units", units.toArray(String[]::new))
                .bind("from", Timestamp.from(from))
                .bind("to", Timestamp.from(to))
                .map((row, context) -> appointment(row))
                .list();
    }

    /** To which this official is to come, in whichever post they are then, and which begin in this time. */
    List<Appointment> ofOfficial(Handle tx, String officialId, Instant from, Instant to) {
        return tx.createQuery(
                        APPOINTMENTS
                                + """
                        WHERE a.state IN ('SCHEDULED', 'ARRIVED') AND a.starts_at >= :from AND a.starts_at < :to
                        AND EXISTS (SELECT 1 FROM appointments.attendee t JOIN people.in_post(a.starts_at) o ON o.post_id = t.post_id
                            WHERE t.appointment_id = a.id AND o.official_id = :official)
                        ORDER BY a.starts_at, a.code LIMIT 2000""")
                .bind("official", officialId)
                .bind("from", Timestamp.from(from))
                .bind("to", Timestamp.from(to))
                .map((row, context) -> appointment(row))
                .list();
    }

    void state(Handle tx, String id, AppointmentState state) {
        tx.createUpdate("UPDATE appointments.appointment SET state = :state WHERE id = :id")
                .bind("id", id)
                .bind("state", state.name())
                .execute();
    }

    void triaged(Handle tx, String id, String competentUnitId) {
        tx.createUpdate(
                        "UPDATE appointments.appointment SET state = 'TRIAGED', competent_unit_id = :unit WHERE id = :id")
                .bind("id", id)
                .bind("unit", competentUnitId)
                .execute();
    }

    void approved(Handle tx, String id, OnlineReason reason) {
        tx.createUpdate(
                        "UPDATE appointments.appointment SET state = 'APPROVED', online_reason = :reason WHERE id = :id")
                .bind("id", id)
                .bind("reason", reason.name())
                .execute();
    }

    void scheduled(Handle tx, String id, Plan plan) {
        tx.createUpdate(
                        """
                        UPDATE appointments.appointment SET state = 'SCHEDULED', starts_at = :from, ends_at = :to, room_id = :room,
                            interpreter = :interpreter, lawyer = :lawyer
                        WHERE id = :id""")
                .bind("id", id)
                .bind("from", Timestamp.from(plan.startsAt()))
                .bind("to", Timestamp.from(plan.endsAt()))
                .bind("room", plan.roomId())
                .bind("interpreter", plan.interpreter())
                .bind("lawyer", plan.lawyer())
                .execute();
        tx.createUpdate("DELETE FROM appointments.attendee WHERE appointment_id = :id")
                .bind("id", id)
                .execute();
        for (String post : plan.posts()) {
            tx.createUpdate("INSERT INTO appointments.attendee (appointment_id, post_id) VALUES (:id, :post)")
                    .bind("id", id)
                    .bind("post", post)
                    .execute();
        }
    }

    /** In the place of who was named before. */
    void group(Handle tx, String id, List<Signer> signers) {
        tx.createUpdate("DELETE FROM appointments.signer WHERE appointment_id = :id")
                .bind("id", id)
                .execute();
        for (int position = 0; position < signers.size(); position++) {
            tx.createUpdate(
                            """
                            INSERT INTO appointments.signer (appointment_id, position, name, speaks)
                            VALUES (:id, :position, :name, :speaks)""")
                    .bind("id", id)
                    .bind("position", position)
                    .bind("name", signers.get(position).name())
                    .bind("speaks", signers.get(position).speaks())
                    .execute();
        }
    }

    /** In the order in which they were named. */
    List<Signer> group(Handle tx, String id) {
        return tx.createQuery(
                        "SELECT name, speaks FROM appointments.signer WHERE appointment_id = :id ORDER BY position")
                .bind("id", id)
                .map((row, context) -> new Signer(row.getString("name"), row.getBoolean("speaks")))
                .list();
    }

    void arrived(Handle tx, String id, String visitId) {
        tx.createUpdate("UPDATE appointments.appointment SET state = 'ARRIVED', visit_id = :visit WHERE id = :id")
                .bind("id", id)
                .bind("visit", visitId)
                .execute();
    }

    void step(Handle tx, String id, Step.Kind kind, Instant at, String officialId, String note) {
        tx.createUpdate(
                        """
                        INSERT INTO appointments.step (appointment_id, position, kind, at, official_id, note)
                        SELECT :id, count(*), :kind, :at, :official, :note FROM appointments.step WHERE appointment_id = :id""")
                .bind("id", id)
                .bind("kind", kind.name())
                .bind("at", Timestamp.from(at))
                .bind("official", officialId)
                .bind("note", note)
                .execute();
    }

    /** In their order. */
    List<Step> steps(Handle tx, String id) {
        return tx.createQuery(
                        """
                        SELECT s.kind, s.at, o.name, s.note FROM appointments.step s JOIN people.official o ON o.id = s.official_id
                        WHERE s.appointment_id = :id ORDER BY s.position""")
                .bind("id", id)
                .map((row, context) -> new Step(
                        Step.Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("at").toInstant(),
                        row.getString("name"),
                        row.getString("note")))
                .list();
    }

    private static Appointment appointment(ResultSet row) throws SQLException {
        String alias = row.getString("alias");
        String reason = row.getString("online_reason");
        return new Appointment(
                row.getString("id"),
                row.getString("code"),
                row.getString("point_id"),
                new Words(row.getString("name_ur"), row.getString("name_vi"), row.getString("name_en")),
                row.getString("citizen_id"),
                alias == null ? row.getString("citizen_name") : alias,
                alias != null,
                new RegisterVisit.Matter(
                        CaseType.valueOf(row.getString("type")),
                        row.getString("content"),
                        row.getString("wish"),
                        row.getString("respondent"),
                        row.getString("settled_by"),
                        row.getInt("people")),
                strings(row, "units"),
                Language.of(row.getString("language")),
                AppointmentState.valueOf(row.getString("state")),
                row.getObject("wished_on", LocalDate.class),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("competent_unit_id"),
                reason == null ? null : OnlineReason.valueOf(reason),
                plan(row),
                row.getString("visit_id"));
    }

    private static Plan plan(ResultSet row) throws SQLException {
        Timestamp starts = row.getTimestamp("starts_at");
        if (starts == null) return null;
        return new Plan(
                starts.toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                row.getString("room_id"),
                strings(row, "posts"),
                row.getString("interpreter"),
                row.getString("lawyer"));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
