package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.signaling.minutes.Minutes;
import org.kachehri.signaling.minutes.MinutesSigned;

class KeepMinutesOnMinutesSignedTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");

    @TempDir
    Path directory;

    @Test
    void signedMinutesAreOrderedForThePackage() throws IOException {
        Clock clock = Clock.systemUTC();
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        Outbox outbox = new Outbox(Json.mapper(), clock);
        try (TestDatabase database = TestDatabase.of(Outbox.SCHEMA, AuditLog.SCHEMA, Minutes.SCHEMA, Archive.SCHEMA);
                Archive archive = new Archive(
                        database.transactions(),
                        outbox,
                        ArchiveSettings.of(directory.resolve("recordings"), signing),
                        SigningIdentity.open(signing, clock),
                        (tx, unitId) -> REACHED,
                        clock)) {
            Minutes minutes = new Minutes(
                    database.transactions(),
                    new AuditLog(clock),
                    outbox,
                    (tx, id) -> Optional.empty(),
                    clock,
                    (id, paragraphs) -> {});
            outbox.subscribe(new KeepMinutesOnMinutesSigned(minutes, archive).subscription());
            database.transactions().act(tx -> {
                tx.execute(
                        """
                        INSERT INTO minutes.paragraph (reception_id, number, text, written_at, writer_id, writer, addendum)
                        VALUES ('r1', 1, 'Bà Mỷ trình bày', now(), 'thu', 'Thu', false)""");
                outbox.publish(tx, MinutesSigned.TYPE, "r1", new MinutesSigned("r1"));
            });
            new Relay(database.transactions(), outbox, clock).deliverDue();
            String paper = database.transactions().run(tx -> tx.createQuery(
                            "SELECT convert_from(bytes, 'UTF8') FROM archive.paper_order WHERE reception_id = 'r1' AND name = 'minutes.json'")
                    .mapTo(String.class)
                    .one());
            assertTrue(paper.contains("Bà Mỷ trình bày"), paper);
        }
    }
}
