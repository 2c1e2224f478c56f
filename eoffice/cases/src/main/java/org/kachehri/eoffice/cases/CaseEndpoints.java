package org.kachehri.eoffice.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.queue.CaseType;
import org.kachehri.scheduler.queue.KioskApi;
import org.kachehri.scheduler.queue.KioskVisitor;
import org.kachehri.scheduler.queue.Visit;
import org.kachehri.scheduler.queue.Visits;

/** Conclusion, book and tickets over HTTP, and the citizen's receipt. */
final class CaseEndpoints {
    private final Transactions transactions;
    private final Conclude conclude;
    private final TicketStore store;
    private final Tickets tickets;
    private final PointStore points;
    private final Visits visits;
    private final HeardReceptions receptions;
    private final Clock clock;

    CaseEndpoints(
            Transactions transactions,
            Conclude conclude,
            TicketStore store,
            Tickets tickets,
            PointStore points,
            Visits visits,
            HeardReceptions receptions,
            Clock clock) {
        this.transactions = transactions;
        this.conclude = conclude;
        this.store = store;
        this.tickets = tickets;
        this.points = points;
        this.visits = visits;
        this.receptions = receptions;
        this.clock = clock;
    }

    void register(OfficialApi officials, KioskApi kiosk) {
        officials.on(
                "previewConclusion",
                Action.CONCLUDE,
                (who, request) -> transactions.run(tx ->
                        answer(tx, conclude.preview(tx, who, request.pathParameter("receptionId"), command(request)))));
        officials.on(
                "conclude",
                Action.CONCLUDE,
                (who, request) -> transactions.run(tx -> answer(
                        tx, conclude.conclude(tx, who, request.pathParameter("receptionId"), command(request)))));
        officials.on("book", Action.SEE_BOOK, (who, request) -> transactions.run(tx -> book(tx, who, request)));
        officials.on("tickets", Action.SEE_TICKETS, (who, request) -> transactions.run(tx -> tickets(tx, who)));
        officials.on(
                "ticket",
                Action.SEE_TICKETS,
                (who, request) -> transactions.run(tx -> ticket(tx, who, request.pathParameter("ticketId"))));
        kiosk.on("kioskReceipt", (visitor, request) -> transactions.run(tx -> receipt(tx, visitor)));
    }

    private static Conclude.Command command(Request request) {
        return request.body(Conclude.Command.class);
    }

    record Preview(List<ClockView> clocks, Unit competentUnit, BookRow bookRow) {}

    record Conclusion(TicketView ticket, BookRow bookRow) {}

    private Answer answer(Handle tx, Conclude.Outcome outcome) {
        return switch (outcome) {
            case Conclude.Outcome.Planned planned ->
                Answer.ok(new Preview(
                        tickets.read(tx, planned.plan().clocks()),
                        planned.plan().competentUnit(),
                        planned.row()));
            case Conclude.Outcome.Concluded concluded ->
                Answer.json(
                        201,
                        new Conclusion(tickets.ticket(tx, concluded.ticketId()).orElseThrow(), concluded.row()));
            case Conclude.Outcome.NoSuchReception() ->
                Answer.problem(Problem.notFound("There is no such reception in your unit"));
            case Conclude.Outcome.NotOver() ->
                Answer.problem(Problem.conflict("not-over", "The reception is not over; close it first"));
            case Conclude.Outcome.AlreadyConcluded() ->
                Answer.problem(Problem.conflict("already-concluded", "The reception has been concluded"));
            case Conclude.Outcome.NotYourUnit() ->
                Answer.problem(Problem.of(
                        403,
                        "not-your-unit",
                        "You may give the matter to your own unit, one below it, or transfer it"));
            case Conclude.Outcome.NoAnswer() ->
                Answer.problem(Problem.of(400, "incomplete", "Something is missing")
                        .withFields(java.util.Map.of("answer", "required")));
        };
    }

    private Answer book(Handle tx, SignedIn who, Request request) {
        String unitId = request.query("unitId").orElse(who.unitId());
        Optional<Unit> unit = points.unit(tx, unitId);
        if (unit.isEmpty() || !points.unitAndBelow(tx, who.unitId()).contains(unitId)) {
            return Answer.problem(
                    Problem.of(403, "not-your-unit", "You may see the book of your own unit and of those below it"));
        }
        int thisYear = clock.instant().atZone(unit.get().zone()).getYear();
        int year = request.query("year").map(Integer::parseInt).orElse(thisYear);
        return Answer.ok(store.book(tx, unitId, year));
    }

    private Answer tickets(Handle tx, SignedIn who) {
        List<TicketView> seen = store.ofUnits(tx, points.unitAndBelow(tx, who.unitId())).stream()
                .map(ticket -> tickets.view(tx, ticket))
                .sorted(Comparator.comparing(
                        ticket -> ticket.governingClock().map(ClockView::due).orElse(LocalDate.MAX)))
                .toList();
        return Answer.ok(seen);
    }

    private Answer ticket(Handle tx, SignedIn who, String ticketId) {
        Set<String> own = points.unitAndBelow(tx, who.unitId());
        return store.find(tx, ticketId)
                .filter(ticket -> own.contains(ticket.competentUnitId()) || own.contains(ticket.bookUnitId()))
                .map(ticket -> Answer.ok(tickets.view(tx, ticket)))
                .orElseGet(() -> Answer.problem(Problem.notFound("There is no such ticket")));
    }

    record Receipt(
            Integer number,
            String reception,
            String asked,
            CaseType type,
            String ticket,
            String answer,
            Words competentUnit,
            ClockView clock) {}

    private Answer receipt(Handle tx, KioskVisitor visitor) {
        Visit visit = visits.visit(tx, visitor.visitId()).orElseThrow();
        Optional<HeardReceptions.Heard> reception =
                Optional.ofNullable(visit.receptionId()).flatMap(id -> receptions.reception(tx, id));
        if (reception.isEmpty()) {
            return Answer.problem(Problem.notFound("There is no reception yet"));
        }
        Optional<TicketView> ticket = tickets.ofReception(tx, visit.receptionId());
        return Answer.ok(new Receipt(
                visit.number(),
                reception.get().code(),
                visit.wish(),
                visit.type(),
                ticket.map(TicketView::number).orElse(null),
                ticket.map(TicketView::answer).orElse(null),
                ticket.map(one -> one.competentUnit().name()).orElse(null),
                ticket.flatMap(TicketView::governingClock).orElse(null)));
    }
}
