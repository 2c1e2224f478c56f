package org.kachehri.scheduler.appointments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Citizens;
import org.kachehri.scheduler.appointments.AppointmentView.AlikeLine;
import org.kachehri.scheduler.queue.Visit;
import org.kachehri.scheduler.queue.Visits;

/** What came to the same units before and may be the same matter. */
final class EarlierMatters {
    /** Who comes back later than this has mostly had an answer in between. */
    private static final Duration BACK = Duration.ofDays(400);

    private final Visits visits;
    private final Citizens citizens;
    private final Clock clock;

    EarlierMatters(Visits visits, Citizens citizens, Clock clock) {
        this.visits = visits;
        this.citizens = citizens;
        this.clock = clock;
    }

    List<AlikeLine> like(Handle tx, Appointment appointment) {
        Instant since = clock.instant().minus(BACK);
        Set<String> samePerson = citizens.same(tx, appointment.citizenId());
        Similar.Matter matter = new Similar.Matter(
                appointment.matter().content(), appointment.matter().respondent());
        return visits.since(tx, appointment.units(), since).stream()
                .filter(visit -> !visit.id().equals(appointment.visitId()))
                .map(visit -> line(visit, matter, samePerson.contains(visit.citizenId())))
                .filter(line -> line.score() >= Similar.WORTH_A_LOOK)
                .toList();
    }

    private static AlikeLine line(Visit visit, Similar.Matter matter, boolean samePerson) {
        Similar.Likeness likeness =
                Similar.of(matter, new Similar.Matter(visit.content(), visit.respondent()), samePerson);
        return new AlikeLine(
                visit.registeredAt(), visit.person(), visit.content(), likeness.score(), likeness.reasons());
    }
}
