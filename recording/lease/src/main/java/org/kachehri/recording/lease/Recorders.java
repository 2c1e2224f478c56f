package org.kachehri.recording.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorders of this machine: lends them to receptions, as many as it can bear while the disk has room, and brings what they wrote
 * to the archive. All methods may be called from any thread; {@link #seal} works in the background, one reception after the other.
 */
public final class Recorders implements Recorder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorders.class);

    /** A disk or a database that is away for a moment is back by then; after that the next start of the program helps. */
    private static final int TRIES = 3;

    private final Transactions transactions;
    private final Archive archive;
    private final RecorderSettings settings;
    private final Clock wall;
    private final LongSupplier mediaClock;
    private final ExecutorService sealing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("recording-sealer").daemon(true).factory());

    /** Recordings that are to be sealed or are being sealed. */
    private final AtomicInteger unsealed = new AtomicInteger();

    /** Receptions that hold a lease; guarded by itself. */
    private final Set<String> lent = new HashSet<>();

    /** @param mediaClock of the arrival stamps that the bridge's tap hears */
    public Recorders(
            Transactions transactions,
            Archive archive,
            RecorderSettings settings,
            Clock wall,
            LongSupplier mediaClock) {
        this.transactions = transactions;
        this.archive = archive;
        this.settings = settings;
        this.wall = wall;
        this.mediaClock = mediaClock;
    }

    @Override
    public LeaseOutcome lease(String receptionId) {
        Path directory = archive.captureDirectory(receptionId);
        try {
            Files.createDirectories(directory);
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < settings.freeBytes()) {
                return new LeaseOutcome.Refused(Reason.NO_SPACE, free / 1_000_000 + " MB are free");
            }
        } catch (IOException e) {
            LOG.error("The recordings' disk can't be used", e);
            return new LeaseOutcome.Refused(Reason.FAILED, "the disk can't be used");
        }
        synchronized (lent) {
            if (lent.size() >= settings.capacity()) {
                return new LeaseOutcome.Refused(Reason.NO_CAPACITY, settings.capacity() + " recorders are lent");
            }
            if (!lent.add(receptionId)) {
                return new LeaseOutcome.Refused(Reason.FAILED, "the reception holds a recorder already");
            }
        }
        return new LeaseOutcome.Granted(new LentRecorder(UUID.randomUUID().toString(), receptionId, this));
    }

    @Override
    public void seal(FinishedReception finished, Runnable sealed) {
        unsealed.incrementAndGet();
        sealing.execute(() -> {
            try {
                seal(finished);
            } finally {
                unsealed.decrementAndGet();
                sealed.run();
            }
        });
    }

    /** Recordings that wait for their seal, the one being sealed included. */
    public int unsealed() {
        return unsealed.get();
    }

    /** Recorders that are lent now. */
    public int lent() {
        synchronized (lent) {
            return lent.size();
        }
    }

    /** Waits for nothing: what isn't sealed yet is sealed after the next start, when its reception is loaded. */
    @Override
    public void close() {
        sealing.shutdown();
    }

    CaptureRecorder begin(RecorderLease.Subject subject) throws IOException {
        CaptureSettings capture =
                CaptureSettings.of(archive.captureDirectory(subject.receptionId()), subject.receptionId());
        CaptureRecorder recorder = CaptureRecorder.start(capture, wall, mediaClock);
        try {
            transactions.act(tx -> archive.writing(tx, archived(subject)));
        } catch (JdbiException e) {
            // The archive hears of it again when it is sealed; what people say now can't wait.
            LOG.warn("The archive could not be told that reception {} is recorded", subject.receptionId(), e);
        }
        return recorder;
    }

    void returned(String receptionId) {
        synchronized (lent) {
            lent.remove(receptionId);
        }
    }

    private void seal(FinishedReception finished) {
        RecorderLease.Subject subject = finished.subject();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                archive.finalise(archived(subject), ReceptionPaper.of(finished), Map.of());
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error(
                        "The recording of reception {} could not be sealed, try {}", subject.receptionId(), attempt, e);
            }
        }
    }

    private static RecordingSubject archived(RecorderLease.Subject subject) {
        return new RecordingSubject(
                subject.receptionId(),
                subject.code(),
                subject.day(),
                subject.person(),
                subject.type(),
                subject.protectedIdentity());
    }
}
