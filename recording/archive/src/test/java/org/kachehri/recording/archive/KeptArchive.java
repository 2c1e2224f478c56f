package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.storage.ChunkStore;

/** The archive's parts over a real database and a directory, with stores that a test brings. */
final class KeptArchive implements AutoCloseable {
    final TestDatabase database = TestDatabase.of(Outbox.SCHEMA, Archive.SCHEMA);
    final Transactions transactions = database.transactions();
    final RecordingStore recordings = new RecordingStore();
    final CopyStore copies = new CopyStore();
    final Store folders;
    final Stores stores;
    final LocalPackages packages;
    final FinaliseRecording finalise;
    final HandOver handOver;
    final Overdue overdue;
    final Path keys;
    private final Clock clock;

    KeptArchive(Path directory, Clock clock, List<ChunkStore> opened, Optional<Path> key, Optional<Duration> localTime)
            throws IOException {
        this.clock = clock;
        keys = directory.resolve("keys");
        SigningSettings signing = new SigningSettings(keys, "Central Office");
        StorageSettings storage = new StorageSettings(
                List.of(), key, localTime, new SigningSettings(directory.resolve("archive-keys"), "Archive"));
        ArchiveSettings settings = new ArchiveSettings(
                        directory.resolve("recordings"),
                        keys.resolve(SigningIdentity.AUTHORITY_CERTIFICATE),
                        List.of("true"),
                        Duration.ofMinutes(1),
                        Optional.empty())
                .withStorage(opened.isEmpty() ? Optional.empty() : Optional.of(storage));
        folders = new Store(settings.directory());
        stores = new Stores(transactions, copies, opened, storage, clock);
        packages = new LocalPackages(transactions, recordings, copies, folders, Optional.of(stores), clock);
        finalise = new FinaliseRecording(
                transactions,
                recordings,
                packages,
                settings,
                new Seal(SigningIdentity.open(signing, clock), clock),
                new Outbox(Json.mapper(), clock),
                clock);
        handOver = new HandOver(transactions, recordings, copies, stores, packages, finalise, clock);
        overdue = new Overdue(transactions, stores.names(), clock);
    }

    void hold(String id) throws IOException {
        RecordedReception.capture(folders.capture(id), id, clock);
        finalise.finalise(RecordedReception.subject(id), "{}", Map.of());
        finalise.awaitCopies();
    }

    RecordingState state(String id) {
        return transactions
                .run(tx -> recordings.recording(tx, id))
                .orElseThrow()
                .state();
    }

    boolean isHere(String id) {
        return Files.exists(folders.sealed(id));
    }

    List<OverdueRecording> late() {
        return transactions.run(overdue::find);
    }

    @Override
    public void close() {
        finalise.close();
        database.close();
    }
}
