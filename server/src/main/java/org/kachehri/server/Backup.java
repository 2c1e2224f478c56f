package org.kachehri.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.Database;
import org.kachehri.platform.postgres.DatabaseCopy;
import org.kachehri.platform.postgres.DatabaseSettings;
import org.kachehri.platform.postgres.EmbeddedPostgres;
import org.kachehri.recording.archive.PackageIndex;
import org.kachehri.recording.archive.RestoredPackages;
import org.kachehri.recording.archive.StorageSettings;
import org.kachehri.recording.seal.Digests;
import org.kachehri.recording.seal.Durable;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.seal.Verify;

/**
 * The database and the list of packages as a folder of plain files, all of one moment: {@code backup.json}, {@code packages.jsonl},
 * {@code database/<schema>.<table>.csv}, and {@code sha256sums.txt} as {@code sha256sum -c} reads it. It appears under its name only when
 * it is whole. Used by one thread; blocks.
 */
final class Backup {
    private static final String FORMAT = "kachehri-backup-1";
    private static final String DESCRIPTION = "backup.json";
    private static final String PACKAGES = "packages.jsonl";
    private static final String SUMS = "sha256sums.txt";
    private static final String ROWS = "database";

    /** Some eighty tables, 150 bytes a line, with room to grow. */
    private static final long MAX_SUMS_BYTES = 1 << 20;

    private final Path data;
    private final Optional<String> databaseUrl;
    private final Optional<StorageSettings> storage;
    private final Clock clock;

    /**
     * @param data the data directory
     * @param databaseUrl an external PostgreSQL instead of the embedded one
     * @param storage the stores from which a restore fetches what isn't in the data directory
     */
    Backup(Path data, Optional<String> databaseUrl, Optional<StorageSettings> storage, Clock clock) {
        this.data = data;
        this.databaseUrl = databaseUrl;
        this.storage = storage;
        this.clock = clock;
    }

    /** One sentence for the operator; nothing was changed. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    /**
     * What a restore came to.
     *
     * @param elsewhere packages that are in stores alone, and weren't looked at because no store was named
     * @param troubles a sentence for each package that isn't here as it was sealed
     */
    record Restored(int packages, int intact, int elsewhere, List<String> troubles) {}

    record Description(String format, Instant madeAt, DatabaseCopy.Description database) {}

    @FunctionalInterface
    private interface Work<T> {
        T with(Database database) throws IOException, Refused;
    }

