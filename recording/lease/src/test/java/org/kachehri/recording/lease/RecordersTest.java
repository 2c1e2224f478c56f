package org.kachehri.recording.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.capture.CaptureReader;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.bookings.Resource;
import org.kachehri.scheduler.bookings.Span;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;

class RecordersTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");
    private static final TestDatabase DATABASE =
            TestDatabase.of(Outbox.SCHEMA, Bookings.SCHEMA, Archive.SCHEMA, Recorders.SCHEMA);
    private static final SourceDescription MICROPHONE =
            new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 4, 1111, -1);

    private final Clock clock = Clock.systemUTC();
    /** How far a test has turned the media clock on, beyond the time that has passed. */
    private final AtomicLong turned = new AtomicLong();

    private final LongSupplier mediaClock = () -> System.nanoTime() + turned.get();
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
                (tx, unitId) -> REACHED,
                clock);
        recorders = recorders(new RecorderSettings(List.of(), 1, 2, 0));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private Recorders recorders(RecorderSettings settings) {
        return recorders("recorder-name", settings);
    }

    private Recorders recorders(String nameFile, RecorderSettings settings) {
        return new Recorders(
                DATABASE.transactions(), archive, settings, directory.resolve(nameFile), clock, mediaClock);
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
    void whoHasBookedFindsAPlaceThoughAllOthersAreTaken() {
        Bookings bookings = new Bookings();
        Instant now = clock.instant();
        Resource recorder = recorder();
        // Ten minutes late, while somebody else asks first.
        UUID booking = DATABASE.transactions()
                .run(tx -> bookings.book(
                        tx, recorder, id, Span.of(now.minus(Duration.ofMinutes(10)), Duration.ofHours(1))))
                .orElseThrow()
                .id();
        lease(UUID.randomUUID().toString());
        assertEquals(
                Recorder.Reason.NO_CAPACITY,
                refused(recorders, UUID.randomUUID().toString()).reason());
        assertEquals(booking.toString(), lease(id).id());
    }

    @Test
    void whoIsStillHeardWhenTheirTimeIsOverKeepsAPlaceAndWhoHasBookedTheNextGetsTheirs() {
        MovingClock later = new MovingClock(clock.instant().plus(Duration.ofDays(365)));
        Recorders one = new Recorders(
                DATABASE.transactions(),
                archive,
                new RecorderSettings(List.of(), 1, 1, 0),
                directory.resolve("recorder-name"),
                later,
                mediaClock);
        RecorderLease running = lease(one, UUID.randomUUID().toString());
        Bookings bookings = new Bookings();
        Instant next = later.instant().plus(Recorders.USUAL);
        assertTrue(DATABASE.transactions()
                .run(tx -> bookings.book(tx, recorder(), id, Span.of(next, Duration.ofHours(1))))
                .isPresent());
        later.move(Recorders.USUAL.plusSeconds(1));
        RecorderLease booked = lease(one, id);
        assertEquals(
                Recorder.Reason.NO_CAPACITY,
                refused(one, UUID.randomUUID().toString()).reason());
        List<Booking> both = DATABASE.transactions()
                .run(tx -> bookings.within(tx, recorder(), Span.of(later.instant(), Duration.ofMinutes(1))));
        assertEquals(List.of(0, 1), both.stream().map(Booking::place).sorted().toList());
        running.release();
        booked.release();
        lease(one, UUID.randomUUID().toString());
    }

    /** The archive's own, of this test. */
    private Resource recorder() {
        int number = DATABASE.transactions().run(tx -> new LeaseStore().register(tx, name("recorder-name"), "archive"));
        return new Resource(Resource.Kind.RECORDER, Integer.toString(number));
    }

    @Test
    void whatAKilledProgramHeldIsLentAgain() {
        lease(UUID.randomUUID().toString());
        lease(UUID.randomUUID().toString());
        Recorders next = recorders(new RecorderSettings(List.of(), 1, 2, 0));
        assertInstanceOf(Recorder.LeaseOutcome.Granted.class, next.lease(id));
    }

    @Test
    void serversThatShareADatabaseHoldTheirOwnLeases() {
        RecorderSettings one = new RecorderSettings(List.of(directory.resolve("further")), 1, 1, 0);
        Recorders here = recorders("here", one);
        Recorders there = recorders("there", one);
        for (int reception = 0; reception < 2; reception++) {
            lease(here, UUID.randomUUID().toString());
            lease(there, UUID.randomUUID().toString());
        }
        assertEquals(Recorder.Reason.NO_CAPACITY, refused(here, id).reason());
        assertEquals(Recorder.Reason.NO_CAPACITY, refused(there, id).reason());
        assertEquals(4, held(), "asking ended no lease of the other server");
        // Only the server that was killed has its own places back.
        lease(recorders("here", one), id);
        assertEquals(3, held());
        assertEquals(Recorder.Reason.NO_CAPACITY, refused(there, id).reason());
    }

    /** Leases of servers that are named here and last now. */
    private int held() {
        return DATABASE.transactions().run(tx -> tx.createQuery(
                        """
                                SELECT count(*) FROM lease.lease JOIN lease.recorder ON number = recorder
                                WHERE directory IN ('archive', :further) AND server IN (:here, :there)
                                AND until IS NULL""")
                .bind("further", directory.resolve("further").toString())
                .bind("here", name("here"))
                .bind("there", name("there"))
                .mapTo(Integer.class)
                .one());
    }

    private String name(String file) {
        try {
            return Files.readString(directory.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRecorderFromBeforeServersHadNamesKeepsItsNumber() {
        int before = number("");
        assertEquals(before, number("first"));
        assertNotEquals(before, number("second"));
        assertEquals(before, number("first"));
    }

    private static int number(String server) {
        return DATABASE.transactions().run(tx -> new LeaseStore().register(tx, server, "an old disk"));
    }

    @Test
    void aDiskAtItsWatermarkLendsNothingAndCutsNobody() throws Exception {
        RecorderLease running = lease(id);
        running.begin(subject(), clock.instant());
        Recorders careful = recorders(new RecorderSettings(List.of(), 1, 2, Long.MAX_VALUE));
        assertEquals(
                Recorder.Reason.NO_SPACE,
                refused(careful, UUID.randomUUID().toString()).reason());
        hear(running, 1, 50);
        assertTrue(running.health().healthy());
        running.release();
        // An interruption ends nothing: it comes back to the disk on which it began.
        lease(careful, id).release();
        seal();
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
    }

    @Test
    void aLostRecorderIsReplacedByAnotherThatStartsTheNextSegment() throws Exception {
        Path further = directory.resolve("further");
        Recorders two = recorders(new RecorderSettings(List.of(further), 1, 2, 0));
        RecorderLease lease = lease(two, id);
        lease.begin(subject(), clock.instant());
        hear(lease, 1, 50);
        lease.pause(true, "medical matter");
        fails(lease, archive.captureDirectory(id));
        assertEquals(1, lease.health().recorders());
        hear(lease, 51, 60);
        lease.resume();
        hear(lease, 61, 100);
        lease.release();
        seal(two);
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
        Path data = archive.packageDirectory(id).resolve("data");
        assertEquals(2, Files.readAllLines(data.resolve("segments.jsonl")).size());
        String ledger = Files.readString(data.resolve("ledger.jsonl"));
        assertTrue(ledger.contains("recorder-replaced"), ledger);
        assertTrue(ledger.contains("off-record"), ledger);
        assertFalse(Files.exists(further.resolve(id)), "what it was made of is gone once it was read back");
    }

    @Test
    void withoutAnotherRecorderTheReceptionHearsThatItsOwnIsLost() throws Exception {
        RecorderLease lease = lease(id);
        lease.begin(subject(), clock.instant());
        hear(lease, 1, 50);
        breaks(archive.captureDirectory(id));
        while (lease.health().healthy()) {
            lease.mend();
            Thread.onSpinWait();
        }
        lease.release();
        // The disk is well again: the same reception goes on where it was.
        Files.delete(archive.captureDirectory(id).resolve("segment-000002.pcapng"));
        RecorderLease again = lease(id);
        again.begin(subject(), clock.instant());
        hear(again, 51, 100);
        again.release();
        seal();
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
    }

    @Test
    void ofTwoRecordersAtOnceTheOneWithoutAFaultIsSealed() throws Exception {
        Path further = directory.resolve("further");
        Recorders two = recorders(new RecorderSettings(List.of(further), 2, 2, 0));
        RecorderLease lease = lease(two, id);
        lease.begin(subject(), clock.instant());
        hear(lease, 1, 50);
        assertEquals(2, lease.health().recorders());
        fails(lease, archive.captureDirectory(id));
        assertEquals(1, lease.health().recorders());
        hear(lease, 51, 100);
        lease.release();
        seal(two);
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state(id));
        Path data = archive.packageDirectory(id).resolve("data");
        assertFalse(Files.readString(data.resolve("ledger.jsonl")).contains("recorder-"));
        try (CaptureReader reader = new CaptureReader(data.resolve("segments"), data.resolve("ledger.jsonl"))) {
            assertEquals(100, reader.packets(reader.tracks().getFirst()).size());
        }
        assertFalse(Files.exists(further.resolve(id)));
    }

    /** The next segment can't be opened: something else has its name. */
    private void breaks(Path capture) throws IOException {
        Files.createDirectory(capture.resolve("segment-000002.pcapng"));
        turned.addAndGet(Duration.ofSeconds(11).toNanos());
    }

    private void fails(RecorderLease lease, Path capture) throws IOException {
        breaks(capture);
        int before = lease.health().recorders();
        boolean other = false;
        while (!other && lease.health().recorders() == before) {
            other = lease.mend();
            Thread.onSpinWait();
        }
    }

    private RecorderLease lease(String receptionId) {
        return lease(recorders, receptionId);
    }

    private static RecorderLease lease(Recorders from, String receptionId) {
        return assertInstanceOf(Recorder.LeaseOutcome.Granted.class, from.lease(receptionId))
                .lease();
    }

    private static Recorder.LeaseOutcome.Refused refused(Recorders from, String receptionId) {
        return assertInstanceOf(Recorder.LeaseOutcome.Refused.class, from.lease(receptionId));
    }

    private void seal() throws InterruptedException {
        seal(recorders);
    }

    private void seal(Recorders by) throws InterruptedException {
        CountDownLatch sealed = new CountDownLatch(1);
        Instant now = clock.instant();
        by.seal(
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
                "yen-hoa",
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
