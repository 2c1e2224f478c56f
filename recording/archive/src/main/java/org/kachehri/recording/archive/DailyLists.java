package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.PackageList;
import org.kachehri.recording.seal.PackageLists;
import org.kachehri.recording.seal.SigningIdentity;

/** Makes the list of a day's packages when the day is over, also those of days on which the program did not run. One thread at a time. */
final class DailyLists {
    /** A package that was begun before midnight is in the database by then. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofHours(1);

    private final Transactions transactions;
    private final PackageListStore lists;
    private final Path directory;
    private final SigningIdentity identity;
    private final Clock clock;

    DailyLists(
            Transactions transactions, PackageListStore lists, Path directory, SigningIdentity identity, Clock clock) {
        this.transactions = transactions;
        this.lists = lists;
        this.directory = directory;
        this.identity = identity;
        this.clock = clock;
    }

    /** @return whether there are new ones */
    boolean make() throws IOException {
        LocalDate until = LocalDate.ofInstant(clock.instant().minus(AFTER_MIDNIGHT), ZoneOffset.UTC);
        Optional<PackageListStore.Made> last = transactions.run(lists::last);
        Optional<LocalDate> first = last.isPresent()
                ? Optional.of(last.get().day().plusDays(1))
                : transactions.run(lists::firstUnlisted).map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC));
        if (first.isEmpty() || !first.get().isBefore(until)) {
            return false;
        }
        Files.createDirectories(directory);
        Optional<PackageList.Previous> previous = last.map(made -> new PackageList.Previous(made.day(), made.sha256()));
        for (LocalDate day = first.get(); day.isBefore(until); day = day.plusDays(1)) {
            Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            LocalDate made = day;
            List<PackageList.Entry> entries = transactions.run(tx -> lists.unlisted(tx, end));
            // A crash before the row is written has the same list made again.
            String sha256 = PackageLists.write(directory, new PackageList(day, previous, entries), identity);
            transactions.act(tx -> lists.made(tx, made, sha256, entries));
            previous = Optional.of(new PackageList.Previous(day, sha256));
        }
        return true;
    }
}
