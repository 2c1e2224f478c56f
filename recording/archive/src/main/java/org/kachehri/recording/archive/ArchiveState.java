package org.kachehri.recording.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.postgres.Transactions;

/** How the archive is, over HTTP: how far recordings are, what is late, where copies are, and what the last checks found. */
final class ArchiveState {
    private final Transactions transactions;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final ReportStore reports;
    private final PackageListStore lists;
    private final Overdue overdue;
    private final SealRecordings sealing;
    private final Optional<Stores> stores;

    ArchiveState(
            Transactions transactions,
            RecordingStore recordings,
            CopyStore copies,
            ReportStore reports,
            PackageListStore lists,
            Overdue overdue,
            SealRecordings sealing,
            Optional<Stores> stores) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.copies = copies;
        this.reports = reports;
        this.lists = lists;
        this.overdue = overdue;
        this.sealing = sealing;
        this.stores = stores;
    }

    void register(OfficialApi officials) {
        officials.on(
                "archiveState", Action.SEE_ARCHIVE_STATE, (who, request) -> Answer.ok(transactions.run(this::view)));
    }

    /** What the protocol calls so; a null is left out. */
    record View(
            Map<RecordingState, Long> recordings,
            long unsealed,
            List<LateLine> late,
            List<StoreLine> stores,
            boolean encrypted,
            Long localDays,
            LocalDate lastList,
            ReportView fixity,
            ReportView reconciliation) {}

    record LateLine(String receptionId, String code, RecordingState state, Instant since, String trouble) {}

    record StoreLine(String name, long copies, long waiting, long bytes) {}

    record FindingLine(String code, String place, Finding.What what, String detail, String repaired) {}

    record ReportView(Instant beganAt, Instant endedAt, long checked, List<FindingLine> findings) {}

    private View view(Handle tx) {
        return new View(
                recordings.counts(tx),
                sealing.waiting(),
                overdue.find(tx).stream()
                        .map(one -> new LateLine(
                                one.receptionId(),
                                one.code(),
                                one.state(),
                                one.since(),
                                one.trouble().orElse(null)))
                        .toList(),
                stores.map(Stores::names).orElse(List.of()).stream()
                        .map(name -> line(name, copies.filling(tx, name)))
                        .toList(),
                stores.map(Stores::encrypts).orElse(false),
                stores.flatMap(Stores::localTime).map(time -> time.toDays()).orElse(null),
                lists.last(tx).map(PackageListStore.Made::day).orElse(null),
                report(tx, ReportStore.Kind.FIXITY),
                report(tx, ReportStore.Kind.RECONCILIATION));
    }

    private static StoreLine line(String name, CopyStore.Filling filling) {
        return new StoreLine(name, filling.copies(), filling.waiting(), filling.bytes());
    }

    private ReportView report(Handle tx, ReportStore.Kind kind) {
        return reports.last(tx, kind)
                .map(report -> new ReportView(
                        report.beganAt(),
                        report.endedAt().orElse(null),
                        report.checked(),
                        reports.findings(tx, report.id()).stream()
                                .map(one -> new FindingLine(
                                        one.code(),
                                        one.place(),
                                        one.what(),
                                        one.detail(),
                                        one.repaired().orElse(null)))
                                .toList()))
                .orElse(null);
    }
}
