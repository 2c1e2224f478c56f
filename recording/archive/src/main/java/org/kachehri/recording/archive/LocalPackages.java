package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Durable;
import org.kachehri.recording.seal.Verify;
import org.kachehri.recording.storage.PackageCopies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packages in the local directory, fetched back from a store when they have left it. Any thread; one package at a time. */
final class LocalPackages {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPackages.class);

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final Store store;
    private final Optional<Stores> stores;
    private final Clock clock;

    LocalPackages(
            Transactions transactions,
            RecordingStore recordings,
            CopyStore copies,
            Store store,
            Optional<Stores> stores,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.copies = copies;
        this.store = store;
        this.stores = stores;
        this.clock = clock;
    }

    /** Where the package is; when no store has it either, nothing is there. */
    Path local(String receptionId) {
        Path sealed = store.sealed(receptionId);
        if (!Files.exists(sealed)) {
            fetch(receptionId, sealed);
        }
        return sealed;
    }

    /** Puts a copy from a store in the place of a package that is damaged or gone; false when no store has a good one. */
    boolean replace(String receptionId) throws IOException {
        Path sealed = store.sealed(receptionId);
        Path fetched = sealed.resolveSibling("package.fetched");
        Durable.deleteTree(fetched);
        if (!fetch(receptionId, fetched)) {
            return false;
        }
        Durable.deleteTree(sealed);
        Files.move(fetched, sealed);
        return true;
    }

    private synchronized boolean fetch(String receptionId, Path target) {
        if (stores.isEmpty() || Files.exists(target)) {
            return false;
        }
        Optional<String> seal = transactions
                .run(tx -> recordings.recording(tx, receptionId))
                .filter(recording -> recording.state() != RecordingState.DESTROYED)
                .flatMap(ArchivedRecording::manifestSha256);
        if (seal.isEmpty()) {
            return false;
        }
        List<CopyStore.Copy> held = transactions.run(tx -> copies.of(tx, receptionId));
        for (CopyStore.Copy copy : held) {
            Optional<PackageCopies> from = stores.get().of(copy.store());
            if (from.isPresent() && copy.stored().isPresent()) {
                try {
                    Files.createDirectories(target.getParent());
                    from.get().fetch(copy.stored().get(), stores.get().key(receptionId), target);
                    if (Optional.of(Verify.sealSha256(target)).equals(seal)) {
                        transactions.act(tx -> recordings.local(tx, receptionId, Optional.of(clock.instant())));
                        return true;
                    }
                    Durable.deleteTree(target);
                    LOG.error("{} holds another package than that of reception {}", copy.store(), receptionId);
                } catch (IOException e) {
                    LOG.error("The package of reception {} can't be fetched from {}", receptionId, copy.store(), e);
                }
            }
        }
        return false;
    }

    /** The package leaves the local directory; whether it may is the caller's to know. */
    void evict(String receptionId) throws IOException {
        Durable.deleteTree(store.sealed(receptionId));
        transactions.act(tx -> recordings.local(tx, receptionId, Optional.empty()));
    }

    /** Deletes the folders of what was destroyed; what can't be deleted is tried again the next time. */
    synchronized void deleteDestroyed() {
        for (String id : transactions.run(recordings::toDelete)) {
            try {
                Durable.deleteTree(store.folder(id));
                transactions.act(tx -> recordings.local(tx, id, Optional.empty()));
            } catch (IOException e) {
                LOG.error("What is here of reception {}, which was destroyed, can't be deleted", id, e);
            }
        }
    }
}
