package org.kachehri.scheduler.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Person;

/** The protocol's {@code Visit}. For a denunciation: the alias, no number, no address. */
record VisitView(
        String id,
        String pointId,
        LocalDate day,
        Integer number,
        String person,
        String address,
        @JsonProperty("protected") boolean protectedIdentity,
        CaseType type,
        String content,
        String wish,
        VisitState state,
        Instant registeredAt,
        Language language,
        String receptionId,
        Boolean cameraReady,
        Boolean microphoneReady,
        Instant noticeAcknowledgedAt) {

    static VisitView of(Handle tx, Citizens citizens, Visit visit) {
        String address = citizens.person(tx, visit.citizenId())
                .flatMap(Person::details)
                .map(CitizenDetails::address)
                .orElse(null);
        return new VisitView(
                visit.id(),
                visit.pointId(),
                visit.day(),
                visit.number(),
                visit.person(),
                address,
                visit.protectedIdentity(),
                visit.type(),
                visit.content(),
                visit.wish(),
                visit.state(),
                visit.registeredAt(),
                visit.language(),
                visit.receptionId(),
                visit.cameraReady(),
                visit.microphoneReady(),
                visit.noticeAcknowledgedAt());
    }
}
