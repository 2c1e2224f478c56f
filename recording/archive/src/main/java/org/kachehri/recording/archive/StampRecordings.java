package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.TimeAuthoritySettings;
import org.kachehri.recording.seal.TimeStampAuthority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has sealed packages and the daily lists stamped, and stamped again before a stamp's certificate ends. An authority that is away delays nothing: what it
 * missed is found in the database and tried again. On a thread of its own.
 */
final class StampRecordings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StampRecordings.class);

    /** Of a certificate's last time so much is kept in reserve. */
    private static final Duration RENEWAL = Duration.ofDays(90);

    /** An authority whose own certificate ends soon stamps no more often than this. */
    private static final Duration AT_MOST_EVERY = Duration.ofDays(30);

    private static final long RETRY_MINUTES = 10;

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final LocalPackages packages;
    private final CopyStore copies;
    private final PackageListStore lists;
    private final Path listsDirectory;
    private final TimeStampAuthority authority;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("archive-stamps").daemon(true).factory());

    StampRecordings(
            Transactions transactions,
            RecordingStore recordings,
            LocalPackages packages,
            CopyStore copies,
            PackageListStore lists,
            Path listsDirectory,
            TimeAuthoritySettings settings,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.packages = packages;
        this.copies = copies;
        this.lists = lists;
        this.listsDirectory = listsDirectory;
        this.clock = clock;
        authority = new TimeStampAuthority(settings, new SecureRandom());
    }

    /** From now on, every few minutes. */
    void start() {
        executor.scheduleWithFixedDelay(this::stampAll, 0, RETRY_MINUTES, TimeUnit.MINUTES);
    }

    /** Something was sealed, or added. */
    void soon() {
        executor.execute(this::stampAll);
    }

    /** Everything that is due; what fails is due again. */
    void stampAll() {
        try {
            Instant now = clock.instant();
            Instant ending = now.plus(RENEWAL);
            Instant before = now.minus(AT_MOST_EVERY);
            for (RecordingStore.Unstamped due : transactions.run(tx -> recordings.toStamp(tx, ending, before))) {
                stamp(due, ending, before);
            }
            for (LocalDate day : transactions.run(tx -> lists.toStamp(tx, ending, before))) {
                Instant ends = authority.stamp(listsDirectory.resolve(day.toString()), ending, before);
                transactions.act(tx -> lists.stamped(tx, day, clock.instant(), ends));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Time stamps are missing and will be asked for again in {} minutes: {}",
                    RETRY_MINUTES,
                    e.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void stamp(RecordingStore.Unstamped due, Instant ending, Instant before)
            throws IOException, InterruptedException {
        String id = due.receptionId();
        Instant ends = authority.stamp(packages.local(id), ending, before);
        transactions.act(tx -> {
            recordings.stamped(tx, due, clock.instant(), ends);
            copies.changed(tx, id, clock.instant());
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
        authority.close();
    }
}
