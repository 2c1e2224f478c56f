package org.kachehri.scheduler.appointments;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.bookings.Span;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.queue.CaseType;

/**
 * The protocol's {@code Appointment}; for a denunciation the alias. What isn't known is left out.
 *
 * @param told whether the citizen gets a message when something is decided; else they need a slip
 */
record AppointmentView(
        Line line,
        String wish,
        String respondent,
        String settledBy,
        int people,
        Integer representatives,
        List<Signer> group,
        boolean overLevel,
        List<String> units,
        Language language,
        String competentUnitId,
        OnlineReason onlineReason,
        List<String> posts,
        String interpreter,
        String lawyer,
        String visitId,
        List<Step> steps,
        List<AlikeLine> alike,
        LocalDate day,
        List<RoomLine> rooms,
        List<PostLine> candidates,
        boolean told,
        List<String> actions) {

    /** The protocol's {@code AppointmentLine}. */
    record Line(
            String id,
            String code,
            String pointId,
            Words pointName,
            String person,
            @JsonProperty("protected") boolean protectedIdentity,
            CaseType type,
            String content,
            AppointmentState state,
            LocalDate wishedOn,
            Instant requestedAt,
            Instant startsAt,
            Instant endsAt,
            String roomId) {

        static Line of(Appointment one) {
            Appointment.Plan plan = one.plan();
            return new Line(
                    one.id(),
                    one.code(),
                    one.pointId(),
                    one.pointName(),
                    one.person(),
                    one.protectedIdentity(),
                    one.matter().type(),
                    one.matter().content(),
                    one.state(),
                    one.wishedOn(),
                    one.requestedAt(),
                    plan == null ? null : plan.startsAt(),
                    plan == null ? null : plan.endsAt(),
                    plan == null ? null : plan.roomId());
        }
    }

    /** Something that was here before and may be the same. */
    record AlikeLine(Instant at, String person, String content, int score, List<Similar.Reason> reasons) {}

    /** @param busy on the day in question, by others */
    record RoomLine(Room room, List<Span> busy) {}

    /** @param busy on the day in question, by others */
    record PostLine(String id, String name, Role role, String unitId, List<Span> busy) {}
}
