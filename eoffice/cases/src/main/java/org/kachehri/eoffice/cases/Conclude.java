package org.kachehri.eoffice.cases;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Person;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.calendar.LegalCalendar;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.queue.Visit;
import org.kachehri.scheduler.queue.Visits;

/** Ends a reception on paper: book row, ticket, clocks, event and audit line in one transaction, or none of them. */
final class Conclude {
    private final PointStore points;
    private final Citizens citizens;
    private final Visits visits;
    private final HeardReceptions receptions;
    private final RuleProfiles profiles;
    private final Calendars calendars;
    private final TicketStore tickets;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    Conclude(
            PointStore points,
            Citizens citizens,
            Visits visits,
            HeardReceptions receptions,
            RuleProfiles profiles,
            Calendars calendars,
            TicketStore tickets,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.points = points;
        this.citizens = citizens;
        this.visits = visits;
        this.receptions = receptions;
        this.profiles = profiles;
        this.calendars = calendars;
        this.tickets = tickets;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** As the protocol's {@code Conclude}; unit and note may be null. */
    record Command(Handling handling, String answer, String competentUnitId, String note) {}

    /** What will be issued. */
    record Plan(
            HeardReceptions.Heard reception,
            Visit visit,
            Unit bookUnit,
            Unit competentUnit,
            List<TicketClock> clocks,
            Instant at) {
        int year() {
            return at.atZone(bookUnit.zone()).getYear();
        }
    }

    sealed interface Outcome {
        record Planned(Plan plan, BookRow row) implements Outcome {}

        record Concluded(String ticketId, BookRow row) implements Outcome {}

        record NoSuchReception() implements Outcome {}

        record NotOver() implements Outcome {}

        record AlreadyConcluded() implements Outcome {}

        /** Who concludes may give the matter to their own unit or one below; only a transfer may go elsewhere. */
        record NotYourUnit() implements Outcome {}

        record NoAnswer() implements Outcome {}
    }

    Outcome preview(Handle tx, SignedIn who, String receptionId, Command command) {
        return plan(tx, who, receptionId, command);
    }

    Outcome conclude(Handle tx, SignedIn who, String receptionId, Command command) {
        tickets.lock(tx, receptionId);
        Outcome planned = plan(tx, who, receptionId, command);
        return planned instanceof Outcome.Planned ready ? issue(tx, who, ready.plan(), command) : planned;
    }

    private Outcome plan(Handle tx, SignedIn who, String receptionId, Command command) {
        Optional<HeardReceptions.Heard> found = receptions
                .reception(tx, receptionId)
                .filter(heard -> heard.units().contains(who.unitId()));
        if (found.isEmpty()) return new Outcome.NoSuchReception();
        if (tickets.ofReception(tx, receptionId).isPresent()) return new Outcome.AlreadyConcluded();
        if (!found.get().awaitsConclusion()) return new Outcome.NotOver();
        if (command.answer().isBlank()) return new Outcome.NoAnswer();
        HeardReceptions.Heard reception = found.get();
        Visit visit = visits.visit(tx, reception.visitId()).orElseThrow();
        Unit bookUnit = points.unit(tx, who.unitId()).orElseThrow();
        Optional<Unit> competent = competentUnit(tx, bookUnit, visit, command);
        if (competent.isEmpty()) return new Outcome.NotYourUnit();
        Instant now = clock.instant();
        List<TicketClock> clocks = clocks(tx, competent.get(), visit, command.handling(), now);
        Plan plan = new Plan(reception, visit, bookUnit, competent.get(), clocks, now);
        int number = tickets.likelyBookNumber(tx, bookUnit.id(), plan.year());
        return new Outcome.Planned(plan, row(tx, plan, command, number, "", null));
    }

    private Outcome issue(Handle tx, SignedIn who, Plan plan, Command command) {
        Visit visit = plan.visit();
        String ticketId = UUID.randomUUID().toString();
        String ticketNumber = tickets.nextTicketNumber(tx, plan.competentUnit(), plan.year(), visit.type());
        int bookNumber = tickets.nextBookNumber(tx, plan.bookUnit().id(), plan.year());
        tickets.insert(
                tx,
                new TicketStore.Ticket(
                        ticketId,
                        ticketNumber,
                        visit.type(),
                        visit.person(),
                        visit.protectedIdentity(),
                        visit.content(),
                        visit.wish(),
                        command.handling(),
                        command.answer().strip(),
                        plan.at(),
                        who.post().id(),
                        plan.competentUnit().id(),
                        visit.id(),
                        plan.reception().id(),
                        plan.reception().code(),
                        null,
                        bookNumber,
                        plan.bookUnit().id()));
        tickets.insert(tx, ticketId, plan.clocks());
        BookRow row = row(tx, plan, command, bookNumber, ticketNumber, ticketId);
        tickets.insert(tx, plan.bookUnit().id(), plan.year(), row);
        String receptionId = plan.reception().id();
        outbox.publish(
                tx,
                TicketOpened.TYPE,
                ticketId,
                new TicketOpened(
                        ticketId,
                        receptionId,
                        visit.id(),
                        plan.competentUnit().id(),
                        who.officialId(),
                        who.post().id()));
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "CONCLUDE", receptionId)
                        .with(Map.of(
                                "ticket",
                                ticketNumber,
                                "handling",
                                command.handling().name())));
        return new Outcome.Concluded(ticketId, row);
    }

    /** Named by the chair, else the chair's own unit, or for a chair below the province the province above. */
    private Optional<Unit> competentUnit(Handle tx, Unit bookUnit, Visit visit, Command command) {
        if (command.competentUnitId() == null) {
            return points.unitAndAbove(tx, bookUnit.id()).stream()
                    .filter(unit -> unit.kind() == UnitKind.PROVINCE || unit.kind() == UnitKind.CENTRAL)
                    .findFirst()
                    .or(() -> Optional.of(bookUnit));
        }
        Set<String> own = points.unitAndBelow(tx, bookUnit.id());
        boolean allowed = own.contains(command.competentUnitId())
                || visit.units().contains(command.competentUnitId())
                || command.handling() == Handling.TRANSFERRED;
        return allowed ? points.unit(tx, command.competentUnitId()) : Optional.empty();
    }

    private List<TicketClock> clocks(Handle tx, Unit competent, Visit visit, Handling handling, Instant now) {
        RuleProfile profile = profiles.named(competent.ruleProfile());
        LegalCalendar calendar = calendars.of(tx, profile.country());
        List<TicketClock> clocks = new ArrayList<>();
        for (RuleProfile.Opening opening : profile.opensFor(visit.type(), handling)) {
            ClockRule rule = profile.rule(opening.rule()).orElseThrow();
            // What was handed in was received when it was registered; what the chair decides happens now.
            Instant from = rule.from().equals("receipt") ? visit.registeredAt() : now;
            LegalClock legal = LegalClock.start(rule, profile, Circumstances.NORMAL, competent.zone(), from);
            if (opening.isMetBy(handling)
                    && legal.with(new ClockEvent.Stopped(now, handling.name()), calendar)
                            instanceof LegalClock.Outcome.Added met) {
                legal = met.clock();
            }
            clocks.add(new TicketClock(rule.code(), profile.name(), rule.from(), legal));
        }
        return clocks;
    }

    private BookRow row(Handle tx, Plan plan, Command command, int number, String ticketNumber, String ticketId) {
        Visit visit = plan.visit();
        Optional<CitizenDetails> details =
                citizens.person(tx, visit.citizenId()).flatMap(Person::details);
        Instant heardAt = plan.reception().startedAt() == null
                ? plan.at()
                : plan.reception().startedAt();
        LocalDate date = heardAt.atZone(plan.bookUnit().zone()).toLocalDate();
        String unit = plan.bookUnit().country() == Country.VN
                ? plan.competentUnit().name().vi()
                : plan.competentUnit().name().en();
        String answer = command.answer().strip();
        Handling handling = command.handling();
        return new BookRow(
                number,
                date,
                details.map(person -> person.name() + ", " + person.address()).orElse(visit.person()),
                details.map(Conclude::paper).orElse(""),
                visit.content(),
                visit.type(),
                visit.people(),
                BookRow.typeAndPeople(visit.type(), visit.people()),
                visit.settledBy() == null ? "" : visit.settledBy(),
                handling == Handling.ACCEPTED ? unit : "",
                handling == Handling.RETURNED_GUIDED ? answer : "",
                handling == Handling.TRANSFERRED ? unit : "",
                handling == Handling.ANSWERED ? answer : ticketNumber,
                command.note() == null ? "" : command.note().strip(),
                plan.reception().id(),
                ticketId);
    }

    private static String paper(CitizenDetails person) {
        return person.idKind() == IdentityPaper.NONE ? "" : person.idNumber();
    }
}
