package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/**
 * The module's door: takes recordings in, says how they are, and answers the replay's operations. Migrate audit before it.
 * All methods may be called from any thread; {@link #finalise} blocks on the disk.
 */
public final class Archive implements AutoCloseable {
    public static final ModuleSchema SCHEMA = new ModuleSchema("archive");

    private final Transactions transactions;
    private final RecordingStore recordings = new RecordingStore();
    private final Store store;
    private final FinaliseRecording finaliseRecording;
    private final Optional<StampRecordings> stamps;
    private final Replay replay;

    public Archive(
            Transactions transactions,
            AuditLog audit,
            Outbox outbox,
            ArchiveSettings settings,
            SigningIdentity identity,
            MinutesLookup minutes,
            Clock clock) {
        this.transactions = transactions;
        this.store = new Store(settings.directory());
        this.finaliseRecording =
                new FinaliseRecording(transactions, recordings, settings, new Seal(identity, clock), outbox, clock);
        this.stamps = settings.timeAuthority()
                .map(authority -> new StampRecordings(transactions, recordings, store, authority, clock));
        this.replay = new Replay(transactions, recordings, store, finaliseRecording, audit, minutes, clock);
    }

    /** Answers findRecordings, openView, view, watched, copy and archiveAccess. */
    public void register(OfficialApi officials) {
        replay.register(officials);
    }

    /** Does what the last run of the program did not finish: viewing copies and time stamps. */
    public void resume() {
        finaliseRecording.resume();
        stamps.ifPresent(StampRecordings::start);
    }

    /** Where the capture of a reception belongs. */
    public Path captureDirectory(String receptionId) {
        return store.capture(receptionId);
    }

    /** A reception's recording begins, or goes on. */
    public void writing(Handle tx, RecordingSubject subject) {
        recordings.writing(tx, subject);
    }

    /**
     * Seals the capture in {@link #captureDirectory} (one whose recorder died is closed first), checks the package and has copies made in
     * the background. May be repeated.
     *
     * @param receptionJson see docs/media/recording-format.md
     * @param papers further files for {@code data/}, e.g. {@code minutes.json}
     * @throws IOException when it could not be sealed; nothing is lost
     */
    public void finalise(RecordingSubject subject, String receptionJson, Map<String, byte[]> papers)
            throws IOException {
        finaliseRecording.finalise(subject, receptionJson, papers);
        stamps.ifPresent(StampRecordings::soon);
    }

    /** How the recording of a reception is; empty when there is none. */
    public Optional<RecordingState> state(Handle tx, String receptionId) {
        return recordings.recording(tx, receptionId).map(RecordingStore.Recording::state);
    }

    /** How the recording of a reception is; empty when there is none. */
    public Optional<RecordingState> state(String receptionId) {
        return transactions.run(tx -> state(tx, receptionId));
    }

    /** Where the sealed package of a reception is, or would be. */
    public Path packageDirectory(String receptionId) {
        return store.sealed(receptionId);
    }

    /** Waits until all copies that were asked for so far are made, or could not be. */
    void awaitCopies() {
        finaliseRecording.awaitCopies();
    }

    /** Ends a composer that is running; its copies are made at the next start. */
    @Override
    public void close() {
        stamps.ifPresent(StampRecordings::close);
        finaliseRecording.close();
    }
}
