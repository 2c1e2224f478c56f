package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.capture.CaptureRecovery;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.seal.Durable;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SealedPackage;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.seal.Verify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a finished capture into the archive: seals it, reads the package back, has the viewing copies made. Every step may be repeated,
 * so after a crash it begins again where it was. Sealing happens on the caller's thread, composing one after the other on a thread of its own.
 */
final class FinaliseRecording implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FinaliseRecording.class);

    /** A composer that was killed is needed again soon; one that finds no disk or fails on a package is not worth the processor. */
    private static final long FIRST_WAIT_SECONDS = 2;

    private static final long LONGEST_WAIT_SECONDS = 3_600;

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final Store store;
    private final LocalPackages packages;
    private final boolean storedElsewhere;
    private final Seal seal;
    private final List<Path> trusted;
    private final Composer composer;
    private final Outbox outbox;
    private final Clock clock;
    private volatile Captures captures = Captures.IN_PLACE;
    private final ScheduledExecutorService composing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("archive-composer").daemon(true).factory());

    FinaliseRecording(
            Transactions transactions,
            RecordingStore recordings,
            LocalPackages packages,
            ArchiveSettings settings,
            Seal seal,
            Outbox outbox,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.packages = packages;
        this.storedElsewhere = settings.storage().isPresent();
        this.store = new Store(settings.directory());
        this.seal = seal;
        this.trusted = settings.trusted();
        this.composer = new Composer(settings);
        this.outbox = outbox;
        this.clock = clock;
    }

    void sealsFrom(Captures source) {
        captures = source;
    }

    void finalise(RecordingSubject subject, String receptionJson, Map<String, byte[]> papers) throws IOException {
        String id = subject.receptionId();
        transactions.act(tx -> recordings.writing(tx, subject, clock.instant()));
        Optional<RecordingState> state =
                transactions.run(tx -> recordings.recording(tx, id)).map(ArchivedRecording::state);
        boolean further = state.equals(Optional.of(RecordingState.ARCHIVED))
                || state.equals(Optional.of(RecordingState.VERIFIED));
        if (further) {
            removeCapture(id);
            return;
        }
        Path target = store.sealed(id);
        if (!isSealedInDatabase(id)) {
            captures.gather(id);
            CaptureResult capture = CaptureRecovery.finish(store.capture(id), nowNanos());
            // A crash between the package's birth and the database's row: the package isn't known yet, so it is made
            // again.
            Durable.deleteTree(target);
            SealedPackage made = seal.seal(new SealRequest(capture, subject.code(), receptionJson, papers), target);
            long millis = (capture.toNanos() - capture.fromNanos()) / 1_000_000L;
            transactions.act(tx -> {
                recordings.sealed(tx, id, made.sealedAt(), made.manifestSha256(), millis);
                outbox.publish(
                        tx, RecordingSealed.TYPE, id, new RecordingSealed(id, made.manifestSha256(), made.sealedAt()));
            });
        }
        Verification verification = check(id);
        boolean intact = verification.verdict().isIntact();
        transactions.act(tx -> {
            if (intact && !storedElsewhere) {
                // The local directory is the store: whoever sealed has put it there and read it back.
                recordings.state(tx, id, RecordingState.ARCHIVED, clock.instant());
                recordings.state(tx, id, RecordingState.VERIFIED, clock.instant());
            } else if (!intact) {
                recordings.state(tx, id, RecordingState.DAMAGED, clock.instant());
            }
        });
        if (intact) {
            removeCapture(id);
            compose(id);
        } else {
            LOG.error("The recording of reception {} is damaged right after sealing: {}", id, verification.reason());
        }
    }

    /** The package has it all, read back; what it was made of would be a second, unsealed copy. */
    private void removeCapture(String id) throws IOException {
        Durable.deleteTree(store.capture(id));
        captures.remove(id);
    }

    private boolean isSealedInDatabase(String id) {
        return transactions
                .run(tx -> recordings.recording(tx, id))
                .flatMap(ArchivedRecording::manifestSha256)
                .isPresent();
    }

    private long nowNanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    }

    /** Checks the package, and that it is the one that was archived. */
    Verification check(String id) throws IOException {
        Path sealed = packages.local(id);
        Verification verification = Verify.verify(sealed, trusted);
        if (!verification.verdict().isIntact()) {
            return verification;
        }
        Optional<String> archived =
                transactions.run(tx -> recordings.recording(tx, id)).flatMap(ArchivedRecording::manifestSha256);
        if (archived.equals(Optional.of(Verify.sealSha256(sealed)))) {
            return verification;
        }
        return new Verification(
                Verdict.DAMAGED,
                Optional.of(Verify.SEAL),
                "This is not the package that was archived.",
                verification.segments(),
                0,
                verification.signer(),
                verification.fingerprint(),
                verification.sealedAt(),
                verification.time());
    }

    /** Has the copies made later; asking twice makes them twice, which does no harm. */
    void compose(String id) {
        composing.execute(() -> compose(id, 0));
    }

    private void compose(String id, int failures) {
        try {
            composer.compose(packages.local(id), store.copies(id));
            transactions.act(tx -> recordings.copiesReady(tx, id));
        } catch (IOException | RuntimeException e) {
            // The evidence is safe, and whoever comes next isn't held up.
            long seconds = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS << Math.min(failures, 20));
            LOG.error("The viewing copies of reception {} could not be made; tried again in {} s", id, seconds, e);
            composing.schedule(() -> compose(id, failures + 1), seconds, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    void excerpt(String id, Path order, Path directory) throws IOException, InterruptedException {
        Future<?> made = composing.submit(() -> {
            composer.excerpt(packages.local(id), directory, order);
            return null;
        });
        try {
            made.get();
        } catch (ExecutionException e) {
            throw new IOException("The excerpt could not be made", e.getCause());
        } finally {
            // Whoever waits no longer doesn't want it any more.
            made.cancel(true);
        }
    }

    /** How far the copies are; empty unless they are being made. */
    Optional<CopiesProgress> progress(String id) {
        return composer.progress(store.sealed(id));
    }

    void awaitCopies() {
        try {
            composing.submit(() -> {}).get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("Doing nothing failed", impossible);
        }
    }

    /** What the last run of the program left undone. */
    void resume() {
        List<String> open = transactions.run(recordings::withoutCopies);
        open.forEach(this::compose);
    }

    @Override
    public void close() {
        composing.shutdownNow();
        try {
            // An interrupted composer is killed at once; whoever closes us may then take the folder away.
            if (!composing.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("The composer did not end within 10 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
