package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;

class SealRecordingsTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final RecordingStore recordings = new RecordingStore();
    private final RecordingSubject subject = RecordedReception.subject("r1");
    private TestDatabase database;
    private FinaliseRecording finalise;
    private Overdue overdue;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        database = TestDatabase.of(Outbox.SCHEMA, Archive.SCHEMA);
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        ArchiveSettings settings = new ArchiveSettings(
                directory.resolve("store"),
                directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE),
                List.of("true"),
                Duration.ofMinutes(1),
                Optional.empty());
        finalise = new FinaliseRecording(
                database.transactions(),
                recordings,
                new LocalPackages(
                        database.transactions(),
                        recordings,
                        new CopyStore(),
                        new Store(settings.directory()),
                        Optional.empty(),
                        clock),
                settings,
                new Seal(SigningIdentity.open(signing, clock), clock),
                new Outbox(Json.mapper(), clock),
                clock);
        overdue = new Overdue(database.transactions(), List.of(), clock);
    }

    @AfterEach
    void close() {
        finalise.close();
        database.close();
    }

    private SealRecordings sealing() {
        return new SealRecordings(database.transactions(), recordings, finalise, () -> {}, clock);
    }

    private RecordingState state() {
        return database.transactions()
                .run(tx -> recordings.recording(tx, "r1"))
                .orElseThrow()
                .state();
    }

    @Test
    void aSealThatFailsIsTriedLaterAndLaterAlsoAfterARestartAndIsToldAsOverdue() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        try (SealRecordings sealing = sealing()) {
            // There is no capture: the disk it was on doesn't answer.
            sealing.order(subject, "{}", kept::countDown);
            assertTrue(kept.await(10, TimeUnit.SECONDS), "the reception goes on");
            assertEquals(RecordingState.WRITING, state());
            assertEquals(1, sealing.waiting());
        }
        try (SealRecordings sealing = sealing()) {
            for (int hour = 0; hour < 12; hour++) {
                clock.move(Duration.ofMinutes(5));
                sealing.sealAll();
            }
            List<OverdueRecording> late = database.transactions().run(overdue::find);
            assertEquals(1, late.size());
            assertEquals("r1", late.getFirst().receptionId());
            assertTrue(late.getFirst().trouble().isPresent());
            RecordedReception.capture(directory.resolve("store/r1/capture"), "r1", clock);
            clock.move(Duration.ofMinutes(11));
            sealing.sealAll();
            assertEquals(RecordingState.VERIFIED, state());
            assertEquals(0, sealing.waiting());
            assertEquals(List.of(), database.transactions().run(overdue::find));
        }
    }

    @Test
    void aRecordingIsExpectedOnceAndWhenEachStateBeganIsKept() {
        database.transactions().act(tx -> {
            recordings.expected(tx, subject, clock.instant());
            recordings.expected(tx, subject, clock.instant().plusSeconds(5));
        });
        assertEquals(RecordingState.EXPECTED, state());
        clock.move(Duration.ofHours(1));
        database.transactions().act(tx -> recordings.writing(tx, subject, clock.instant()));
        clock.move(Duration.ofHours(1));
        database.transactions().act(tx -> recordings.writing(tx, subject, clock.instant()));
        database.transactions().act(tx -> recordings.expected(tx, subject, clock.instant()));
        assertEquals(RecordingState.WRITING, state());
        clock.move(Duration.ofHours(11));
        assertEquals(List.of(), database.transactions().run(overdue::find), "written for 12 hours");
        clock.move(Duration.ofSeconds(1));
        OverdueRecording late = database.transactions().run(overdue::find).getFirst();
        assertEquals(Instant.parse("2026-11-22T10:00:00Z"), late.since());
    }
}
