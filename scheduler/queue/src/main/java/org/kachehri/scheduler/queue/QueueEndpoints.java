package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.Citizens;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Room;

/** The desk: who waits at the own point, in which order and why, and what is done with their turns. */
final class QueueEndpoints {
    private static final Problem NO_POINT = Problem.notFound("Your unit has no reception point");
    private static final Problem NOBODY = Problem.conflict("nobody-waits", "Nobody waits");
    private static final Problem WRONG_TURN =
            Problem.conflict("wrong-turn", "Somebody else has dealt with this turn meanwhile");

    private final Transactions transactions;
    private final PointStore points;
    private final Citizens citizens;
    private final TurnStore turns;
    private final MoveVisit moves;
    private final Clock clock;

    QueueEndpoints(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            TurnStore turns,
            MoveVisit moves,
            Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.citizens = citizens;
        this.turns = turns;
        this.moves = moves;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("queue", Action.KEEP_QUEUE, (who, request) -> atOwnPoint(who, this::desk));
        officials.on("callNext", Action.KEEP_QUEUE, this::callNext);
        officials.on("moveVisit", Action.KEEP_QUEUE, this::move);
    }

    /** @param why of who waits; null for the others */
    record TurnView(
            VisitView visit,
            Turn.Why why,
            Instant queuedAt,
            Instant appointmentAt,
            FirstGround first,
            Instant calledAt,
            String room) {}

    record Desk(
            Point point,
            List<String> rooms,
            List<TurnView> waiting,
            List<TurnView> called,
            List<TurnView> held,
            List<TurnView> absent,
            WaitingTime eachTakes) {}

    record RoomBody(String room) {}

    /** @param link for who was transferred: the slip of the other point */
    record Moved(Desk desk, VisitView visit, VisitEndpoints.LinkView link) {}

    @FunctionalInterface
    private interface AtPoint {
        Answer at(Handle tx, Point point);
    }

    private Answer atOwnPoint(SignedIn who, AtPoint work) {
        return transactions.run(tx -> {
            List<Point> own = points.points(tx, Set.of(who.unitId()));
            return own.isEmpty() ? Answer.problem(NO_POINT) : work.at(tx, own.getFirst());
        });
    }

    private Answer desk(Handle tx, Point point) {
        return Answer.ok(deskOf(tx, point));
    }

    private Desk deskOf(Handle tx, Point point) {
        Instant now = clock.instant();
        LocalDate day = now.atZone(point.unit().zone()).toLocalDate();
        List<Turn> all = turns.ofPoint(tx, point.id(), day);
        return new Desk(
                point,
                points.rooms(tx, List.of(point.id())).stream().map(Room::name).toList(),
                Turn.inOrder(all, now).stream()
                        .map(turn -> view(tx, turn, turn.why(now)))
                        .toList(),
                in(tx, all, VisitState.CALLED),
                in(tx, all, VisitState.HELD),
                in(tx, all, VisitState.ABSENT),
                WaitingTime.of(turns.handled(tx, point.id()), 1).orElse(null));
    }

    private List<TurnView> in(Handle tx, List<Turn> all, VisitState state) {
        return all.stream()
                .filter(turn -> turn.visit().state() == state)
                .sorted(Comparator.comparing(Turn::queuedAt))
                .map(turn -> view(tx, turn, null))
                .toList();
    }

    private TurnView view(Handle tx, Turn turn, Turn.Why why) {
        return new TurnView(
                VisitView.of(tx, citizens, turn.visit()),
                why,
                turn.queuedAt(),
                turn.appointmentAt(),
                turn.first(),
                turn.calledAt(),
                turn.room());
    }

    private Answer callNext(SignedIn who, Request request) {
        String room = request.body(RoomBody.class).room();
        return atOwnPoint(who, (tx, point) -> answer(tx, request, point, moves.callNext(tx, who, point, room)));
    }

    private Answer move(SignedIn who, Request request) {
        MoveVisit.Command command = request.body(MoveVisit.Command.class);
        String visitId = request.pathParameter("visitId");
        return atOwnPoint(who, (tx, point) -> answer(tx, request, point, moves.move(tx, who, point, visitId, command)));
    }

    private Answer answer(Handle tx, Request request, Point point, MoveVisit.Outcome outcome) {
        return switch (outcome) {
            case MoveVisit.Outcome.Moved moved -> {
                Optional<VisitEndpoints.LinkView> link =
                        moved.token().map(token -> VisitEndpoints.link(request, token));
                yield Answer.ok(
                        new Moved(deskOf(tx, point), VisitView.of(tx, citizens, moved.visit()), link.orElse(null)));
            }
            case MoveVisit.Outcome.NobodyWaits() -> Answer.problem(NOBODY);
            case MoveVisit.Outcome.NoSuchVisit() -> VisitEndpoints.unknown();
            case MoveVisit.Outcome.WrongState wrong ->
                Answer.problem(WRONG_TURN.withDetail(wrong.state().name()));
            case MoveVisit.Outcome.Incomplete incomplete ->
                Answer.problem(Queue.INCOMPLETE.withFields(Map.of(incomplete.field(), "required")));
        };
    }
}
