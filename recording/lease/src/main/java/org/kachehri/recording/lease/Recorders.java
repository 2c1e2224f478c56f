package org.kachehri.recording.lease;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.Captures;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.bookings.Offer;
import org.kachehri.scheduler.bookings.Span;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorders of this machine: lends them to receptions, as many as each can bear while its disk has room, and brings what they wrote
 * to the archive. Which place is whose and when stands with the scheduler ({@link Bookings}): who has booked ahead finds it free. All methods may be
 * called from any thread; what several wrote is gathered on the thread that seals.
 */
public final class Recorders implements Recorder {
    public static final ModuleSchema SCHEMA = new ModuleSchema("lease");

    private static final Logger LOG = LoggerFactory.getLogger(Recorders.class);

    /** For as long a place is booked for who comes without an appointment, and for as long again when they aren't ready. */
    static final Duration USUAL = Duration.ofHours(1);

    /** Who is heard has a place for at least as long from now on when another asks. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    private final Transactions transactions;
    private final Archive archive;
    private final RecorderSettings settings;
    private final Clock wall;
    private final LongSupplier mediaClock;
    private final LeaseStore leases = new LeaseStore();
    private final Bookings bookings = new Bookings();

    /** The archive's own first. */
    private final List<Disk> disks;

    /** Held from a booking's commit until it is in {@link #lent}, so that nobody takes it for one of a program that was killed. */
    private final Lock lending = new ReentrantLock();

    /** Leases that are held, by reception; guarded by itself. */
    private final Map<String, Set<UUID>> lent = new HashMap<>();