    /** Writes a backup; returns how many packages its list names. */
    int write(Path target) throws IOException, Refused {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(target + " is there already: name a new folder.");
        }
        if (databaseUrl.isEmpty() && !Files.exists(data.resolve("postgres"))) {
            throw new Refused("There is no database in " + data + ".");
        }
        Path making = target.resolveSibling(target.getFileName() + ".making");
        Durable.deleteTree(making);
        Files.createDirectories(making);
        // It holds what the database holds: citizens' names and matters.
        Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(making.resolve(ROWS));
        try {
            int packages = withDatabase(database -> database.transactions().run(tx -> {
                DatabaseCopy.Description copied = DatabaseCopy.write(tx, CentralServer.SCHEMAS, making.resolve(ROWS));
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                Files.writeString(
                        making.resolve(DESCRIPTION),
                        Json.mapper().writeValueAsString(new Description(FORMAT, now, copied)));
                List<PackageIndex.Line> index = PackageIndex.of(tx);
                List<String> lines = new ArrayList<>();
                for (PackageIndex.Line line : index) {
                    lines.add(Json.mapper().writeValueAsString(line));
                }
                Files.write(making.resolve(PACKAGES), lines);
                return index.size();
            }));
            Files.writeString(making.resolve(SUMS), sums(making));
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
            return packages;
        } finally {
            Durable.deleteTree(making);
        }
    }

    /** Puts a backup into an empty place and checks each package of its list, in the data directory or as a store has it. */
    Restored restore(Path from) throws IOException, Refused {
        Description description = checked(from);
        Path embedded = data.resolve("postgres");
        if (databaseUrl.isEmpty() && Files.exists(embedded)) {
            throw new Refused("There is a database in " + data + " already: restore into an empty place.");
        }
        boolean done = false;
        try {
            withDatabase(database -> {
                putBack(database, from, description);
                return 0;
            });
            done = true;
        } finally {
            if (!done && databaseUrl.isEmpty()) {
                Durable.deleteTree(embedded);
            }
        }
        if (storage.isEmpty()) {
            return checkPackages(from, Optional.empty());
        }
        return withDatabase(database -> {
            try (RestoredPackages packages =
                    RestoredPackages.open(database.transactions(), recordings(), storage.get(), clock)) {
                return checkPackages(from, Optional.of(packages));
            } catch (UncheckedIOException unusable) {
                Restored restored = checkPackages(from, Optional.empty());
                restored.troubles().add("The stores can't be used: " + unusable.getMessage());
                return restored;
            }
        });
    }

    private static void putBack(Database database, Path from, Description description) throws IOException, Refused {
        if (!database.transactions().run(tx -> DatabaseCopy.isEmpty(tx, CentralServer.SCHEMAS))) {
            throw new Refused("The database isn't empty: restore into an empty one.");
        }
        boolean done = false;
        try {
            database.migrate(CentralServer.SCHEMAS);
            database.transactions()
                    .act(tx ->
                            DatabaseCopy.read(tx, CentralServer.SCHEMAS, from.resolve(ROWS), description.database()));
            done = true;
        } finally {
            if (!done) {
                database.transactions().act(tx -> DatabaseCopy.drop(tx, CentralServer.SCHEMAS));
            }
        }
    }

    private <T> T withDatabase(Work<T> work) throws IOException, Refused {
        if (databaseUrl.isPresent()) {
            return with(new DatabaseSettings(databaseUrl.get(), null, null, 2), work);
        }
        Files.createDirectories(data);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.beside(data.resolve("postgres"), clock)) {
            return with(postgres.settings(), work);
        }
    }

    private static <T> T with(DatabaseSettings settings, Work<T> work) throws IOException, Refused {
        try (Database database = Database.open(settings, List.of())) {
            return work.with(database);
        }
    }

    /** Reads every byte of a backup before anything is done with it. */
    private static Description checked(Path from) throws IOException, Refused {
        Path sums = from.resolve(SUMS);
        if (!Files.isRegularFile(sums) || !Files.isRegularFile(from.resolve(DESCRIPTION))) {
            throw new Refused(from + " is no backup: it has no " + SUMS + " or no " + DESCRIPTION + ".");
        }
        if (Files.size(sums) > MAX_SUMS_BYTES || !Files.readString(sums).equals(sums(from))) {
            throw new Refused("The backup is damaged: its files are not those of " + SUMS + "; 'sha256sum -c " + SUMS
                    + "' in the folder names them.");
        }
        try {
            Description description =
                    Json.mapper().readValue(from.resolve(DESCRIPTION).toFile(), Description.class);
            if (FORMAT.equals(description.format())) {
                return description;
            }
            throw new Refused(
                    "The backup has the format " + description.format() + ", this release reads " + FORMAT + ".");
        } catch (JsonProcessingException e) {
            throw new Refused("The backup can't be read: " + e.getOriginalMessage());
        }
    }

    private static String sums(Path folder) throws IOException {
        TreeMap<String, String> sums = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                sums.put(folder.relativize(file).toString(), Digests.of(file));
            }
        }
        sums.remove(SUMS);
        StringBuilder text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
        return text.toString();
    }

    private Path recordings() {
        return data.resolve("recordings");
    }

    private Restored checkPackages(Path from, Optional<RestoredPackages> stored) throws IOException {
        Path authority = data.resolve("keys").resolve("signing").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        List<Path> trust = Files.exists(authority) ? List.of(authority) : List.of();
        List<String> troubles = new ArrayList<>();
        int packages = 0;
        int intact = 0;
        int elsewhere = 0;
        try (Stream<String> lines = Files.lines(from.resolve(PACKAGES))) {
            for (String line : (Iterable<String>) lines::iterator) {
                PackageIndex.Line one = Json.mapper().readValue(line, PackageIndex.Line.class);
                packages++;
                Path sealed = recordings().resolve(one.receptionId()).resolve("package");
                boolean release = !one.here() && !Files.exists(sealed);
                if (release && stored.isEmpty()) {
                    elsewhere++;
                    continue;
                }
                stored.ifPresent(stores -> stores.bring(one.receptionId()));
                Optional<String> trouble = trouble(one, sealed, trust);
                trouble.ifPresent(troubles::add);
                intact += trouble.isEmpty() ? 1 : 0;
                if (release) {
                    stored.get().release(one.receptionId());
                }
            }
        }
        return new Restored(packages, intact, elsewhere, troubles);
    }

    private Optional<String> trouble(PackageIndex.Line one, Path sealed, List<Path> trust) throws IOException {
        String which = one.code() + " (" + one.receptionId() + "): ";
        if (!Files.exists(sealed)) {
            return Optional.of(which + "The package is not in " + recordings()
                    + (storage.isEmpty() ? "." : ", and no store has it as it was archived."));
        }
        Verification found = Verify.verify(sealed, trust);
        if (!found.verdict().isIntact()) {
            return Optional.of(which + found.reason());
        }
        return Verify.sealSha256(sealed).equals(one.manifestSha256())
                ? Optional.empty()
                : Optional.of(which + "This is not the package that was archived.");
    }
}
