package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Verify;

/**
 * Once a day the receptions that were held are held against the packages: each must have one, and none may be there without. Names what differs and repairs
 * nothing. One thread at a time.
 */
final class Reconciliation {
    private static final Duration EVERY = Duration.ofDays(1);

    /** Sealing takes seconds; what isn't sealed by then is overdue too. */
    private static final Duration SEALED_WITHIN = Duration.ofHours(1);

    /** Longer than the day of a reception in any time zone. */
    private static final Duration PASSED = Duration.ofDays(3);

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final ReportStore reports;
    private final PackageListStore lists;
    private final HeldReceptions held;
    private final Store store;
    private final Path listsDirectory;
    private final Clock clock;

    Reconciliation(
            Transactions transactions,
            RecordingStore recordings,
            CopyStore copies,
            ReportStore reports,
            PackageListStore lists,
            HeldReceptions held,
            Store store,
            Path listsDirectory,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.copies = copies;
        this.reports = reports;
        this.lists = lists;
        this.held = held;
        this.store = store;
        this.listsDirectory = listsDirectory;
        this.clock = clock;
    }

    /** When it is time. */
    void run() throws IOException {
        Instant now = clock.instant();
        Optional<ReportStore.Report> last = transactions.run(tx -> reports.last(tx, ReportStore.Kind.RECONCILIATION));
        if (last.isPresent() && now.isBefore(last.get().beganAt().plus(EVERY))) {
            return;
        }
        Set<String> folders = folders();
        // One transaction: what is sealed meanwhile is in both or in neither.
        transactions.act(tx -> {
            Map<String, HeldReceptions.Known> known = held.all(tx).stream()
                    .collect(Collectors.toMap(HeldReceptions.Known::receptionId, Function.identity()));
            Set<String> started = known.values().stream()
                    .filter(one -> one.startedAt().isPresent())
                    .map(HeldReceptions.Known::receptionId)
                    .collect(Collectors.toSet());
            recordings.withdrawExpected(tx, now.minus(PASSED), started);
            Map<String, ArchivedRecording> recorded = recordings.all(tx).stream()
                    .collect(Collectors.toMap(one -> one.subject().receptionId(), Function.identity()));
            List<Finding> findings = new ArrayList<>();
            receptions(known, recorded, findings);
            packages(tx, known, recorded, folders, findings);
            lists(tx, findings);
            ReportStore.Report report = reports.begin(tx, ReportStore.Kind.RECONCILIATION, now);
            reports.checked(tx, report.id(), started.size());
            findings.forEach(finding -> reports.find(tx, report.id(), finding));
            reports.end(tx, report.id(), now);
        });
    }

    private void receptions(
            Map<String, HeldReceptions.Known> known, Map<String, ArchivedRecording> recorded, List<Finding> findings) {
        Instant sealedBefore = clock.instant().minus(SEALED_WITHIN);
        for (HeldReceptions.Known one : known.values()) {
            boolean over = one.startedAt().isPresent()
                    && one.closedAt().filter(at -> at.isBefore(sealedBefore)).isPresent();
            Optional<ArchivedRecording> recording = Optional.ofNullable(recorded.get(one.receptionId()));
            Optional<RecordingState> state = recording.map(ArchivedRecording::state);
            if (over && (state.isEmpty() || state.equals(Optional.of(RecordingState.EXPECTED)))) {
                findings.add(Finding.of(
                        one.code(), "", Finding.What.NO_RECORDING, "It was held, and nothing was recorded of it."));
            } else if (over
                    && recording.flatMap(ArchivedRecording::manifestSha256).isEmpty()) {
                findings.add(Finding.of(one.code(), "", Finding.What.NO_PACKAGE, "It isn't sealed yet."));
            }
        }
    }

    private void packages(
            Handle tx,
            Map<String, HeldReceptions.Known> known,
            Map<String, ArchivedRecording> recorded,
            Set<String> folders,
            List<Finding> findings) {
        Set<String> sealed = new HashSet<>();
        for (ArchivedRecording recording : recorded.values()) {
            String id = recording.subject().receptionId();
            String code = recording.subject().code();
            if (recording.manifestSha256().isPresent()) {
                sealed.add(id);
                boolean kept = recordings.isLocal(tx, id)
                        ? Files.exists(store.sealed(id).resolve(Verify.SEAL))
                        : copies.of(tx, id).stream()
                                .anyMatch(copy -> copy.stored().isPresent());
                if (!kept && !copies.isForgotten(tx, id)) {
                    findings.add(Finding.of(code, "", Finding.What.NO_PACKAGE, "The package is missing."));
                }
            }
            if (!known.containsKey(id)) {
                findings.add(Finding.of(
                        code, "", Finding.What.UNKNOWN_RECEPTION, "There is no reception of this recording."));
            }
        }
        folders.stream()
                .filter(folder -> !sealed.contains(folder))
                .sorted()
                .forEach(folder -> findings.add(Finding.of(
                        folder,
                        "",
                        Finding.What.UNKNOWN_PACKAGE,
                        "A package lies there that nobody has sealed here.")));
    }

    private void lists(Handle tx, List<Finding> findings) throws IOException {
        for (PackageListStore.Made list : lists.all(tx)) {
            Path folder = listsDirectory.resolve(list.day().toString());
            boolean there = Files.isRegularFile(folder.resolve(Verify.SEAL))
                    && Verify.sealSha256(folder).equals(list.sha256());
            if (!there) {
                findings.add(Finding.of(
                        list.day().toString(),
                        "",
                        Finding.What.NO_LIST,
                        "The list of this day is missing, or isn't the one that was made."));
            }
        }
    }

    /** Folders of the local directory with a package in them. */
    private Set<String> folders() throws IOException {
        if (!Files.isDirectory(store.root())) {
            return Set.of();
        }
        try (Stream<Path> all = Files.list(store.root())) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> Files.exists(store.sealed(name)))
                    .collect(Collectors.toSet());
        }
    }
}