    /**
     * @param nameFile holds the name by which servers that share a database tell their recorders apart; made when it isn't there. It lies
     *     in the data directory, so that it stays when the machine is called otherwise or its disks are mounted elsewhere
     * @param mediaClock of the arrival stamps that the bridge's tap hears
     * @throws UncheckedIOException when a recorder's directory or the name can't be made
     */
    public Recorders(
            Transactions transactions,
            Archive archive,
            RecorderSettings settings,
            Path nameFile,
            Clock wall,
            LongSupplier mediaClock) {
        this.transactions = transactions;
        this.archive = archive;
        this.settings = settings;
        this.wall = wall;
        this.mediaClock = mediaClock;
        String name;
        try {
            name = name(nameFile);
            for (Path root : settings.further()) Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.disks = transactions.run(tx -> {
            List<Disk> all = new ArrayList<>();
            all.add(new Disk(leases.register(tx, name, "archive"), archive.directory(), archive::captureDirectory));
            for (Path root : settings.further()) {
                all.add(new Disk(leases.register(tx, name, root.toString()), root, root::resolve));
            }
            all.forEach(disk -> bookings.offer(tx, new Offer(disk.resource(), settings.capacity())));
            return List.copyOf(all);
        });
        archive.sealsFrom(new Gathering());
    }

    /** Moved into place whole: a name that was cut short would be another one at the next start. */
    private static String name(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, UUID.randomUUID() + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String name = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (name.isEmpty()) throw new IOException(file + " is empty; it holds the name of this server's recorders");
        return name;
    }

    @Override
    public LeaseOutcome lease(String receptionId) {
        synchronized (lent) {
            if (lent.containsKey(receptionId)) {
                return new LeaseOutcome.Refused(Reason.FAILED, "the reception holds a recorder already");
            }
            lent.put(receptionId, new HashSet<>());
        }
        List<Lane> lanes = new ArrayList<>();
        LeaseOutcome.Refused refusal = new LeaseOutcome.Refused(Reason.FAILED, "there is no recorder");
        try {
            for (int number = 0; number < settings.atOnce(); number++) {
                switch (lane(receptionId, number, lanes, Optional.empty())) {
                    case Taken taken -> lanes.add(taken.lane());
                    case Without without -> refusal = without.refusal();
                }
            }
        } catch (JdbiException e) {
            LOG.error("no recorder can be leased, the database is away", e);
            refusal = new LeaseOutcome.Refused(Reason.FAILED, "the database is away");
        }
        if (lanes.isEmpty()) {
            returned(receptionId);
            return refusal;
        }
        if (lanes.size() < settings.atOnce()) {
            LOG.warn("reception {} has one recorder instead of two: {}", receptionId, refusal.detail());
        }
        return new LeaseOutcome.Granted(new LentRecorder(receptionId, lanes, this));
    }

    private sealed interface Found {}

    private record Taken(Lane lane) implements Found {}

    private record Without(LeaseOutcome.Refused refusal) implements Found {}

    /**
     * A place at the recorder that wrote for this lane before, else at the first that has one; never at one that writes for this
     * reception now.
     *
     * @param lost the recorder that was lost now
     */
    private Found lane(String receptionId, int number, List<Lane> writing, Optional<Disk> lost) {
        Instant now = wall.instant();
        // The watermark keeps room for who runs already.
        boolean running = lost.isPresent() || archive.state(receptionId).equals(Optional.of(RecordingState.WRITING));
        Preference preference = settled(receptionId, number, now);
        LeaseOutcome.Refused refusal = new LeaseOutcome.Refused(Reason.FAILED, "there is no other recorder");
        for (Disk disk : preference.inOrder(disks)) {
            boolean busy =
                    writing.stream().anyMatch(lane -> lane.disk().equals(disk)) || lost.equals(Optional.of(disk));
            if (busy) continue;
            Optional<LeaseOutcome.Refused> full = noSpace(disk);
            if (full.isPresent() && !(running && full.get().reason() == Reason.NO_SPACE)) {
                refusal = full.get();
                continue;
            }
            Optional<Lane> lane = taken(receptionId, number, disk, now);
            if (lane.isPresent()) return new Taken(lane.get());
            refusal = new LeaseOutcome.Refused(
                    Reason.NO_CAPACITY, settings.capacity() + " receptions are recorded there");
        }
        return new Without(refusal);
    }

    /** What is held no more is over, and who is still heard keeps a place though the time they had is over. */
    private Preference settled(String receptionId, int number, Instant now) {
        lending.lock();
        try {
            return transactions.run(tx -> {
                Set<UUID> held;
                synchronized (lent) {
                    held = lent.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
                }
                leases.endOthers(tx, disks.stream().map(Disk::number).toList(), held, now)
                        .forEach(id -> bookings.end(tx, id, now));
                bookings.prolong(tx, held, now.plus(AHEAD));
                return new Preference(number, leases.ofReception(tx, receptionId), bookings.of(tx, receptionId), now);
            });
        } finally {
            lending.unlock();
        }
    }

    private Optional<Lane> taken(String receptionId, int number, Disk disk, Instant now) {
        lending.lock();
        try {
            Optional<Booking> place = transactions.run(tx -> {
                Optional<Booking> booked = booked(tx, receptionId, disk, now);
                booked.ifPresent(booking -> leases.take(tx, booking.id(), disk.number(), receptionId, number, now));
                return booked;
            });
            synchronized (lent) {
                place.ifPresent(booking -> lent.get(receptionId).add(booking.id()));
            }
            return place.map(booking -> new Lane(booking.id(), number, disk));
        } finally {
            lending.unlock();
        }
    }

    /** The place that was booked for the reception there, else one that is free for the usual time. */
    private Optional<Booking> booked(Handle tx, String receptionId, Disk disk, Instant now) {
        return bookings.of(tx, receptionId).stream()
                .filter(booking -> booking.resource().equals(disk.resource()))
                .flatMap(booking -> bookings.begin(tx, booking.id(), now).stream())
                .findFirst()
                .or(() -> bookings.book(tx, disk.resource(), receptionId, Span.of(now, USUAL)));
    }

    /** Answers recorders. */
    public void register(OfficialApi officials) {
        officials.on("recorders", Action.SEE_ARCHIVE_STATE, (who, request) -> Answer.ok(lines()));
    }

    /** How this server's recorders stand. */
    private List<RecorderLine> lines() {
        Instant now = wall.instant();
        return transactions.run(tx -> {
            Map<Integer, Integer> held = leases.held(tx);
            return disks.stream()
                    .map(disk -> RecorderLine.of(
                            disk,
                            held.getOrDefault(disk.number(), 0),
                            settings.capacity(),
                            bookings.within(tx, disk.resource(), RecorderLine.ahead(now)),
                            now))
                    .toList();
        });
    }

    private Optional<LeaseOutcome.Refused> noSpace(Disk disk) {
        try {
            long free = disk.free();
            return free < settings.freeBytes()
                    ? Optional.of(new LeaseOutcome.Refused(Reason.NO_SPACE, free / 1_000_000 + " MB are free"))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.error("The disk of recorder {} can't be used", disk.number(), e);
            return Optional.of(new LeaseOutcome.Refused(Reason.FAILED, "the disk can't be used"));
        }
    }

    /** Another recorder in the place of one that was lost while it wrote. */
    Optional<Lane> another(String receptionId, Lane lost, List<Lane> writing) {
        try {
            return switch (lane(receptionId, lost.number(), writing, Optional.of(lost.disk()))) {
                case Taken taken -> Optional.of(taken.lane());
                case Without without -> {
                    LOG.error("reception {} gets no other recorder: {}", receptionId, without.refusal());
                    yield Optional.empty();
                }
            };
        } catch (JdbiException e) {
            LOG.error("reception {} gets no other recorder, the database is away", receptionId, e);
            return Optional.empty();
        }
    }

    @Override
    public void seal(FinishedReception finished, Runnable sealed) {
        archive.seal(archived(finished.subject()), ReceptionPaper.of(finished), sealed);
    }

    /** For how many hours of a reception of four there is room, on all disks that answer. */
    public long freeHours() {
        return disks.stream().mapToLong(RecorderLine::hours).sum();
    }

    /** Receptions that hold a recorder now. */
    public int lent() {
        synchronized (lent) {
            return lent.size();
        }
    }

    CaptureRecorder begin(Disk disk, String receptionId) throws IOException {
        return CaptureRecorder.start(CaptureSettings.of(disk.capture(receptionId), receptionId), wall, mediaClock);
    }

    void writing(RecorderLease.Subject subject) {
        try {
            transactions.act(tx -> archive.writing(tx, archived(subject)));
        } catch (JdbiException e) {
            // The archive hears of it again when it is sealed; what people say now can't wait.
            LOG.warn("The archive could not be told that reception {} is recorded", subject.receptionId(), e);
        }
    }

    Instant now() {
        return wall.instant();
    }

    void begun(Lane lane) {
        try {
            transactions.act(tx -> leases.begun(tx, lane.lease()));
        } catch (JdbiException e) {
            LOG.warn("That lease {} is written to can't be kept, the database is away", lane.lease(), e);
        }
    }

    void lost(Lane lane, String fault) {
        returned(lane, Optional.of(fault));
    }

    /** Without a database the lease ends with the next one that is asked for. */
    void returned(Lane lane, Optional<String> fault) {
        synchronized (lent) {
            lent.values().forEach(held -> held.remove(lane.lease()));
        }
        try {
            Instant now = wall.instant();
            transactions.act(tx -> {
                leases.end(tx, lane.lease(), now, fault);
                bookings.end(tx, lane.lease(), now);
            });
        } catch (JdbiException e) {
            LOG.warn("The end of lease {} can't be written, the database is away", lane.lease(), e);
        }
    }

    void returned(String receptionId) {
        synchronized (lent) {
            lent.remove(receptionId);
        }
    }

    private final class Gathering implements Captures {
        @Override
        public void gather(String receptionId) throws IOException {
            List<LeaseStore.Lease> before = transactions.run(tx -> leases.ofReception(tx, receptionId));
            new GatheredCapture(receptionId, disks, wall).gather(before);
        }

        @Override
        public void remove(String receptionId) throws IOException {
            new GatheredCapture(receptionId, disks, wall).remove();
        }
    }

    private static RecordingSubject archived(RecorderLease.Subject subject) {
        return new RecordingSubject(
                subject.receptionId(),
                subject.code(),
                subject.point(),
                subject.day(),
                subject.person(),
                subject.type(),
                subject.protectedIdentity());
    }
}
