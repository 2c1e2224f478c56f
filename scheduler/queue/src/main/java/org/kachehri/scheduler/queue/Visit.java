package org.kachehri.scheduler.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.points.Point;

/**
 * One citizen with one matter at one point on one day.
 *
 * @param number in the queue of the point and day; null for a denunciation
 * @param citizenId key of the person in identity/people
 * @param person name, or the alias of a denouncer
 * @param protectedIdentity a denunciation: nothing but the alias may be shown
 * @param respondent whom the matter is about; null when not told
 * @param settledBy body that has settled the matter already; null when none
 * @param people how many came with this matter
 * @param units that take part in the reception, lowest first
 * @param receptionId null until the reception is prepared
 * @param cameraReady null until the citizen has tried it
 * @param microphoneReady null until the citizen has tried it
 * @param noticeAcknowledgedAt null until the notice of recording was understood
 */
public record Visit(
        String id,
        String pointId,
        Words pointName,
        LocalDate day,
        Integer number,
        String citizenId,
        String person,
        boolean protectedIdentity,
        CaseType type,
        String content,
        String wish,
        String respondent,
        String settledBy,
        int people,
        List<String> units,
        Language language,
        VisitState state,
        Instant registeredAt,
        String receptionId,
        Boolean cameraReady,
        Boolean microphoneReady,
        Instant noticeAcknowledgedAt) {
    public Visit {
        units = List.copyOf(units);
    }

    /** The same person with the same matter at another point, where nothing was tried yet. */
    Visit at(String newId, Point point, LocalDate newDay, Integer newNumber, Instant now) {
        List<String> taking = new ArrayList<>(units);
        taking.remove(pointId);
        taking.remove(point.unit().id());
        taking.addFirst(point.unit().id());
        return new Visit(
                newId,
                point.id(),
                point.name(),
                newDay,
                newNumber,
                citizenId,
                person,
                protectedIdentity,
                type,
                content,
                wish,
                respondent,
                settledBy,
                people,
                taking,
                language,
                VisitState.WAITING,
                now,
                null,
                null,
                null,
                null);
    }

    /** Content and wish are what a citizen confided; they stay out of logs. */
    @Override
    public String toString() {
        return "Visit[" + id + "]";
    }
}
