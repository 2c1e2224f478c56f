package org.kachehri.identity.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.TestDatabase;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456789Z");

    private final AuditLog log = new AuditLog(Clock.fixed(NOW, ZoneOffset.UTC));
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.of(AuditLog.SCHEMA);
        write("START", "r1", null);
        write("VIEW_IDENTITY", "c1", "asked by the court, فیصلہ");
        write("REPLAY", "r1", "inspection 12");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aLogThatNobodyTouchedIsIntact() {
        ChainVerdict.Intact intact = assertInstanceOf(ChainVerdict.Intact.class, verify());
        assertEquals(3, intact.lines());
        assertEquals(64, intact.headHash().length());
    }

    @Test
    void linesAboutAThingAreFoundInTheirOrder() {
        List<AuditLine> lines = database.transactions().run(tx -> log.about(tx, "r1"));
        assertEquals(
                List.of("START", "REPLAY"),
                lines.stream().map(line -> line.entry().action()).toList());
        assertEquals("inspection 12", lines.get(1).entry().reason());
        assertEquals(Map.of("place", "yen-hoa"), lines.get(1).entry().detail());
    }

    @Test
    void anEmptyLogIsIntact() {
        try (TestDatabase fresh = TestDatabase.of(AuditLog.SCHEMA)) {
            assertInstanceOf(ChainVerdict.Intact.class, fresh.transactions().run(log::verify));
        }
    }

    @Test
    void noLineCanBeChangedOrRemovedByTheProgram() {
        for (String sql :
                List.of("UPDATE audit.line SET reason = 'x'", "DELETE FROM audit.line", "TRUNCATE audit.line")) {
            assertThrows(Exception.class, () -> database.transactions().act(tx -> tx.execute(sql)), sql);
        }
    }

    @Test
    void everyFieldThatIsChangedBehindOurBackBreaksTheChainThere() {
        for (String change : List.of(
                "at = at + interval '1 microsecond'",
                "actor = 'x'",
                "post = NULL",
                "action = 'x'",
                "subject = 'x'",
                "reason = ''",
                "detail = '{}'")) {
            try (TestDatabase fresh = TestDatabase.of(AuditLog.SCHEMA)) {
                fresh.transactions().act(tx -> {
                    for (int i = 0; i < 3; i++) {
                        log.write(tx, entry("REPLAY", "r" + i, null));
                    }
                });
                tamper(fresh, "UPDATE audit.line SET " + change + " WHERE number = 2");
                ChainVerdict.Broken broken = assertInstanceOf(
                        ChainVerdict.Broken.class, fresh.transactions().run(log::verify), change);
                assertEquals(2, broken.number());
            }
        }
    }

    @Test
    void aLineThatIsMissingIsFoundInTheMiddleAndAtTheEnd() {
        tamper(database, "DELETE FROM audit.line WHERE number = 3");
        assertEquals(3, assertInstanceOf(ChainVerdict.Broken.class, verify()).number());
        tamper(database, "DELETE FROM audit.line WHERE number = 1");
        assertEquals(1, assertInstanceOf(ChainVerdict.Broken.class, verify()).number());
    }

    @Test
    void writersAtTheSameMomentMakeOneChain() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            writers.add(Thread.ofVirtual().start(() -> {
                for (int line = 0; line < 10; line++) {
                    write("REPLAY", "r1", null);
                }
            }));
        }
        do {
            assertInstanceOf(ChainVerdict.Intact.class, verify(), "while others write");
        } while (writers.stream().anyMatch(Thread::isAlive));
        for (Thread writer : writers) {
            writer.join();
        }
        ChainVerdict verdict = verify();
        assertTrue(verdict instanceof ChainVerdict.Intact intact && intact.lines() == 63, verdict.toString());
    }

    @Test
    void whatWasWrittenInATimeIsExportedWithItsHashesUnlessItIsTooMuch() throws Exception {
        Instant first = database.transactions()
                .run(tx -> log.before(tx, 2, 9))
                .getFirst()
                .at();
        AuditLog.Export export = export(first, first.plusSeconds(86_400), 3).orElseThrow();
        List<String> lines = export.text().lines().toList();
        assertEquals(3, export.lines());
        assertEquals(3, lines.size());
        JsonNode second = Json.mapper().readTree(lines.get(1));
        assertEquals("asked by the court, فیصلہ", second.get("reason").asText());
        assertEquals("{\"place\":\"yen-hoa\"}", second.get("detail").asText());
        assertEquals(
                Json.mapper().readTree(lines.getFirst()).get("hash").asText(),
                second.get("previous").asText());
        assertEquals(Optional.empty(), export(first, first.plusSeconds(86_400), 2));
        assertEquals(0, export(first.minusSeconds(60), first, 3).orElseThrow().lines());
    }

    private Optional<AuditLog.Export> export(Instant from, Instant to, int most) {
        return database.transactions().run(tx -> log.export(tx, from, to, most));
    }

    private static AuditEntry entry(String action, String subject, String reason) {
        return new AuditEntry("o1", "p1", action, subject, reason, Map.of("place", "yen-hoa"));
    }

    private void write(String action, String subject, String reason) {
        database.transactions().act(tx -> log.write(tx, entry(action, subject, reason)));
    }

    private ChainVerdict verify() {
        return database.transactions().run(log::verify);
    }

    /** As somebody with the database's own rights would do it. */
    private static void tamper(TestDatabase database, String sql) {
        database.transactions().act(tx -> {
            tx.execute("ALTER TABLE audit.line DISABLE TRIGGER append_only");
            tx.execute(sql);
            tx.execute("ALTER TABLE audit.line ENABLE TRIGGER append_only");
        });
    }
}
