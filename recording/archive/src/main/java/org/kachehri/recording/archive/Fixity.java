package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.storage.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a month every package and every copy is read, and what isn't as it was is repaired from one that is. A report goes on after a restart with what it
 * hasn't looked at. One thread at a time.
 */
final class Fixity {
    private static final Logger LOG = LoggerFactory.getLogger(Fixity.class);

    private static final Duration EVERY = Duration.ofDays(30);

    /** Between them new packages are brought to the stores: at 100 MB/s fifty of an hour each are ten minutes. */
    private static final int AT_ONCE = 50;

    /** A store that is away for now; whoever waits for it must not read the same packages meanwhile. */
    private static final Duration AWAY = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final ReportStore reports;
    private final LocalPackages packages;
    private final Optional<Stores> stores;
    private final Optional<HandOver> handOver;
    private final FinaliseRecording finalise;
    private final Store store;
    private final Clock clock;
    private Instant notBefore = Instant.MIN;

    Fixity(
            Transactions transactions,
            RecordingStore recordings,
            CopyStore copies,
            ReportStore reports,
            LocalPackages packages,
            Optional<Stores> stores,
            Optional<HandOver> handOver,
            FinaliseRecording finalise,
            Store store,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.copies = copies;
        this.reports = reports;
        this.packages = packages;
        this.stores = stores;
        this.handOver = handOver;
        this.finalise = finalise;
        this.store = store;
        this.clock = clock;
    }

    /** Begins a report when it is time, goes on with one that is open; some packages a call. */
    void step() throws InterruptedException {
        if (clock.instant().isBefore(notBefore)) {
            return;
        }
        Optional<ReportStore.Report> last = transactions.run(tx -> reports.last(tx, ReportStore.Kind.FIXITY));
        boolean open = last.isPresent() && last.get().endedAt().isEmpty();
        if (!open
                && last.isPresent()
                && clock.instant().isBefore(last.get().beganAt().plus(EVERY))) {
            return;
        }
        ReportStore.Report report =
                open ? last.get() : transactions.run(tx -> reports.begin(tx, ReportStore.Kind.FIXITY, clock.instant()));
        List<ArchivedRecording> due = transactions.run(tx -> reports.unchecked(tx, report.beganAt(), AT_ONCE));
        for (ArchivedRecording recording : due) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!look(report, recording)) {
                notBefore = clock.instant().plus(AWAY);
            }
        }
        if (due.isEmpty()) {
            transactions.act(tx -> reports.end(tx, report.id(), clock.instant()));
        }
    }

    /** False when it could not be looked at. */
    private boolean look(ReportStore.Report report, ArchivedRecording recording) {
        String id = recording.subject().receptionId();
        try {
            List<Finding> findings = new ArrayList<>();
            lookInStores(recording, findings);
            boolean whole = lookHere(recording, findings);
            Instant now = clock.instant();
            transactions.act(tx -> {
                findings.forEach(finding -> reports.find(tx, report.id(), finding));
                if (!whole) {
                    recordings.state(tx, id, RecordingState.DAMAGED, now);
                } else if (recording.state() == RecordingState.DAMAGED) {
                    // Whole again here; its copies may be on their way still.
                    recordings.state(
                            tx, id, handOver.isPresent() ? RecordingState.SEALED : RecordingState.VERIFIED, now);
                    handOver.ifPresent(stores -> stores.settle(tx, id));
                }
                reports.checked(tx, id, now);
                reports.checked(tx, report.id(), 1);
            });
            return true;
        } catch (IOException | RuntimeException e) {
            // The report stays open until it has seen everything.
            LOG.warn("Reception {} can't be checked and is tried again: {}", id, e.getMessage());
            return false;
        }
    }

    /** False when neither the package here nor one from a store is whole. */
    private boolean lookHere(ArchivedRecording recording, List<Finding> findings) throws IOException {
        String id = recording.subject().receptionId();
        boolean expectedHere = transactions.run(tx -> recordings.isLocal(tx, id));
        if (!expectedHere) {
            return true;
        }
        String detail;
        if (Files.exists(store.sealed(id))) {
            Verification verification = finalise.check(id);
            if (verification.verdict().isIntact()) {
                return true;
            }
            detail = verification.reason();
        } else {
            detail = "The package is missing.";
        }
        boolean repaired = packages.replace(id) && finalise.check(id).verdict().isIntact();
        findings.add(new Finding(
                recording.subject().code(),
                "",
                Finding.What.DAMAGED,
                detail,
                repaired ? Optional.of("fetched from a store") : Optional.empty()));
        return repaired;
    }

    private void lookInStores(ArchivedRecording recording, List<Finding> findings) throws IOException {
        if (stores.isEmpty() || handOver.isEmpty()) {
            return;
        }
        String id = recording.subject().receptionId();
        for (CopyStore.Copy copy : transactions.run(tx -> copies.of(tx, id))) {
            boolean there = stores.get().of(copy.store()).isPresent() && copy.state() == CopyStore.State.VERIFIED;
            List<Fault> faults = there
                    ? stores.get()
                            .of(copy.store())
                            .orElseThrow()
                            .check(copy.stored().orElseThrow())
                    : List.of();
            if (!faults.isEmpty()) {
                String more = faults.size() == 1 ? "" : " And " + (faults.size() - 1) + " more.";
                findings.add(new Finding(
                        recording.subject().code(),
                        copy.store(),
                        Finding.What.DAMAGED,
                        faults.getFirst().how() + more,
                        Optional.of(handOver.get().repair(copy, faults))));
            }
        }
    }
}
