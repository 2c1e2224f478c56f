package org.kachehri.server;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.recording.archive.StorageSettings;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.storage.StoreSettings;

/** The options that say where sealed recordings are kept beside the data directory. */
final class StorageOptions {
    static final String STORE = "--archive-store";
    static final String SECOND = "--archive-second-store";
    static final String KEY = "--archive-key";
    static final String LOCAL_DAYS = "--archive-local-days";

    private StorageOptions() {}

    /** @param data the data directory, in which the key lies that signs receipts */
    static Optional<StorageSettings> of(Map<String, String> given, Path data) throws ServerSettings.Wrong {
        if (!given.containsKey(STORE)) {
            for (String option : List.of(SECOND, KEY, LOCAL_DAYS)) {
                if (given.containsKey(option)) {
                    throw new ServerSettings.Wrong(ServerSettings.named(option) + " is of no use without "
                            + ServerSettings.named(STORE) + ".");
                }
            }
            return Optional.empty();
        }
        List<StoreSettings> stores = new ArrayList<>();
        for (String option : List.of(STORE, SECOND)) {
            if (given.containsKey(option)) {
                stores.add(store(option, given.get(option)));
            }
        }
        if (stores.size() == 2 && stores.getFirst().equals(stores.getLast())) {
            throw new ServerSettings.Wrong(
                    ServerSettings.named(SECOND) + " is the same as " + ServerSettings.named(STORE) + ".");
        }
        Optional<Path> key = Optional.ofNullable(given.get(KEY)).map(Path::of);
        if (key.isPresent() && !Files.isReadable(key.get())) {
            throw new ServerSettings.Wrong(ServerSettings.named(KEY) + " is " + key.get() + ", which can't be read.");
        }
        SigningSettings receipts = new SigningSettings(data.resolve("keys").resolve("archive"), "Kachehri archive");
        return Optional.of(new StorageSettings(stores, key, localTime(given.get(LOCAL_DAYS)), receipts));
    }

    private static StoreSettings store(String option, String value) throws ServerSettings.Wrong {
        try {
            return StoreSettings.of(value);
        } catch (InvalidPathException wrong) {
            throw new ServerSettings.Wrong(ServerSettings.named(option) + " is " + value + ", which is no path.");
        } catch (IllegalArgumentException wrong) {
            throw new ServerSettings.Wrong(
                    ServerSettings.named(option) + " is " + value + ", which " + wrong.getMessage() + ".");
        }
    }

    private static Optional<Duration> localTime(String days) throws ServerSettings.Wrong {
        if (days == null) {
            return Optional.empty();
        }
        // A view lasts half a day: what was fetched for one must not go before it ends.
        if (!days.matches("[1-9]\\d{0,4}")) {
            throw new ServerSettings.Wrong(
                    ServerSettings.named(LOCAL_DAYS) + " is " + days + ", which isn't a number from 1 to 99999.");
        }
        return Optional.of(Duration.ofDays(Integer.parseInt(days)));
    }
}
