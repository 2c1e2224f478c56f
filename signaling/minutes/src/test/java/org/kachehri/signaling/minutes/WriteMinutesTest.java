package org.kachehri.signaling.minutes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.signaling.reception.ReceptionState;

class WriteMinutesTest {
    private static final TestDatabase DATABASE = TestDatabase.of(Outbox.SCHEMA, AuditLog.SCHEMA, Minutes.SCHEMA);
    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");
    private static final WriteMinutes.Writer SECRETARY = new WriteMinutes.Writer("thu", "Thu", "post-thu", "nghe-an");

    private final Clock clock = Clock.fixed(START.plus(Duration.ofMinutes(3)), ZoneOffset.UTC);
    private final Map<String, Hearing.Heard> receptions = new ConcurrentHashMap<>();
    private final MinutesStore store = new MinutesStore();
    private final WriteMinutes write = new WriteMinutes(
            store,
            (tx, id) -> Optional.ofNullable(receptions.get(id)),
            new AuditLog(clock),
            new Outbox(Json.mapper(), clock),
            clock);
    private String id;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void aReceptionOfItsOwn() {
        id = "r" + System.identityHashCode(this);
        is(ReceptionState.LIVE);
    }

    @Test
    void paragraphsAreNumberedAndStampedWithTheirPlaceInTheRecording() {
        add("The chair opens.", null);
        WrittenMinutes minutes = add("The citizen speaks.", 60_000L);
        assertEquals(
                List.of(1, 2),
                minutes.paragraphs().stream()
                        .map(WrittenMinutes.Paragraph::number)
                        .toList());
        assertEquals(180_000L, minutes.paragraphs().getFirst().elapsedMillis());
        assertEquals(60_000L, minutes.paragraphs().getLast().elapsedMillis());
    }

    @Test
    void aPlaceInTheRecordingIsNeverInTheFuture() {
        assertEquals(
                180_000L, add("Early.", 999_999_999L).paragraphs().getFirst().elapsedMillis());
    }

    @Test
    void twentyWritersAtOnceLeaveNoGap() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(IntStream.range(0, 20)
                    .<java.util.concurrent.Callable<Object>>mapToObj(i -> () -> add("Paragraph " + i, null))
                    .toList());
        }
        assertEquals(
                IntStream.rangeClosed(1, 20).boxed().toList(),
                minutes().paragraphs().stream()
                        .map(WrittenMinutes.Paragraph::number)
                        .toList());
    }

    @Test
    void aWriteThatFailsLeavesNoGap() {
        add("One.", null);
        assertThrows(IllegalStateException.class, () -> DATABASE.transactions().act(tx -> {
            write.add(tx, id, SECRETARY, "Lost.", null, null);
            throw new IllegalStateException("the line breaks");
        }));
        assertEquals(2, add("Two.", null).paragraphs().getLast().number());
    }

    @Test
    void afterTheSignatureThereAreOnlyAddenda() {
        add("One.", null);
        is(ReceptionState.MINUTES_PENDING);
        assertInstanceOf(MinutesOutcome.Done.class, sign());
        assertInstanceOf(MinutesOutcome.SignedAlready.class, sign());
        WrittenMinutes minutes = add("A correction.", null);
        assertTrue(minutes.paragraphs().getLast().addendum());
        assertEquals("Thu", minutes.signedBy());
        long told = DATABASE.transactions().run(tx -> tx.createQuery(
                        "SELECT count(*) FROM outbox.event WHERE type = 'minutes.signed' AND subject_id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one());
        assertEquals(2, told, "the signature, and what was added");
    }

    @Test
    void writtenParagraphsCantBeChanged() {
        add("One.", null);
        assertThrows(JdbiException.class, () -> DATABASE.transactions()
                .act(tx -> tx.execute("UPDATE minutes.paragraph SET text = 'Other' WHERE reception_id = ?", id)));
    }

    @Test
    void nothingIsWrittenBeforeTheStartAndNothingSignedBeforeTheClose() {
        add("One.", null);
        assertInstanceOf(MinutesOutcome.WrongState.class, sign());
        receptions.put(id, new Hearing.Heard(ReceptionState.READY, null, List.of("nghe-an")));
        assertInstanceOf(
                MinutesOutcome.WrongState.class,
                DATABASE.transactions().run(tx -> write.add(tx, id, SECRETARY, "Early.", null, null)));
    }

    @Test
    void anEmptySheetIsNotSigned() {
        is(ReceptionState.MINUTES_PENDING);
        assertInstanceOf(MinutesOutcome.Empty.class, sign());
    }

    @Test
    void anotherUnitsReceptionIsNotThere() {
        WriteMinutes.Writer stranger = new WriteMinutes.Writer("x", "X", "post-x", "gilgit");
        assertInstanceOf(
                MinutesOutcome.NoSuchReception.class,
                DATABASE.transactions().run(tx -> write.add(tx, id, stranger, "Mine.", null, null)));
    }

    private void is(ReceptionState state) {
        receptions.put(id, new Hearing.Heard(state, START, List.of("nghe-an", "central")));
    }

    private WrittenMinutes add(String text, Long elapsed) {
        MinutesOutcome outcome = DATABASE.transactions().run(tx -> write.add(tx, id, SECRETARY, text, "p1", elapsed));
        return assertInstanceOf(MinutesOutcome.Done.class, outcome).minutes();
    }

    private MinutesOutcome sign() {
        return DATABASE.transactions().run(tx -> write.sign(tx, id, SECRETARY));
    }

    private WrittenMinutes minutes() {
        return DATABASE.transactions().run(tx -> store.minutes(tx, id));
    }
}
