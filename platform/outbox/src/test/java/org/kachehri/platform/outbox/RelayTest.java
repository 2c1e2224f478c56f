package org.kachehri.platform.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class RelayTest {
    record VisitRegistered(String visitId, int people) {}

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T08:00:00Z"));
    private final List<VisitRegistered> heard = new ArrayList<>();
    private TestDatabase database;
    private Outbox outbox;
    private Relay relay;

    @BeforeEach
    void open() {
        database = TestDatabase.of(Outbox.SCHEMA);
        database.transactions().act(tx -> tx.execute("CREATE TABLE reacted (visit text)"));
        outbox = new Outbox(new ObjectMapper(), clock);
        relay = new Relay(database.transactions(), outbox, clock);
    }

    @AfterEach
    void close() {
        relay.close();
        database.close();
    }

    @Test
    void everySubscriberHearsAnEventOnce() {
        subscribe("CountOnVisitRegistered", (tx, event) -> heard.add(event));
        subscribe("PrepareOnVisitRegistered", (tx, event) -> heard.add(event));
        publish("v1");
        assertEquals(2, relay.deliverDue());
        assertEquals(0, relay.deliverDue());
        assertEquals(List.of(new VisitRegistered("v1", 3), new VisitRegistered("v1", 3)), heard);
    }

    @Test
    void anEventOfATransactionThatRollsBackNeverHappened() {
        subscribe("CountOnVisitRegistered", (tx, event) -> heard.add(event));
        assertThrows(IllegalStateException.class, () -> database.transactions().act(tx -> {
            outbox.publish(tx, "visit.registered", "v1", new VisitRegistered("v1", 3));
            throw new IllegalStateException("on purpose");
        }));
        assertEquals(0, relay.deliverDue());
        assertEquals(List.of(), heard);
    }

    @Test
    void aReactionThatFailsLeavesNoRowsAndIsTriedAgainLater() {
        subscribe("PrepareOnVisitRegistered", (tx, event) -> {
            heard.add(event);
            tx.execute("INSERT INTO reacted VALUES (?)", event.visitId());
            if (heard.size() == 1) {
                throw new IllegalStateException("on purpose");
            }
        });
        publish("v1");
        relay.deliverDue();
        assertEquals(0, reacted());
        assertEquals(1, heard.size());
        clock.move(Duration.ofSeconds(1));
        relay.deliverDue();
        assertEquals(1, reacted());
        assertEquals(2, heard.size());
    }

    @Test
    void whatFailsForeverBecomesADeadLetterThatAnOperatorSendsAgain() {
        boolean[] broken = {true};
        subscribe("PrepareOnVisitRegistered", (tx, event) -> {
            heard.add(event);
            if (broken[0]) {
                throw new IllegalStateException("still broken");
            }
        });
        publish("v1");
        for (int attempt = 0; attempt < 40; attempt++) {
            relay.deliverDue();
            clock.move(Duration.ofMinutes(10));
        }
        assertEquals(12, heard.size());
        List<DeadLetter> dead = database.transactions().run(relay::deadLetters);
        assertEquals(1, dead.size());
        assertEquals(new Backlog(0, 1), database.transactions().run(outbox::backlog));
        assertTrue(dead.getFirst().lastError().contains("still broken"));
        broken[0] = false;
        boolean sent = database.transactions()
                .run(tx -> relay.redeliver(
                        tx, dead.getFirst().eventId(), dead.getFirst().subscriber()));
        assertTrue(sent);
        relay.deliverDue();
        assertEquals(List.of(), database.transactions().run(relay::deadLetters));
        assertEquals(13, heard.size());
    }

    @Test
    void theWaitDoublesUpToTenMinutes() {
        assertEquals(Duration.ofSeconds(1), Relay.waitAfter(1));
        assertEquals(Duration.ofSeconds(8), Relay.waitAfter(4));
        assertEquals(Duration.ofMinutes(10), Relay.waitAfter(12));
        assertEquals(Duration.ofMinutes(10), Relay.waitAfter(40));
    }

    @Test
    void aStartedRelayIsWokenByTheCommit() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(20);
        subscribe("PrepareOnVisitRegistered", (tx, event) -> tx.afterCommit(all::countDown));
        relay.start();
        for (int i = 0; i < 20; i++) {
            publish("v" + i);
        }
        assertTrue(all.await(30, TimeUnit.SECONDS));
    }

    private void subscribe(String name, Subscription.Reaction<VisitRegistered> reaction) {
        outbox.subscribe(new Subscription<>(name, "visit.registered", VisitRegistered.class, reaction));
    }

    private void publish(String visit) {
        database.transactions()
                .act((Handle tx) -> outbox.publish(tx, "visit.registered", visit, new VisitRegistered(visit, 3)));
    }

    private int reacted() {
        return database.transactions().run(tx -> tx.createQuery("SELECT count(*) FROM reacted")
                .mapTo(Integer.class)
                .one());
    }
}
