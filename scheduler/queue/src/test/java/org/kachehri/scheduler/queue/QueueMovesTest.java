package org.kachehri.scheduler.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.scheduler.points.Point;

/** Who is called when, and that nobody is lost on the way. */
class QueueMovesTest {
    private static final Instant EIGHT = Instant.parse("2026-11-26T01:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-26");

    private final MovingClock clock = new MovingClock(EIGHT);
    private final Office office = new Office(clock);
    private final TurnStore turns = office.queue.visits().turns();
    private final MoveVisit moves = new MoveVisit(
            office.points,
            office.queue.visits().store(),
            turns,
            new KioskLinks(clock, new SecureRandom()),
            office.audit,
            clock);
    private final Point here = point("yen-hoa");

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void appointmentsComeAtTheirTimeThenWhoIsPutFirstThenByArrival() {
        Visit first = register(null);
        Visit second = register(null);
        Visit nine = register(EIGHT.plus(Duration.ofHours(1)));
        Visit old = register(null);
        assertEquals(List.of(first, second, old, nine), waiting(), "before its time an appointment doesn't push in");
        move(old, command(Move.PUT_FIRST, "82 years", FirstGround.ELDERLY));
        assertEquals(List.of(old, first, second, nine), waiting());
        clock.move(Duration.ofMinutes(58));
        assertEquals(List.of(nine, old, first, second), waiting());
        assertEquals(nine.id(), called().id());
        assertEquals(old.id(), called().id());
        move(old, command(Move.NO_SHOW, null, null));
        move(first, command(Move.HOLD, "copies a paper", null));
        clock.move(Duration.ofMinutes(1));
        move(old, command(Move.RETURN, null, null));
        move(old, command(Move.IN_TURN, null, null));
        move(first, command(Move.RESUME, null, null));
        assertEquals(List.of(first, second, old), waiting(), "held keeps the place, missed waits anew");
        TurnStore.Event put =
                office.transactions.run(tx -> turns.events(tx, old.id())).getFirst();
        assertEquals(FirstGround.ELDERLY, put.ground());
        assertEquals("82 years", put.reason());
    }

    @Test
    void whoGoesToAnotherPointTakesTheTimeWaitedAlong() {
        Visit one = register(null);
        clock.move(Duration.ofMinutes(30));
        MoveVisit.Outcome.Moved moved = assertInstanceOf(
                MoveVisit.Outcome.Moved.class,
                move(one, new MoveVisit.Command(Move.TRANSFER, "land office sits there", null, null, "tam-quang")));
        assertEquals(VisitState.GONE, moved.visit().state());
        assertTrue(moved.token().isPresent(), "a link for the kiosk there");
        Turn there = office.transactions
                .run(tx -> turns.ofPoint(tx, "tam-quang", DAY))
                .getFirst();
        assertEquals(one.registeredAt(), there.queuedAt());
        assertEquals(1, there.visit().number());
        assertEquals(List.of("tam-quang", "nghe-an", "central"), there.visit().units());
        assertEquals(one.person(), there.visit().person());
        assertEquals(List.of(), waiting());
    }

    @Test
    void whatIsMissingOrNoLongerSoIsRefusedAndNothingChanges() {
        Visit one = register(null);
        assertInstanceOf(MoveVisit.Outcome.Incomplete.class, move(one, command(Move.HOLD, " ", null)));
        assertInstanceOf(MoveVisit.Outcome.Incomplete.class, move(one, command(Move.PUT_FIRST, "old", null)));
        assertInstanceOf(MoveVisit.Outcome.Incomplete.class, move(one, command(Move.CALL, null, null)));
        for (String nowhere : new String[] {null, "yen-hoa", "nowhere"}) {
            assertInstanceOf(
                    MoveVisit.Outcome.Incomplete.class,
                    move(one, new MoveVisit.Command(Move.TRANSFER, "there", null, null, nowhere)));
        }
        assertInstanceOf(MoveVisit.Outcome.WrongState.class, move(one, command(Move.RECALL, null, null)));
        assertInstanceOf(
                MoveVisit.Outcome.NoSuchVisit.class,
                office.transactions.run(tx -> moves.move(
                        tx, office.receiver, point("tam-quang"), one.id(), command(Move.LEAVE, "home", null))));
        assertEquals(List.of(), office.transactions.run(tx -> turns.events(tx, one.id())));
        called();
        assertInstanceOf(MoveVisit.Outcome.NobodyWaits.class, next());
        var changed = assertThrows(
                UnableToExecuteStatementException.class,
                () -> office.transactions.act(tx -> tx.execute("DELETE FROM queue.event")));
        assertTrue(changed.getMessage().contains("never changed"));
    }

