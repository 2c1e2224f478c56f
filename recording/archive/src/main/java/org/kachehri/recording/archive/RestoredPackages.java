package org.kachehri.recording.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.kachehri.platform.postgres.Transactions;

/** Packages of an archive whose database was just put back: what isn't in the data directory is fetched from the stores. Used by one thread; blocks. */
public final class RestoredPackages implements AutoCloseable {
    private final Stores stores;
    private final LocalPackages packages;

    private RestoredPackages(Stores stores, LocalPackages packages) {
        this.stores = stores;
        this.packages = packages;
    }

    /** @throws UncheckedIOException with a sentence when the stores' keys can't be used */
    public static RestoredPackages open(
            Transactions transactions, Path recordings, StorageSettings storage, Clock clock) {
        CopyStore copies = new CopyStore();
        Stores stores = Stores.open(transactions, copies, storage, clock);
        return new RestoredPackages(
                stores,
                new LocalPackages(
                        transactions, new RecordingStore(), copies, new Store(recordings), Optional.of(stores), clock));
    }

    /** Fetches the package when it isn't here; where it is now, unless no store has it as it was archived. */
    public Path bring(String receptionId) {
        return packages.local(receptionId);
    }

    /** For a package that had left the data directory before, and shall not be in the way now. */
    public void release(String receptionId) throws IOException {
        packages.evict(receptionId);
    }

    @Override
    public void close() {
        stores.close();
    }
}
