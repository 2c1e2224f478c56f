package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.platform.qr.QrPicture;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.readiness.Readiness;

/** What officials ask of the queue, and the board on the wall. */
final class VisitEndpoints {
    private final Transactions transactions;
    private final PointStore points;
    private final Citizens citizens;
    private final VisitStore visits;
    private final TurnStore turns;
    private final KioskLinks links;
    private final RegisterVisit registerVisit;
    private final AuditLog audit;
    private final Clock clock;
    private final TodaysReceptions receptions;
    private final Readiness readiness;

    VisitEndpoints(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            VisitStore visits,
            TurnStore turns,
            KioskLinks links,
            RegisterVisit registerVisit,
            AuditLog audit,
            Clock clock,
            TodaysReceptions receptions,
            Readiness readiness) {
        this.transactions = transactions;
        this.points = points;
        this.citizens = citizens;
        this.visits = visits;
        this.turns = turns;
        this.links = links;
        this.registerVisit = registerVisit;
        this.audit = audit;
        this.clock = clock;
        this.receptions = receptions;
        this.readiness = readiness;
    }

    void register(HttpApi http, OfficialApi officials) {
        officials.on("registerVisit", Action.REGISTER_VISIT, this::registerVisit);
        officials.on("visit", Action.SEE_VISIT, this::visit);
        officials.on("renewLink", Action.RENEW_LINK, this::renewLink);
        officials.on("today", Action.SEE_TODAY, (who, request) -> transactions.run(tx -> today(tx, who)));
        http.on("board", this::board);
    }

    record LinkView(String url, String qrSvg) {}

    record Registration(VisitView visit, LinkView link) {}

    private Answer registerVisit(SignedIn who, Request request) {
        RegisterVisit.Command command = request.body(RegisterVisit.Command.class);
        return transactions.run(tx -> switch (registerVisit.register(tx, who, command)) {
            case RegisterVisit.Outcome.Registered registered -> registered(tx, citizens, request, registered);
            case RegisterVisit.Outcome.NotYourPoint() -> Answer.problem(Queue.NOT_YOUR_POINT);
            case RegisterVisit.Outcome.Incomplete incomplete ->
                Answer.problem(Queue.INCOMPLETE.withFields(incomplete.fields()));
        });
    }

    /** The protocol's {@code RegisteredVisit}. */
    static Answer registered(
            Handle tx, Citizens citizens, Request request, RegisterVisit.Outcome.Registered registered) {
        return Answer.json(
                201,
                new Registration(VisitView.of(tx, citizens, registered.visit()), link(request, registered.token())));
    }

    private Answer visit(SignedIn who, Request request) {
        return transactions.run(tx -> inJurisdiction(tx, who, request.pathParameter("visitId"))
                .map(visit -> Answer.ok(VisitView.of(tx, citizens, visit)))
                .orElseGet(VisitEndpoints::unknown));
    }

    private Answer renewLink(SignedIn who, Request request) {
        return transactions.run(tx -> {
            Optional<Visit> visit = inJurisdiction(tx, who, request.pathParameter("visitId"));
            if (visit.isEmpty()) return unknown();
            Point point = points.point(tx, visit.get().pointId()).orElseThrow();
            String token = links.create(
                    tx, visit.get().id(), RegisterVisit.linkEnds(visit.get().day(), point.unit()));
            audit.write(
                    tx,
                    AuditEntry.of(
                            who.officialId(),
                            who.post().id(),
                            "RENEW_LINK",
                            visit.get().id()));
            return Answer.ok(link(request, token));
        });
    }

    record Counts(int registered, int done, int waiting) {}

    record Today(
            LocalDate day,
            String zone,
            Point point,
            VisitView next,
            List<VisitView> visits,
            List<?> receptions,
            Counts counts,
            List<Readiness.RoomToday> readiness) {}

    private Answer today(Handle tx, SignedIn who) {
        List<Point> own = points.points(tx, Set.of(who.unitId()));
        if (own.isEmpty()) {
            return Answer.problem(Problem.notFound("Your unit has no reception point"));
        }
        Point point = own.getFirst();
        LocalDate day = clock.instant().atZone(point.unit().zone()).toLocalDate();
        List<Visit> all = visits.ofUnit(tx, who.unitId(), day);
        VisitView next = Turn.inOrder(turns.ofPoint(tx, point.id(), day), clock.instant()).stream()
                .findFirst()
                .map(turn -> VisitView.of(tx, citizens, turn.visit()))
                .orElse(null);
        return Answer.ok(new Today(
                day,
                point.unit().zone().getId(),
                point,
                next,
                all.stream().map(visit -> VisitView.of(tx, citizens, visit)).toList(),
                receptions.of(tx, who),
                counts(all),
                readiness.today(tx, point)));
    }

    private static Counts counts(List<Visit> visits) {
        int done = (int) visits.stream()
                .filter(visit -> visit.state() == VisitState.DONE)
                .count();
        int waiting =
                (int) visits.stream().filter(visit -> visit.state().waits()).count();
        return new Counts(visits.size(), done, waiting);
    }

    /** @param at changes when the number is called once more */
    record Called(int number, String room, Instant at) {}

    record Board(Words point, List<Called> called, List<Integer> waiting) {}

    /** Everybody in the hall reads it: numbers, no names, and of a denunciation nothing at all. */
    private Answer board(Request request) {
        return transactions.run(tx -> {
            Optional<Point> point = points.point(tx, request.pathParameter("pointId"));
            if (point.isEmpty()) return Answer.problem(Problem.notFound("There is no such point"));
            LocalDate day = clock.instant().atZone(point.get().unit().zone()).toLocalDate();
            List<Turn> numbered = turns.ofPoint(tx, point.get().id(), day).stream()
                    .filter(turn -> turn.visit().number() != null)
                    .toList();
            return Answer.ok(new Board(
                    point.get().name(),
                    numbered.stream()
                            .filter(turn -> turn.calledAt() != null)
                            .filter(turn -> turn.visit().state() == VisitState.CALLED
                                    || turn.visit().state() == VisitState.IN_ROOM)
                            .sorted(Comparator.comparing(Turn::calledAt).reversed())
                            .map(turn -> new Called(turn.visit().number(), turn.room(), turn.calledAt()))
                            .toList(),
                    Turn.inOrder(numbered, clock.instant()).stream()
                            .map(turn -> turn.visit().number())
                            .toList()));
        });
    }

    private Optional<Visit> inJurisdiction(Handle tx, SignedIn who, String visitId) {
        return inJurisdiction(tx, visits, points, who, visitId);
    }

    /** A visit that one's unit takes part in, or one at a point of it or below; anything else looks as if it weren't there. */
    static Optional<Visit> inJurisdiction(
            Handle tx, VisitStore visits, PointStore points, SignedIn who, String visitId) {
        return visits.find(tx, visitId)
                .filter(visit -> visit.units().contains(who.unitId())
                        || points.point(tx, visit.pointId())
                                .map(point -> points.unitAndBelow(tx, who.unitId())
                                        .contains(point.unit().id()))
                                .orElse(false));
    }

    static LinkView link(Request request, String token) {
        // In the fragment, which browsers never send: no server's or proxy's log holds the token.
        String url = request.origin() + "/c#" + token;
        return new LinkView(url, QrPicture.svg(url));
    }

    static Answer unknown() {
        return Answer.problem(Problem.notFound("There is no such visit"));
    }
}
