package org.kachehri.recording.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingSearch;
import org.kachehri.recording.archive.RecordingState;

/** What the page of retention shows. It names receptions by number, never a person. */
final class RetentionView {
    /** What goes on one list; the rest next time. */
    static final int MAX_LINES = 500;

    /** What the page offers to who may. */
    private static final List<Action> ACTIONS =
            List.of(Action.SET_RETENTION, Action.PLACE_HOLD, Action.DESTROY, Action.APPROVE_DESTRUCTION);

    private final RetentionStore store;
    private final DestructionStore lists;
    private final Archive archive;
    private final Approvals approvals;
    private final Clock clock;

    RetentionView(RetentionStore store, DestructionStore lists, Archive archive, Approvals approvals, Clock clock) {
        this.store = store;
        this.lists = lists;
        this.archive = archive;
        this.approvals = approvals;
        this.clock = clock;
    }

    /** What the protocol calls Retention; a null is left out. */
    record View(
            List<String> actions,
            List<RetentionClass> classes,
            List<Line> over,
            List<Line> found,
            List<ListView> lists) {}

    record Line(
            String receptionId,
            String code,
            LocalDate day,
            String type,
            RecordingState state,
            String classCode,
            LocalDate workEnded,
            LocalDate keepUntil,
            String because,
            KeptRecording.Bar bar,
            List<RetentionStore.Hold> holds) {}

    record ListView(
            String id,
            String number,
            String reason,
            String proposedBy,
            Instant proposedAt,
            String approvalId,
            Approval.State state,
            boolean mine,
            Instant until,
            String decidedBy,
            String answer,
            Instant carriedOut,
            List<Item> items) {}

    /** @param places where something of it still is, of what was destroyed */
    record Item(
            String receptionId,
            String code,
            LocalDate day,
            String type,
            String classCode,
            String legalReference,
            LocalDate workEnded,
            LocalDate keepUntil,
            String manifestSha256,
            Instant destroyedAt,
            KeptRecording.Bar keptBecause,
            Integer places) {}

    /** @param words looked for in the number; only for who keeps the archive: who decides sees the lists alone */
    View view(Handle tx, SignedIn who, String words) {
        KeptRecording.Reader reader = KeptRecording.Reader.of(tx, store, clock);
        List<Line> over = !who.may(Action.PLACE_HOLD)
                ? List.of()
                : store.over(tx, reader.today(), MAX_LINES).stream()
                        .flatMap(id -> archive.recording(tx, who, id).stream())
                        .map(recording -> line(reader.read(tx, recording)))
                        .toList();
        List<Line> found = !who.may(Action.PLACE_HOLD) || words.isBlank()
                ? List.of()
                : archive.find(tx, who, RecordingSearch.ofWords(words)).page().stream()
                        .map(recording -> line(reader.read(tx, recording)))
                        .toList();
        return new View(
                ACTIONS.stream().filter(who::may).map(Action::word).toList(),
                reader.classes(),
                over,
                found,
                lists.lists(tx).stream()
                        .filter(list -> reaches(tx, who, list))
                        .map(list -> list(tx, reader, list, who.officialId()))
                        .toList());
    }

    /** A list is decided as a whole, so only who reaches all of it sees it. */
    private boolean reaches(Handle tx, SignedIn who, DestructionStore.DestructionList list) {
        return lists.lines(tx, list.id()).stream()
                .allMatch(line -> archive.recording(tx, who, line.receptionId()).isPresent());
    }

    static Line line(KeptRecording kept) {
        ArchivedRecording recording = kept.recording();
        return new Line(
                recording.subject().receptionId(),
                recording.subject().code(),
                recording.subject().day(),
                recording.subject().type(),
                recording.state(),
                kept.retentionClass().code(),
                kept.workEnded(),
                kept.keepUntil(),
                kept.because(),
                kept.bar(),
                kept.holds());
    }

    private ListView list(
            Handle tx, KeptRecording.Reader reader, DestructionStore.DestructionList list, String officialId) {
        Approval question = approvals.approval(tx, list.approvalId()).orElseThrow();
        var stones = lists.tombstones(tx, list.id()).stream()
                .collect(Collectors.toMap(DestructionStore.Tombstone::receptionId, Function.identity()));
        List<Item> items = lists.lines(tx, list.id()).stream()
                .map(line -> Optional.ofNullable(stones.get(line.receptionId()))
                        .map(stone -> buried(tx, stone))
                        .orElseGet(() -> alive(tx, reader, line)))
                .toList();
        return new ListView(
                list.id(),
                "D-" + list.number(),
                list.reason(),
                list.proposedBy(),
                list.proposedAt(),
                list.approvalId(),
                question.state(),
                list.proposerId().equals(officialId),
                question.until(),
                question.decidedBy(),
                question.answer(),
                list.carriedOut(),
                items);
    }

    private Item buried(Handle tx, DestructionStore.Tombstone stone) {
        return new Item(
                stone.receptionId(),
                stone.code(),
                stone.day(),
                stone.type(),
                stone.classCode(),
                stone.legalReference(),
                stone.workEnded(),
                stone.keepUntil(),
                stone.manifestSha256(),
                stone.destroyedAt(),
                null,
                archive.places(tx, stone.receptionId()));
    }

    private Item alive(Handle tx, KeptRecording.Reader reader, DestructionStore.Line line) {
        KeptRecording kept =
                reader.read(tx, archive.recording(tx, line.receptionId()).orElseThrow());
        return new Item(
                line.receptionId(),
                kept.recording().subject().code(),
                kept.recording().subject().day(),
                kept.recording().subject().type(),
                kept.retentionClass().code(),
                kept.retentionClass().legalReference(),
                kept.workEnded(),
                kept.keepUntil(),
                kept.recording().manifestSha256().orElse(null),
                null,
                line.keptBecause(),
                null);
    }
}
