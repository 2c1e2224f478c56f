package org.kachehri.scheduler.bookings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.platform.postgres.Transactions;

class BookingsTest {
    private static final TestDatabase DATABASE = TestDatabase.of(Bookings.SCHEMA);
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Transactions transactions = DATABASE.transactions();
    private final Bookings bookings = new Bookings();
    private final Resource room =
            new Resource(Resource.Kind.ROOM, UUID.randomUUID().toString());

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void aRoomIsBookedByOneAtATimeAndByTheNextWhenItIsOver() {
        offer(1);
        assertEquals(0, book("a", Span.of(TEN, HOUR)).orElseThrow().place());
        assertEquals(Optional.empty(), book("b", Span.of(TEN.plus(Duration.ofMinutes(59)), HOUR)));
        assertEquals(0, book("b", Span.of(TEN.plus(HOUR), HOUR)).orElseThrow().place());
        assertEquals(
                List.of("a", "b"),
                transactions.run(tx -> bookings.within(tx, room, Span.of(TEN, Duration.ofHours(8)))).stream()
                        .map(Booking::holder)
                        .toList());
    }

    @Test
    void whatNobodyOffersCanNotBeBooked() {
        assertEquals(Optional.empty(), book("a", Span.of(TEN, HOUR)));
        offer(1);
        offer(0);
        assertEquals(Optional.empty(), book("a", Span.of(TEN, HOUR)));
    }

    @Test
    void ofAThousandAtOnceExactlyAsManyGetItAsThereArePlaces() throws Exception {
        offer(3);
        try (ExecutorService clerks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Booking>>> all = IntStream.range(0, 1_000)
                    .mapToObj(clerk -> clerks.submit(() -> book("clerk " + clerk, Span.of(TEN, HOUR))))
                    .toList();
            List<Integer> places = new ArrayList<>();
            for (Future<Optional<Booking>> one : all) one.get().ifPresent(booking -> places.add(booking.place()));
            assertEquals(List.of(0, 1, 2), places.stream().sorted().toList());
        }
    }

    @Test
    void noPlaceIsTwoPeoplesEvenForWhoWritesPastThisClass() {
        offer(1);
        UUID first = book("a", Span.of(TEN, HOUR)).orElseThrow().id();
        assertTrue(book("b", Span.of(TEN.plus(HOUR), HOUR)).isPresent());
        JdbiException refused = assertThrows(
                UnableToExecuteStatementException.class,
                () -> transactions.act(tx -> tx.execute(
                        "UPDATE bookings.booking SET during = tstzrange(lower(during), upper(during) + interval '1 minute') WHERE id = ?",
                        first)));
        assertTrue(refused.getMessage().contains("conflicting key value"), refused.getMessage());
    }

    @Test
    void whoComesEarlyGetsInWhereItIsFreeAndWhoComesTooLateDoesNot() {
        offer(1);
        assertTrue(book("before", Span.of(TEN.minus(HOUR), HOUR)).isPresent());
        UUID id = book("a", Span.of(TEN, HOUR)).orElseThrow().id();
        assertEquals(Optional.empty(), begin(id, TEN.minusSeconds(60)), "the one before is still there");
        offer(2);
        assertEquals(1, begin(id, TEN.minusSeconds(60)).orElseThrow().place());
        assertEquals(
                new Span(TEN.plusSeconds(60), TEN.plus(HOUR)),
                begin(id, TEN.plusSeconds(60)).orElseThrow().span());
        assertEquals(Optional.empty(), begin(id, TEN.plus(HOUR)));
    }

    @Test
    void whoEndsEarlyGivesTheRestToOthersAndWhoNeverBeganAllOfIt() {
        offer(1);
        UUID first = book("a", Span.of(TEN, HOUR)).orElseThrow().id();
        Instant half = TEN.plus(Duration.ofMinutes(30));
        transactions.act(tx -> bookings.end(tx, first, half));
        UUID second = book("b", Span.of(half, HOUR)).orElseThrow().id();
        transactions.act(tx -> bookings.end(tx, second, TEN));
        assertTrue(book("c", Span.of(half, HOUR)).isPresent());
        transactions.act(tx -> bookings.end(tx, first, TEN.plus(HOUR)));
        assertEquals(
                new Span(TEN, half),
                transactions
                        .run(tx -> bookings.within(tx, room, Span.of(TEN, HOUR)))
                        .getFirst()
                        .span(),
                "ending twice ends once");
    }

    @Test
    void whateverIsBookedProlongedAndEndedNoPlaceIsTwoPeoplesAndNobodyLosesWhatTheyBooked() {
        long seed = new Random().nextLong();
        System.out.println("BookingsTest seed " + seed);
        Random random = new Random(seed);
        offer(3);
        List<Booking> mine = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            Span span = Span.of(
                    TEN.plus(Duration.ofMinutes(random.nextInt(600))), Duration.ofMinutes(1 + random.nextInt(90)));
            switch (random.nextInt(4)) {
                case 0, 1 -> book("holder", span).ifPresent(mine::add);
                case 2 -> {
                    if (mine.isEmpty()) continue;
                    UUID id = mine.get(random.nextInt(mine.size())).id();
                    transactions.act(tx -> bookings.prolong(tx, List.of(id), span.to()));
                }
                default -> {
                    if (mine.isEmpty()) continue;
                    Booking ended = mine.remove(random.nextInt(mine.size()));
                    transactions.act(
                            tx -> bookings.end(tx, ended.id(), ended.span().from()));
                }
            }
        }
        List<Booking> now = transactions.run(tx -> bookings.within(tx, room, Span.of(TEN, Duration.ofDays(2))));
        assertEquals(
                mine.stream().map(Booking::id).sorted().toList(),
                now.stream().map(Booking::id).sorted().toList());
        for (Booking before : mine) {
            Booking after = now.stream()
                    .filter(one -> one.id().equals(before.id()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(before.span().from(), after.span().from());
            assertTrue(!after.span().to().isBefore(before.span().to()));
        }
    }

    private void offer(int capacity) {
        transactions.act(tx -> bookings.offer(tx, new Offer(room, capacity)));
    }

    private Optional<Booking> book(String holder, Span span) {
        return transactions.run(tx -> bookings.book(tx, room, holder, span));
    }

    private Optional<Booking> begin(UUID id, Instant now) {
        return transactions.run(tx -> bookings.begin(tx, id, now));
    }
}
