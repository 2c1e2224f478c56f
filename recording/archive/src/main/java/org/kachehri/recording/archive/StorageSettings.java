package org.kachehri.recording.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.storage.StoreSettings;

/**
 * Where packages are kept beside the local directory.
 *
 * @param stores each gets a copy of every package; none: the local directory is the store
 * @param key file of the master key; with it copies are encrypted
 * @param localTime how long a package stays in the local directory when every store has it; empty: for ever
 * @param receipts with whose key the archive signs for what a store has taken
 */
public record StorageSettings(
        List<StoreSettings> stores, Optional<Path> key, Optional<Duration> localTime, SigningSettings receipts) {
    public StorageSettings {
        stores = List.copyOf(stores);
    }
}