    @Test
    void twoOfficialsWhoCallAtOnceNeverCallTheSame() throws Exception {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 40; i++) all.add(register(null).id());
        List<Future<MoveVisit.Outcome>> calls = new ArrayList<>();
        try (ExecutorService officials = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) calls.add(officials.submit(this::next));
        }
        Set<String> called = new HashSet<>();
        int nobody = 0;
        for (Future<MoveVisit.Outcome> call : calls) {
            switch (call.get()) {
                case MoveVisit.Outcome.Moved moved ->
                    assertTrue(called.add(moved.visit().id()), "called twice");
                default -> nobody++;
            }
        }
        assertEquals(all, called);
        assertEquals(10, nobody);
    }

    /** Whatever is done in whatever order: nobody is lost, nobody is there twice, and the log explains who is called. */
    @Test
    void everyPlaceIsExplainedByTheLog() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Visit> all = new ArrayList<>();
        Map<String, Instant> appointments = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            clock.move(Duration.ofSeconds(random.nextInt(60)));
            String where = "seed " + seed + ", step " + step;
            if (all.size() < 25 && random.nextInt(6) == 0) {
                Instant at = random.nextInt(3) > 0 ? null : clock.instant().plusSeconds(random.nextInt(5400) - 1800);
                Visit visit = register(at);
                all.add(visit);
                if (at != null) appointments.put(visit.id(), at);
            } else if (random.nextInt(4) == 0) {
                Optional<String> expected = explained(all, appointments);
                Optional<String> called = next() instanceof MoveVisit.Outcome.Moved moved
                        ? Optional.of(moved.visit().id())
                        : Optional.empty();
                assertEquals(expected, called, where);
            } else if (!all.isEmpty()) {
                Visit one = now(all.get(random.nextInt(all.size())));
                Move kind = Move.values()[random.nextInt(Move.values().length)];
                FirstGround ground = FirstGround.values()[random.nextInt(FirstGround.values().length)];
                MoveVisit.Outcome outcome = move(one, new MoveVisit.Command(kind, "said so", ground, "1", "tam-quang"));
                assertEquals(kind.fits(one.state()), outcome instanceof MoveVisit.Outcome.Moved, where + " " + kind);
            }
            nobodyIsLost(all, where);
        }
    }

    private void nobodyIsLost(List<Visit> all, String where) {
        List<Turn> turnsHere = office.transactions.run(tx -> turns.ofPoint(tx, "yen-hoa", DAY));
        assertEquals(all.size(), turnsHere.size(), where);
        Map<VisitState, Integer> states = new EnumMap<>(VisitState.class);
        turnsHere.forEach(turn -> states.merge(turn.visit().state(), 1, Integer::sum));
        assertEquals(
                states.getOrDefault(VisitState.WAITING, 0) + states.getOrDefault(VisitState.CHECKED, 0),
                Turn.inOrder(turnsHere, clock.instant()).size(),
                where);
        long sent = all.stream()
                .filter(visit -> office.transactions.run(tx -> turns.events(tx, visit.id())).stream()
                        .anyMatch(event -> event.kind() == Move.TRANSFER))
                .count();
        assertEquals(
                sent,
                office.transactions
                        .run(tx -> turns.ofPoint(tx, "tam-quang", DAY))
                        .size(),
                where);
    }

    /** Who is to be called next, from registrations and the log alone. */
    private Optional<String> explained(List<Visit> all, Map<String, Instant> appointments) {
        record Place(int rank, Instant since, Instant registered, String id) {}
        Instant now = clock.instant();
        Stream<Place> places = all.stream().flatMap(visit -> {
            Instant since = visit.registeredAt();
            Instant appointment = appointments.get(visit.id());
            boolean first = false;
            boolean waits = true;
            for (TurnStore.Event event : office.transactions.run(tx -> turns.events(tx, visit.id()))) {
                switch (event.kind()) {
                    case CALL, HOLD, NO_SHOW, TRANSFER, LEAVE -> waits = false;
                    case RESUME -> waits = true;
                    case RETURN -> {
                        waits = true;
                        since = event.at();
                        appointment = null;
                    }
                    case PUT_FIRST -> first = true;
                    case IN_TURN -> first = false;
                    case RECALL -> {}
                }
            }
            if (!waits) return Stream.empty();
            boolean due = appointment != null && !now.isBefore(appointment.minusSeconds(300));
            int rank = due ? 0 : first ? 1 : appointment == null ? 2 : 3;
            Instant place = rank == 0 || rank == 3 ? appointment : since;
            return Stream.of(new Place(rank, place, visit.registeredAt(), visit.id()));
        });
        return places.min(Comparator.comparingInt(Place::rank)
                        .thenComparing(Place::since)
                        .thenComparing(Place::registered)
                        .thenComparing(Place::id))
                .map(Place::id);
    }

    @Test
    void howLongItTakesIsSaidOnlyWhenEnoughIsKnown() {
        assertEquals(Optional.empty(), WaitingTime.of(List.of(Duration.ofMinutes(20)), 3));
        List<Duration> handled =
                Stream.of(12, 14, 18, 22, 30).map(Duration::ofMinutes).toList();
        assertEquals(Optional.of(new WaitingTime(40, 70)), WaitingTime.of(handled, 3));
        assertEquals(Optional.of(new WaitingTime(0, 0)), WaitingTime.of(handled, 0));
        assertFalse(WaitingTime.of(handled, 1).isEmpty());
    }

    private Visit register(Instant appointmentAt) {
        clock.move(Duration.ofMillis(10));
        return office.transactions.run(tx -> {
            Intake.Outcome.Taken taken = (Intake.Outcome.Taken)
                    office.queue.intake().take(tx, office.receiver, office.command("yen-hoa", CaseType.PETITION));
            return office.queue
                    .registerVisit()
                    .register(tx, office.receiver, taken, appointmentAt)
                    .visit();
        });
    }

    private List<Visit> waiting() {
        return office.transactions.run(tx -> Turn.inOrder(turns.ofPoint(tx, "yen-hoa", DAY), clock.instant())).stream()
                .map(Turn::visit)
                .toList();
    }

    private Visit now(Visit visit) {
        return office.transactions.run(
                tx -> office.queue.visits().visit(tx, visit.id()).orElseThrow());
    }

    private MoveVisit.Outcome next() {
        return office.transactions.run(tx -> moves.callNext(tx, office.receiver, here, "1"));
    }

    private Visit called() {
        return assertInstanceOf(MoveVisit.Outcome.Moved.class, next()).visit();
    }

    private MoveVisit.Outcome move(Visit visit, MoveVisit.Command command) {
        return office.transactions.run(tx -> moves.move(tx, office.receiver, here, visit.id(), command));
    }

    private static MoveVisit.Command command(Move kind, String reason, FirstGround ground) {
        return new MoveVisit.Command(kind, reason, ground, null, null);
    }

    private Point point(String id) {
        return office.transactions.run(tx -> office.points.point(tx, id).orElseThrow());
    }
}
