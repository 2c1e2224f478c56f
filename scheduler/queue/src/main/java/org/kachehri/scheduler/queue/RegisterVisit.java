package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Person;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.Unit;

/** Takes a citizen and a matter in at a point: person, number, link and event in the caller's one transaction. */
public final class RegisterVisit {
    private final Intake intake;
    private final VisitStore visits;
    private final TurnStore turns;
    private final KioskLinks links;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    RegisterVisit(
            Intake intake,
            VisitStore visits,
            TurnStore turns,
            KioskLinks links,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.intake = intake;
        this.visits = visits;
        this.turns = turns;
        this.links = links;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who joins besides the point's own unit. */
    public enum Level {
        PROVINCE,
        CENTRAL
    }

    /** What the citizen came for; respondent, settledBy and people may be null. */
    public record Matter(
            CaseType type, String content, String wish, String respondent, String settledBy, Integer people) {
        /** What somebody confided stays out of logs. */
        @Override
        public String toString() {
            return "Matter[" + type + "]";
        }
    }

    /** As the protocol's {@code RegisterVisit}; levels may be null. */
    public record Command(
            String pointId, CitizenDetails citizen, Matter matter, Language language, List<Level> levels) {}

    /** What came of it. */
    public sealed interface Outcome {
        /** @param token of the kiosk link; it is kept nowhere else */
        record Registered(Visit visit, String token) implements Outcome {}

        /** The point isn't there, or isn't of the official's unit or one below it. */
        record NotYourPoint() implements Outcome {}

        /** @param fields which field and what is missing */
        record Incomplete(Map<String, String> fields) implements Outcome {}
    }

    public Outcome register(Handle tx, SignedIn who, Command command) {
        return switch (intake.take(tx, who, command)) {
            case Intake.Outcome.Taken taken -> register(tx, who, taken, null);
            case Intake.Outcome.NotYourPoint() -> new Outcome.NotYourPoint();
            case Intake.Outcome.Incomplete incomplete -> new Outcome.Incomplete(incomplete.fields());
        };
    }

    /**
     * Who was taken down is there now.
     *
     * @param appointmentAt for when they were invited; null for who came without
     */
    public Outcome.Registered register(Handle tx, SignedIn who, Intake.Outcome.Taken taken, Instant appointmentAt) {
        Visit visit = visit(tx, taken);
        visits.insert(tx, visit, who.officialId());
        turns.insert(tx, visit.id(), visit.registeredAt(), appointmentAt, null);
        String token =
                links.create(tx, visit.id(), linkEnds(visit.day(), taken.point().unit()));
        outbox.publish(tx, VisitRegistered.TYPE, visit.id(), new VisitRegistered(visit.id(), visit.pointId()));
        audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), "REGISTER_VISIT", visit.id()));
        return new Outcome.Registered(visit, token);
    }

    /** A reception that runs past midnight keeps its kiosk: six hours are the longest one. */
    static Instant linkEnds(LocalDate day, Unit unit) {
        return day.plusDays(1).atStartOfDay(unit.zone()).plusHours(6).toInstant();
    }

    private Visit visit(Handle tx, Intake.Outcome.Taken taken) {
        Instant now = clock.instant();
        Point point = taken.point();
        LocalDate day = now.atZone(point.unit().zone()).toLocalDate();
        Matter matter = taken.matter();
        Person person = taken.person();
        Integer number = person.isProtected() ? null : visits.nextNumber(tx, point.id(), day);
        return new Visit(
                UUID.randomUUID().toString(),
                point.id(),
                point.name(),
                day,
                number,
                person.citizenId(),
                person.displayName(),
                person.isProtected(),
                matter.type(),
                matter.content(),
                matter.wish(),
                matter.respondent(),
                matter.settledBy(),
                matter.people(),
                taken.units(),
                taken.language(),
                VisitState.WAITING,
                now,
                null,
                null,
                null,
                null);
    }
}
