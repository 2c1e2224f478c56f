package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Jurisdiction;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The module's door: takes recordings in, keeps them, and says how they are. All methods may be called from any thread; {@link #finalise} blocks on the disk. */
public final class Archive implements AutoCloseable {
    public static final ModuleSchema SCHEMA = new ModuleSchema("archive");

    /** How soon a store that failed is asked again, at the earliest. */
    private static final long CARRY_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final Jurisdiction jurisdiction;
    private final Transactions transactions;
    private final RecordingStore recordings = new RecordingStore();
    private final CopyStore copies = new CopyStore();
    private final Store store;
    private final Optional<Stores> stores;
    private final Optional<HandOver> handOver;
    private final LocalPackages packages;
    private final AddPapers papers;
    private final FinaliseRecording finaliseRecording;
    private final Optional<StampRecordings> stamps;
    private final SealRecordings sealing;
    private final Overdue overdue;
    private final PackageListStore lists = new PackageListStore();
    private final ReportStore reports = new ReportStore();
    private final DailyLists dailyLists;
    private final Fixity fixity;
    private final Path listsDirectory;
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("archive-upkeep").daemon(true).factory());
    private final ScheduledExecutorService carrying = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("archive-carrier").daemon(true).factory());
    private final Clock clock;

    public Archive(
            Transactions transactions,
            Outbox outbox,
            ArchiveSettings settings,
            SigningIdentity identity,
            Jurisdiction jurisdiction,
            Clock clock) {
        this.transactions = transactions;
        this.jurisdiction = jurisdiction;
        this.store = new Store(settings.directory());
        this.stores = settings.storage().map(storage -> Stores.open(transactions, copies, storage, clock));
        this.packages = new LocalPackages(transactions, recordings, copies, store, stores, clock);
        this.papers = new AddPapers(transactions, packages, recordings, copies, identity, clock);
        this.finaliseRecording = new FinaliseRecording(
                transactions, recordings, packages, settings, new Seal(identity, clock), outbox, clock);
        this.handOver = stores.map(
                opened -> new HandOver(transactions, recordings, copies, opened, packages, finaliseRecording, clock));
        this.listsDirectory = settings.directory().resolveSibling("lists");
        this.dailyLists = new DailyLists(transactions, lists, listsDirectory, identity, clock);
        this.fixity = new Fixity(
                transactions, recordings, copies, reports, packages, stores, handOver, finaliseRecording, store, clock);
        this.stamps = settings.timeAuthority()
                .map(authority -> new StampRecordings(
                        transactions, recordings, packages, copies, lists, listsDirectory, authority, clock));
        this.sealing = new SealRecordings(transactions, recordings, finaliseRecording, this::sealed, clock);
        this.overdue = new Overdue(transactions, stores.map(Stores::names).orElse(List.of()), clock);
        this.clock = clock;
    }

    /** Before {@link #resume}: who brings captures to their place before they are sealed. */
    public void sealsFrom(Captures source) {
        finaliseRecording.sealsFrom(source);
    }

    /**
     * Does what the last run of the program did not finish, and from now on what time brings.
     *
     * @param held the receptions that the packages are held against
     */
    public void resume(HeldReceptions held) {
        Reconciliation reconciliation = new Reconciliation(
                transactions, recordings, copies, reports, lists, held, store, listsDirectory, clock);
        sealing.start();
        upkeep.scheduleWithFixedDelay(() -> upkeep(reconciliation), 1, 1, TimeUnit.MINUTES);
        carrying.scheduleWithFixedDelay(this::carry, 0, CARRY_SECONDS, TimeUnit.SECONDS);
        finaliseRecording.resume();
        stamps.ifPresent(StampRecordings::start);
    }

    /** Where packages are, and what belongs to them. */
    public Path directory() {
        return store.root();
    }

    /** Where the capture of a reception belongs. */
    public Path captureDirectory(String receptionId) {
        return store.capture(receptionId);
    }

    private void sealed() {
        stamps.ifPresent(StampRecordings::soon);
        carrying.execute(this::carry);
    }

    private void carry() {
        try {
            packages.deleteDestroyed();
            if (papers.round()) {
                stamps.ifPresent(StampRecordings::soon);
            }
            if (handOver.isPresent()) {
                handOver.get().round();
            }
            fixity.step();
        } catch (RuntimeException e) {
            LOG.error("What is to be brought to the stores has to wait for {} s", CARRY_SECONDS, e);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void upkeep(Reconciliation reconciliation) {
        try {
            overdue.tell();
            if (dailyLists.make()) {
                stamps.ifPresent(StampRecordings::soon);
            }
            reconciliation.run();
        } catch (IOException | RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.error("The archive's upkeep failed and is tried again in a minute", e);
        }
    }

    /** A reception will be held, and recorded. */
    public void expected(Handle tx, RecordingSubject subject) {
        recordings.expected(tx, subject, clock.instant());
    }

    /** A reception's recording begins, or goes on. */
    public void writing(Handle tx, RecordingSubject subject) {
        recordings.writing(tx, subject, clock.instant());
    }

    /** Answers archiveState. */
    public void register(OfficialApi officials) {
        new ArchiveState(transactions, recordings, copies, reports, lists, overdue, sealing, stores)
                .register(officials);
    }

    /**
     * Has a finished capture sealed in the background, and tried again for as long as it fails.
     *
     * @param receptionJson see docs/media/recording-format.md
     * @param kept told once, on another thread: it is sealed, or the order is in the database
     */
    public void seal(RecordingSubject subject, String receptionJson, Runnable kept) {
        sealing.order(subject, receptionJson, kept);
    }

    /** What an operator measures; needs the database. */
    public ArchiveMeasures measures() {
        return transactions.run(tx -> new ArchiveMeasures(
                recordings.counts(tx), sealing.waiting(), overdue.find(tx).size()));
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
        sealed();
    }

    /**
     * Adds a paper to the package of a reception when that is sealed, now or later: an addendum that is sealed on its own.
     *
     * @param name of the file, e.g. {@code minutes.json}; a newer one of that name comes after it
     */
    public void addPaper(Handle tx, String receptionId, String name, byte[] bytes) {
        papers.order(tx, receptionId, name, bytes);
    }

    /** How the recording of a reception is; empty when there is none. */
    public Optional<RecordingState> state(Handle tx, String receptionId) {
        return recordings.recording(tx, receptionId).map(ArchivedRecording::state);
    }

    /** How the recording of a reception is; empty when there is none. */
    public Optional<RecordingState> state(String receptionId) {
        return transactions.run(tx -> state(tx, receptionId));
    }

    public Optional<ArchivedRecording> recording(Handle tx, String receptionId) {
        return recordings.recording(tx, receptionId);
    }

    /** As an official reaches it: one of a point outside the post's jurisdiction looks as if it weren't there. */
    public Optional<ArchivedRecording> recording(Handle tx, SignedIn who, String receptionId) {
        return recording(tx, receptionId).filter(one -> jurisdiction
                .points(tx, who.unitId())
                .contains(one.subject().point()));
    }

    /** Within the post's jurisdiction. */
    public FoundRecordings find(Handle tx, SignedIn who, RecordingSearch search) {
        return recordings.find(tx, jurisdiction.points(tx, who.unitId()), search);
    }

    /** Checks a package, and that it is the one that was archived; reads all of it. */
    public Verification check(String receptionId) throws IOException {
        return finaliseRecording.check(receptionId);
    }

    /** Somebody's check has found that the package isn't as it was sealed. */
    public void damaged(Handle tx, String receptionId) {
        recordings.state(tx, receptionId, RecordingState.DAMAGED, clock.instant());
    }

    /**
     * Takes a recording out of the archive for good: the key of its copies is destroyed, and with it what they hold; after the commit its folder here is deleted,
     * and its copies as far as the stores let them go. What stays is that there was one, with the digest of its seal.
     */
    public void destroy(Handle tx, String receptionId) {
        copies.forget(tx, receptionId, clock.instant());
        papers.forget(tx, receptionId);
        recordings.destroyed(tx, receptionId, clock.instant());
    }

    /** Deletes what was destroyed here, and has it deleted from the stores; both are tried again by themselves for as long as they fail. */
    public void deleteDestroyed() {
        packages.deleteDestroyed();
        carrying.execute(this::carry);
    }

    /** In how many places something of a destroyed recording still is: the data directory, and each store. */
    public int places(Handle tx, String receptionId) {
        return copies.of(tx, receptionId).size() + (recordings.isLocal(tx, receptionId) ? 1 : 0);
    }

    /** Where the sealed package of a reception is, or would be; fetched back from a store when it had left the local directory. */
    public Path packageDirectory(String receptionId) {
        return packages.local(receptionId);
    }

    /** Where the viewing copies of a reception are, or will be. */
    public Path copiesDirectory(String receptionId) {
        return store.copies(receptionId);
    }

    /** Where the extracts of a recording are kept. */
    public Path extractsDirectory(String receptionId) {
        return store.extracts(receptionId);
    }

    /**
     * Has the composer make an excerpt of a sealed package when it has made what was asked for before, and waits for it.
     *
     * @param order file that says what: see docs/media/recording-format.md
     * @param directory for what is made
     * @throws IOException when it could not be made, with the composer's sentence
     */
    public void excerpt(String receptionId, Path order, Path directory) throws IOException, InterruptedException {
        finaliseRecording.excerpt(receptionId, order, directory);
    }

    /** How far the viewing copies of a reception are; empty unless they are being made just now. */
    public Optional<CopiesProgress> copiesProgress(String receptionId) {
        return finaliseRecording.progress(receptionId);
    }

    /** Waits until all copies that were asked for so far are made, or could not be. */
    public void awaitCopies() {
        finaliseRecording.awaitCopies();
    }

    /** Ends a composer that is running; its copies are made at the next start. */
    @Override
    public void close() {
        upkeep.shutdownNow();
        carrying.shutdownNow();
        try {
            // A chunk on its way is sent again at the next start; the database is still there for what has arrived.
            if (!carrying.awaitTermination(CARRY_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A store did not answer within {} s; what was on its way is sent again", CARRY_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sealing.close();
        stamps.ifPresent(StampRecordings::close);
        finaliseRecording.close();
        stores.ifPresent(Stores::close);
    }
}
