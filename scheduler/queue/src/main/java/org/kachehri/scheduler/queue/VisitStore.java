package org.kachehri.scheduler.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;

/** The rows of visits; the only SQL about them. */
final class VisitStore {
    // A denouncer's row in people.citizen holds the alias and nothing else.
    private static final String VISITS =
            """
            SELECT v.*, p.name_ur, p.name_vi, p.name_en, c.alias, c.name AS citizen_name
            FROM queue.visit v
            JOIN points.point p ON p.id = v.point_id
            JOIN people.citizen c ON c.id = v.citizen_id
            """;

    /** Gap-free: the counter's row stays locked until the registration commits, and a rollback takes the number back. */
    int nextNumber(Handle tx, String pointId, LocalDate day) {
        return tx.createQuery(
                        """
                        INSERT INTO queue.last_number (point_id, day, number) VALUES (:point, :day, 1)
                        ON CONFLICT (point_id, day) DO UPDATE SET number = queue.last_number.number + 1
                        RETURNING number""")
                .bind("point", pointId)
                .bind("day", day)
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle tx, Visit visit, String registeredBy) {
        tx.createUpdate(
                        """
                        INSERT INTO queue.visit (id, point_id, day, number, citizen_id, type, content, wish, respondent,
                            settled_by, people, units, language, state, registered_at, registered_by)
                        VALUES (:id, :point, :day, :number, :citizen, :type, :content, :wish, :respondent,
                            :settledBy, :people, :units, :language, :state, :at, :by)""")
                .bind("id", visit.id())
                .bind("point", visit.pointId())
                .bind("day", visit.day())
                .bind("number", visit.number())
                .bind("citizen", visit.citizenId())
                .bind("type", visit.type().name())
                .bind("content", visit.content())
                .bind("wish", visit.wish())
                .bind("respondent", visit.respondent())
                .bind("settledBy", visit.settledBy())
                .bind("people", visit.people())
                .bind("units", visit.units().toArray(String[]::new))
                .bind("language", visit.language().code())
                .bind("state", visit.state().name())
                .bind("at", Timestamp.from(visit.registeredAt()))
                .bind("by", registeredBy)
                .execute();
    }

    Optional<Visit> find(Handle tx, String id) {
        return tx.createQuery(VISITS + "WHERE v.id = :id")
                .bind("id", id)
                .map((row, context) -> visit(row))
                .findOne();
    }

    /** Everything of a point and day in the order of arrival. */
    List<Visit> ofPoint(Handle tx, String pointId, LocalDate day) {
        return tx.createQuery(
                        VISITS + "WHERE v.point_id = :point AND v.day = :day ORDER BY v.registered_at, v.number, v.id")
                .bind("point", pointId)
                .bind("day", day)
                .map((row, context) -> visit(row))
                .list();
    }

    /** Everything of a day in which the unit takes part, in the order of arrival. */
    List<Visit> ofUnit(Handle tx, String unitId, LocalDate day) {
        return tx.createQuery(
                        VISITS
                                + "WHERE v.units @> ARRAY[:unit]::text[] AND v.day = :day ORDER BY v.registered_at, v.number, v.id")
                .bind("unit", unitId)
                .bind("day", day)
                .map((row, context) -> visit(row))
                .list();
    }

    List<Visit> since(Handle tx, Collection<String> units, Instant since) {
        return tx.createQuery(
                        VISITS
                                + "WHERE v.units && CAST(:units AS text[]) AND v.registered_at >= :since ORDER BY v.registered_at DESC LIMIT 500")
                .bind("units", units.toArray(String[]::new))
                .bind("since", Timestamp.from(since))
                .map((row, context) -> visit(row))
                .list();
    }

    void state(Handle tx, String id, VisitState state) {
        tx.createUpdate("UPDATE queue.visit SET state = :state WHERE id = :id")
                .bind("id", id)
                .bind("state", state.name())
                .execute();
    }

    void leadsTo(Handle tx, String id, String receptionId) {
        tx.createUpdate("UPDATE queue.visit SET reception_id = :reception WHERE id = :id")
                .bind("id", id)
                .bind("reception", receptionId)
                .execute();
    }

    void checked(Handle tx, String id, boolean camera, boolean microphone) {
        tx.createUpdate("UPDATE queue.visit SET camera_ready = :camera, microphone_ready = :microphone WHERE id = :id")
                .bind("id", id)
                .bind("camera", camera)
                .bind("microphone", microphone)
                .execute();
    }

    /** @return false when it had been acknowledged before; the first acknowledgement stays */
    boolean acknowledged(Handle tx, String id, String version, Language language, String how, Instant at) {
        return tx.createUpdate(
                                """
                        UPDATE queue.visit
                        SET notice_version = :version, notice_language = :language, notice_how = :how, notice_at = :at
                        WHERE id = :id AND notice_at IS NULL""")
                        .bind("id", id)
                        .bind("version", version)
                        .bind("language", language.code())
                        .bind("how", how)
                        .bind("at", Timestamp.from(at))
                        .execute()
                == 1;
    }

    private static Visit visit(ResultSet row) throws SQLException {
        String alias = row.getString("alias");
        Timestamp notice = row.getTimestamp("notice_at");
        return new Visit(
                row.getString("id"),
                row.getString("point_id"),
                new Words(row.getString("name_ur"), row.getString("name_vi"), row.getString("name_en")),
                row.getObject("day", LocalDate.class),
                row.getObject("number", Integer.class),
                row.getString("citizen_id"),
                alias == null ? row.getString("citizen_name") : alias,
                alias != null,
                CaseType.valueOf(row.getString("type")),
                row.getString("content"),
                row.getString("wish"),
                row.getString("respondent"),
                row.getString("settled_by"),
                row.getInt("people"),
                Arrays.asList((String[]) row.getArray("units").getArray()),
                Language.of(row.getString("language")),
                VisitState.valueOf(row.getString("state")),
                row.getTimestamp("registered_at").toInstant(),
                row.getString("reception_id"),
                row.getObject("camera_ready", Boolean.class),
                row.getObject("microphone_ready", Boolean.class),
                notice == null ? null : notice.toInstant());
    }
}
