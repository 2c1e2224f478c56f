package org.kachehri.scheduler.appointments;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.queue.RegisterVisit;

/**
 * A reception somebody asked for.
 *
 * @param code what people call it, e.g. {@code A-2026-0012}; invitations name it and nothing else
 * @param person name, or the alias of a denouncer
 * @param units that take part, lowest first
 * @param wishedOn the day that would suit the citizen; null for any
 * @param competentUnitId null before the triage
 * @param onlineReason null before the approval
 * @param plan null before it is scheduled
 * @param visitId null before the citizen is there
 */
record Appointment(
        String id,
        String code,
        String pointId,
        Words pointName,
        String citizenId,
        String person,
        boolean protectedIdentity,
        RegisterVisit.Matter matter,
        List<String> units,
        Language language,
        AppointmentState state,
        LocalDate wishedOn,
        Instant requestedAt,
        String competentUnitId,
        OnlineReason onlineReason,
        Plan plan,
        String visitId) {

    /**
     * When, where and with whom.
     *
     * @param posts of officials who are to be there
     * @param interpreter name, null without
     * @param lawyer name, null without
     */
    record Plan(
            Instant startsAt, Instant endsAt, String roomId, List<String> posts, String interpreter, String lawyer) {}

    /** Content and wish are what a citizen confided; they stay out of logs. */
    @Override
    public String toString() {
        return "Appointment[" + code + "]";
    }
}
