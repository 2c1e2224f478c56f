package org.kachehri.recording.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingState;

/** The module's door: how long recordings are kept, holds, and destruction by two, over HTTP. Any thread. */
public final class Retention {
    public static final ModuleSchema SCHEMA = new ModuleSchema("retention");

    private static final Problem NO_RECORDING = Problem.notFound("There is no recording of this reception");

    private final Transactions transactions;
    private final RetentionStore store = new RetentionStore();
    private final Archive archive;
    private final AuditLog audit;
    private final Clock clock;
    private final Destruction destruction;
    private final RetentionView view;

    public Retention(Transactions transactions, Archive archive, Approvals approvals, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.archive = archive;
        this.audit = audit;
        this.clock = clock;
        DestructionStore lists = new DestructionStore();
        this.destruction = new Destruction(store, lists, archive, approvals, audit, clock);
        this.view = new RetentionView(store, lists, archive, approvals, clock);
    }

    /** Answers retention, setRetention, placeHold, releaseHold, proposeDestruction and carryOutDestruction. */
    public void register(OfficialApi officials) {
        officials.on("retention", Action.FIND_RECORDINGS, this::see);
        officials.on("setRetention", Action.SET_RETENTION, this::set);
        officials.on("placeHold", Action.PLACE_HOLD, this::hold);
        officials.on("releaseHold", Action.PLACE_HOLD, this::release);
        officials.on("proposeDestruction", Action.DESTROY, this::propose);
        officials.on("carryOutDestruction", Action.DESTROY, this::carryOut);
    }

    record StatementBody(String classCode, LocalDate workEnded, String reason) {}

    record ReasonBody(String reason) {}

    record ListBody(String reason, List<String> receptionIds) {}

    private Answer see(SignedIn who, Request request) {
        String words = request.query("q").orElse("");
        return Answer.ok(transactions.run(tx -> view.view(tx, who, words)));
    }

    private Answer set(SignedIn who, Request request) {
        StatementBody body = request.body(StatementBody.class);
        return onRecording(who, request, (tx, recording) -> {
            String id = recording.subject().receptionId();
            store.locked(tx, id);
            KeptRecording.Reader reader = KeptRecording.Reader.of(tx, store, clock);
            Optional<RetentionClass> wanted = reader.classes().stream()
                    .filter(one -> one.code().equals(body.classCode()))
                    .findFirst();
            if (wanted.isEmpty()) {
                return field("classCode", "There is no such class");
            }
            if (wanted.get().isShorterThan(reader.usual(recording.subject().type()))) {
                return Answer.problem(Problem.conflict(
                        "too-short", "A recording is never kept for a shorter time than the file it belongs to"));
            }
            LocalDate ended = body.workEnded();
            if (ended != null
                    && (ended.isAfter(reader.today().plusDays(1))
                            || ended.isBefore(recording.subject().day()))) {
                return field("workEnded", "The work ended after the reception and not in the future");
            }
            String reason = body.reason().strip();
            store.state(tx, id, new RetentionStore.Statement(body.classCode(), ended, reason), who.name(), now());
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "SET_RETENTION", id)
                            .because(reason)
                            .with(Map.of("class", body.classCode(), "workEnded", String.valueOf(ended))));
            return Answer.ok(RetentionView.line(reader.read(tx, recording)));
        });
    }

    private Answer hold(SignedIn who, Request request) {
        String reason = request.body(ReasonBody.class).reason().strip();
        return onRecording(who, request, (tx, recording) -> {
            String id = recording.subject().receptionId();
            store.locked(tx, id);
            String hold = UUID.randomUUID().toString();
            store.hold(tx, id, new RetentionStore.Hold(hold, reason, who.name(), now()));
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "PLACE_HOLD", id)
                            .because(reason)
                            .with(Map.of("hold", hold)));
            KeptRecording.Reader reader = KeptRecording.Reader.of(tx, store, clock);
            return Answer.json(201, RetentionView.line(reader.read(tx, recording)));
        });
    }

    private Answer release(SignedIn who, Request request) {
        String reason = request.body(ReasonBody.class).reason().strip();
        String hold = request.pathParameter("holdId");
        return transactions.run(tx -> {
            Optional<String> held = store.heldBy(tx, hold).filter(receptionId -> archive.recording(tx, who, receptionId)
                    .isPresent());
            if (held.isEmpty()) {
                return Answer.problem(Problem.notFound("There is no such hold in force"));
            }
            store.release(tx, hold, reason, who.name(), now());
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "RELEASE_HOLD", held.get())
                            .because(reason)
                            .with(Map.of("hold", hold)));
            return Answer.noContent();
        });
    }

    private Answer propose(SignedIn who, Request request) {
        ListBody body = request.body(ListBody.class);
        return transactions.run(
                tx -> switch (destruction.propose(tx, who, body.reason().strip(), body.receptionIds())) {
                    case Destruction.Proposed.Done done -> Answer.json(201, Map.of("id", done.listId()));
                    case Destruction.Proposed.Barred barred ->
                        Answer.problem(Problem.conflict("barred", "Not everything on this list may be destroyed")
                                .withFields(words(barred.bars())));
                    case Destruction.Proposed.OnOtherList other ->
                        Answer.problem(Problem.conflict("on-other-list", "It is on another list already")
                                .withFields(Map.of(other.code(), "OTHER_LIST")));
                });
    }

    private static Map<String, String> words(Map<String, KeptRecording.Bar> bars) {
        Map<String, String> words = new HashMap<>();
        bars.forEach((code, bar) -> words.put(code, bar == null ? "NONE" : bar.name()));
        return words;
    }

    private Answer carryOut(SignedIn who, Request request) {
        String list = request.pathParameter("listId");
        Destruction.CarriedOut outcome = transactions.run(tx -> destruction.carryOut(tx, who, list));
        return switch (outcome) {
            case Destruction.CarriedOut.Done done -> {
                archive.deleteDestroyed();
                yield Answer.ok(done);
            }
            case Destruction.CarriedOut.NoSuchList ignored -> Answer.problem(Problem.notFound("There is no such list"));
            case Destruction.CarriedOut.NotDecided ignored ->
                Answer.problem(Problem.conflict("not-decided", "A second person has to agree to your list first"));
            case Destruction.CarriedOut.DoneAlready ignored ->
                Answer.problem(Problem.conflict("carried-out", "This list was carried out already"));
        };
    }

    @FunctionalInterface
    private interface Work {
        Answer with(Handle tx, ArchivedRecording recording);
    }

    private Answer onRecording(SignedIn who, Request request, Work work) {
        String id = request.pathParameter("receptionId");
        return transactions.run(tx -> {
            Optional<ArchivedRecording> recording = archive.recording(tx, who, id);
            if (recording.isEmpty()) {
                return Answer.problem(NO_RECORDING);
            }
            return recording.get().state() == RecordingState.DESTROYED
                    ? Answer.problem(Problem.conflict("destroyed", "The recording was destroyed"))
                    : work.with(tx, recording.get());
        });
    }

    private static Answer field(String name, String sentence) {
        return Answer.problem(Problem.of(400, "malformed", sentence).withFields(Map.of(name, sentence)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
