package org.kachehri.recording.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;

/**
 * Destruction as the archives' law wants it: one draws up a list of what is over, another decides, the first carries it out; what was put under hold
 * meanwhile stays. Every call is part of the caller's transaction.
 */
final class Destruction {
    /** How long the decision may wait to be carried out. */
    private static final Duration DECISION_HOLDS = Duration.ofDays(30);

    private final RetentionStore store;
    private final DestructionStore lists;
    private final Archive archive;
    private final Approvals approvals;
    private final AuditLog audit;
    private final Clock clock;

    Destruction(
            RetentionStore store,
            DestructionStore lists,
            Archive archive,
            Approvals approvals,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.lists = lists;
        this.archive = archive;
        this.approvals = approvals;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of a proposal. */
    sealed interface Proposed {
        record Done(String listId) implements Proposed {}

        /** @param bars for each reception that may not be destroyed, why; null: there is no such recording */
        record Barred(Map<String, KeptRecording.Bar> bars) implements Proposed {}

        /** @param code of a reception that is on another list already */
        record OnOtherList(String code) implements Proposed {}
    }

    /** What came of carrying a list out. */
    sealed interface CarriedOut {
        record Done(int destroyed, int kept) implements CarriedOut {}

        record NoSuchList() implements CarriedOut {}

        /** Nobody else has agreed, or the decision's time is over, or it is somebody else's list. */
        record NotDecided() implements CarriedOut {}

        record DoneAlready() implements CarriedOut {}
    }

    Proposed propose(Handle tx, SignedIn who, String reason, List<String> receptionIds) {
        KeptRecording.Reader reader = KeptRecording.Reader.of(tx, store, clock);
        SequencedSet<String> wanted = new LinkedHashSet<>(receptionIds);
        Map<String, KeptRecording.Bar> bars = new LinkedHashMap<>();
        Set<String> points = new HashSet<>();
        for (String id : wanted) {
            Optional<ArchivedRecording> recording = archive.recording(tx, who, id);
            if (recording.isEmpty()) {
                bars.put(id, null);
                continue;
            }
            points.add(recording.get().subject().point());
            KeptRecording kept = reader.of(tx, recording.get(), store.locked(tx, id));
            if (kept.bar() != null) {
                bars.put(kept.recording().subject().code(), kept.bar());
            } else if (lists.openWith(tx, id).stream().anyMatch(list -> isAlive(tx, list))) {
                return new Proposed.OnOtherList(kept.recording().subject().code());
            }
        }
        if (!bars.isEmpty()) {
            return new Proposed.Barred(bars);
        }
        String id = UUID.randomUUID().toString();
        long number = lists.nextNumber(tx);
        String label = "D-" + number + " (" + wanted.size() + ")";
        Approval asked = approvals.ask(tx, who, Action.DESTROY, id, label, reason, points, DECISION_HOLDS);
        lists.propose(
                tx,
                new DestructionStore.DestructionList(
                        id, number, reason, who.officialId(), who.name(), now(), asked.id(), null),
                List.copyOf(wanted));
        return new Proposed.Done(id);
    }

    /** Whether the list may still be carried out. */
    private boolean isAlive(Handle tx, DestructionStore.DestructionList list) {
        return approvals
                .approval(tx, list.approvalId())
                .filter(one -> one.state() == Approval.State.WAITING || one.state() == Approval.State.APPROVED)
                .isPresent();
    }

    CarriedOut carryOut(Handle tx, SignedIn who, String listId) {
        Optional<DestructionStore.DestructionList> list = lists.locked(tx, listId);
        if (list.isEmpty()) {
            return new CarriedOut.NoSuchList();
        }
        if (list.get().carriedOut() != null) {
            return new CarriedOut.DoneAlready();
        }
        Optional<Approval> decision = approvals.inForce(tx, who, Action.DESTROY, listId);
        if (decision.isEmpty()) {
            return new CarriedOut.NotDecided();
        }
        Instant now = now();
        KeptRecording.Reader reader = KeptRecording.Reader.of(tx, store, clock);
        List<String> destroyed = new ArrayList<>();
        List<DestructionStore.Line> lines = lists.lines(tx, listId);
        for (DestructionStore.Line line : lines) {
            String id = line.receptionId();
            RetentionStore.Statement statement = store.locked(tx, id);
            KeptRecording kept = reader.of(tx, archive.recording(tx, id).orElseThrow(), statement);
            if (kept.bar() != null) {
                lists.kept(tx, listId, id, kept.bar());
                continue;
            }
            DestructionStore.Tombstone stone = tombstone(kept, listId, now, who, decision.get());
            lists.bury(tx, stone);
            archive.destroy(tx, id);
            destroyed.add(id);
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "DESTROY", id)
                            .because(list.get().reason())
                            .with(Map.of(
                                    "list", listId,
                                    "approval", decision.get().id(),
                                    "sha256", stone.manifestSha256())));
        }
        lists.carriedOut(tx, listId, now);
        return new CarriedOut.Done(destroyed.size(), lines.size() - destroyed.size());
    }

    private static DestructionStore.Tombstone tombstone(
            KeptRecording kept, String listId, Instant now, SignedIn who, Approval decision) {
        ArchivedRecording recording = kept.recording();
        return new DestructionStore.Tombstone(
                recording.subject().receptionId(),
                recording.subject().code(),
                recording.subject().day(),
                recording.subject().type(),
                kept.retentionClass().code(),
                kept.retentionClass().legalReference(),
                kept.workEnded(),
                kept.keepUntil(),
                recording.sealedAt().orElseThrow(),
                recording.manifestSha256().orElseThrow(),
                listId,
                now,
                who.name(),
                decision.decidedBy());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
