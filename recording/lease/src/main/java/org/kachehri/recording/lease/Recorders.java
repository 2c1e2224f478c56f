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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.Captures;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorders of this machine: lends them to receptions, as many as each can bear while its disk has room, and brings what they wrote
 * to the archive. Which place is taken when stands in the database, where two leases of one place can't overlap. All methods may be
 * called from any thread; what several wrote is gathered on the thread that seals.
 */
public final class Recorders implements Recorder {
    public static final ModuleSchema SCHEMA = new ModuleSchema("lease");

    private static final Logger LOG = LoggerFactory.getLogger(Recorders.class);

    /** No reception lasts as long; if one does it goes on, and its place may be lent to another. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Transactions transactions;
    private final Archive archive;
    private final RecorderSettings settings;
    private final Clock wall;
    private final LongSupplier mediaClock;
    private final LeaseStore leases = new LeaseStore();

    /** The archive's own first. */
    private final List<Disk> disks;

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
            all.add(new Disk(leases.register(tx, name, "archive", settings.capacity()), archive::captureDirectory));
            for (Path root : settings.further()) {
                int number = leases.register(tx, name, root.toString(), settings.capacity());
                all.add(new Disk(number, root::resolve));
            }
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
        List<LeaseStore.Lease> before = transactions.run(tx -> {
            Set<UUID> held;
            synchronized (lent) {
                held = lent.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            }
            leases.endOthers(tx, disks.stream().map(Disk::number).toList(), held, now);
            return leases.ofReception(tx, receptionId);
        });
        LeaseOutcome.Refused refusal = new LeaseOutcome.Refused(Reason.FAILED, "there is no other recorder");
        for (Disk disk : inOrder(number, before)) {
            boolean busy =
                    writing.stream().anyMatch(lane -> lane.disk().equals(disk)) || lost.equals(Optional.of(disk));
            if (busy) continue;
            Optional<LeaseOutcome.Refused> full = noSpace(disk, receptionId);
            if (full.isPresent() && !(running && full.get().reason() == Reason.NO_SPACE)) {
                refusal = full.get();
                continue;
            }
            UUID id = UUID.randomUUID();
            Optional<Integer> place = transactions.run(
                    tx -> leases.take(tx, id, disk.number(), receptionId, number, now, now.plus(LONGEST)));
            if (place.isPresent()) {
                synchronized (lent) {
                    lent.get(receptionId).add(id);
                }
                return new Taken(new Lane(id, number, disk));
            }
            refusal = new LeaseOutcome.Refused(
                    Reason.NO_CAPACITY, settings.capacity() + " receptions are recorded there");
        }
        return new Without(refusal);
    }

    /** Who wrote for this lane last goes on; who was lost in this reception, or wrote for another lane, comes last. */
    private List<Disk> inOrder(int number, List<LeaseStore.Lease> before) {
        Map<Integer, Integer> rank = new HashMap<>();
        for (LeaseStore.Lease lease : before) {
            rank.put(lease.recorder(), lease.fault() != null ? 2 : lease.lane() == number ? -1 : 1);
        }
        return disks.stream()
                .sorted((one, other) ->
                        Integer.compare(rank.getOrDefault(one.number(), 0), rank.getOrDefault(other.number(), 0)))
                .toList();
    }

    private Optional<LeaseOutcome.Refused> noSpace(Disk disk, String receptionId) {
        try {
            long free = disk.free(receptionId);
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
            transactions.act(tx -> leases.end(tx, lane.lease(), wall.instant(), fault));
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
