package org.kachehri.recording.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;

class RecordersTest {
    private static final TestDatabase DATABASE = TestDatabase.of(Outbox.SCHEMA, Archive.SCHEMA);
    private static final SourceDescription MICROPHONE =
            new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 4, 1111, -1);

    private final Clock clock = Clock.systemUTC();
    private final LongSupplier mediaClock = System::nanoTime;
    private final String id = UUID.randomUUID().toString();
    private Archive archive;
    private Recorders recorders;

    @TempDir
    Path directory;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws IOException {
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Kachehri");
        ArchiveSettings store = ArchiveSettings.of(directory.resolve("recordings"), signing);
        archive = new Archive(
                DATABASE.transactions(),
                new Outbox(Json.mapper(), clock),
                // The copies are the composer's own tests' matter.
                new ArchiveSettings(
                        store.directory(), store.trust(), List.of("true"), Duration.ofMinutes(1), Optional.empty()),
                SigningIdentity.open(signing, clock),
                clock);
        recorders = recorders(new RecorderSettings(2, 0));
    }

    @AfterEach
    void close() {
        recorders.close();
        archive.close();
    }

    private Recorders recorders(RecorderSettings settings) {
        return new Recorders(DATABASE.transactions(), archive, settings, clock, mediaClock);
    }

    @Test
    void whatALeaseHasHeardIsSealedAndVerified() throws Exception {
        RecorderLease lease = lease(id);
        lease.begin(subject(), clock.instant());
        hear(lease, 1, 50);
        lease.event(new RecorderLease.RoomEvent(clock.instant(), "floor", "p1", "Lo Van A", null));
        lease.pause(true, "medical matter");
        lease.resume();
        hear(lease, 51, 100);
        assertTrue(lease.health().healthy());
        lease.release();
        assertEquals(Optional.of(RecordingState.WRITING), archive.state(id));
        seal();
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
        Path data = archive.packageDirectory(id).resolve("data");
        assertTrue(Files.readString(data.resolve("events.jsonl")).contains("\"floor\""));
        assertTrue(Files.readString(data.resolve("ledger.jsonl")).contains("off-record"));
        assertEquals(
                "Lo Van A",
                Json.mapper()
                        .readTree(Files.readString(data.resolve("reception.json")))
                        .at("/participants/0/name")
                        .asText());
    }

    @Test
    void aSecondLeaseGoesOnWhereTheFirstEnded() throws Exception {
        for (int part = 0; part < 2; part++) {
            RecorderLease lease = lease(id);
            lease.begin(subject(), clock.instant());
            hear(lease, 1 + 50 * part, 50 + 50 * part);
            lease.release();
        }
        seal();
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
        assertTrue(Files.readAllLines(archive.packageDirectory(id).resolve("data/segments.jsonl"))
                        .size()
                >= 2);
    }

    @Test
    void sealingTwiceSealsOnce() throws Exception {
        RecorderLease lease = lease(id);
        lease.begin(subject(), clock.instant());
        hear(lease, 1, 10);
        lease.release();
        seal();
        seal();
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
    }

    @Test
    void noMoreRecordersAreLentThanTheMachineBears() {
        RecorderLease first = lease(UUID.randomUUID().toString());
        lease(UUID.randomUUID().toString());
        assertEquals(Recorder.Reason.NO_CAPACITY, refused(recorders, id).reason());
        first.release();
        lease(id);
    }

    @Test
    void aReceptionHoldsOneRecorderAtATime() {
        lease(id);
        assertEquals(Recorder.Reason.FAILED, refused(recorders, id).reason());
    }

    @Test
    void aDiskAtItsWatermarkLendsNothing() {
        try (Recorders careful = recorders(new RecorderSettings(2, Long.MAX_VALUE))) {
            assertEquals(Recorder.Reason.NO_SPACE, refused(careful, id).reason());
        }
    }

    private RecorderLease lease(String receptionId) {
        return assertInstanceOf(Recorder.LeaseOutcome.Granted.class, recorders.lease(receptionId))
                .lease();
    }

    private static Recorder.LeaseOutcome.Refused refused(Recorders from, String receptionId) {
        return assertInstanceOf(Recorder.LeaseOutcome.Refused.class, from.lease(receptionId));
    }

    private void seal() throws InterruptedException {
        CountDownLatch sealed = new CountDownLatch(1);
        Instant now = clock.instant();
        recorders.seal(
                new Recorder.FinishedReception(
                        subject(),
                        now.minus(Duration.ofMinutes(1)),
                        now,
                        List.of(new Recorder.ParticipantQuality(
                                "p1", 87, 40, now.minus(Duration.ofMinutes(1)), 71, 57))),
                sealed::countDown);
        assertTrue(sealed.await(30, TimeUnit.SECONDS));
    }

    private RecorderLease.Subject subject() {
        return new RecorderLease.Subject(
                id,
                "PS-20261123-yen-hoa-1",
                LocalDate.of(2026, 11, 23),
                ZoneId.of("Asia/Ho_Chi_Minh"),
                "Lo Van A",
                "COMPLAINT",
                false,
                List.of(new RecorderLease.Participant("p1", "Lo Van A", "CITIZEN", "vi")));
    }

    /** Opus packets with these sequence numbers, as the shard would hand them over. */
    private void hear(RecorderLease lease, int first, int last) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(40);
            lease.tap().source(MICROPHONE);
            for (int sequence = first; sequence <= last; sequence++) {
                ByteBuffer bytes = packet.asByteBuffer();
                bytes.put((byte) 0x80).put((byte) 111).putShort((short) sequence);
                bytes.putInt(960 * sequence).putInt(1111);
                lease.tap().rtp(mediaClock.getAsLong(), MICROPHONE.id(), MICROPHONE, packet, 0, 40, false);
            }
        }
    }
}
