package org.kachehri.recording.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kachehri.identity.access.Action;
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
import org.kachehri.recording.archive.CopiesProgress;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;

/** The replay over HTTP: a recording is opened for a reason, its seal is checked before the first frame, and what is watched is logged. */
public final class Replay {
    public static final ModuleSchema SCHEMA = new ModuleSchema("replay");

    /** A view is one sitting: after a working day the reason has to be given again. */
    private static final Duration VIEW_LASTS = Duration.ofHours(12);

    private static final Problem NO_RECORDING = Problem.notFound("There is no such recording");
    private static final Problem NO_VIEW = Problem.notFound("There is no such view; open the recording again");

    private final Transactions transactions;
    private final ViewStore views = new ViewStore();
    private final Archive archive;
    private final AuditLog audit;
    private final MinutesLookup minutes;
    private final Clock clock;

    /** Migrate archive and audit before its own schema. */
    public Replay(Transactions transactions, Archive archive, AuditLog audit, MinutesLookup minutes, Clock clock) {
        this.transactions = transactions;
        this.archive = archive;
        this.audit = audit;
        this.minutes = minutes;
        this.clock = clock;
    }

    /** Answers findRecordings, openView, view, watched, copy and archiveAccess. */
    public void register(OfficialApi officials) {
        officials.on("findRecordings", Action.FIND_RECORDINGS, this::find);
        officials.on("openView", Action.REPLAY, this::open);
        officials.on("view", Action.REPLAY, this::view);
        officials.on("watched", Action.REPLAY, this::watched);
        officials.on("copy", Action.REPLAY, this::copy);
        officials.on("archiveAccess", Action.SEE_ACCESS, this::access);
    }

    /** What the protocol calls so; a null is left out. */
    record RecordingLine(
            String receptionId,
            String code,
            LocalDate day,
            String person,
            String type,
            RecordingState state,
            boolean isProtected,
            Long durationMillis,
            boolean copiesReady,
            Integer copiesPercent,
            Long copiesSecondsLeft) {
        @JsonProperty("protected")
        @Override
        public boolean isProtected() {
            return isProtected;
        }
    }

    record ReasonBody(String reason) {}

    record WatchedBody(String copy, long fromMillis, long toMillis) {}

    record SealLine(
            Verdict verdict, int segments, int intact, String firstDamaged, String fingerprint, Instant sealedAt) {}

    record ArchiveView(
            String id,
            String receptionId,
            String code,
            String reason,
            String viewer,
            Instant openedAt,
            Instant startedAt,
            long durationMillis,
            SealLine seal,
            Object copies,
            List<PackageReader.Gap> gaps,
            List<PackageReader.Event> events,
            Object minutes) {}

    private Answer find(SignedIn who, Request request) {
        String words = request.query("q").orElse("");
        return Answer.ok(transactions.run(tx -> archive.find(tx, words)).stream()
                .map(this::line)
                .toList());
    }

    private RecordingLine line(ArchivedRecording one) {
        Optional<CopiesProgress> copies = archive.copiesProgress(one.subject().receptionId());
        return new RecordingLine(
                one.subject().receptionId(),
                one.subject().code(),
                one.subject().day(),
                one.subject().person(),
                one.subject().type(),
                one.state(),
                one.subject().protectedIdentity(),
                one.durationMillis().orElse(null),
                one.copiesReady(),
                copies.map(CopiesProgress::percent).orElse(null),
                copies.map(CopiesProgress::secondsLeft).orElse(null));
    }

    private Answer open(SignedIn who, Request request) throws IOException {
        String receptionId = request.pathParameter("receptionId");
        String reason = request.body(ReasonBody.class).reason().strip();
        if (reason.length() < 3) {
            return Answer.problem(Problem.of(400, "reason-needed", "Please give the reason for the replay")
                    .withFields(Map.of("reason", "at least three letters")));
        }
        Optional<ArchivedRecording> recording = transactions.run(tx -> archive.recording(tx, receptionId));
        if (recording.isEmpty()) {
            return Answer.problem(NO_RECORDING);
        }
        if (recording.get().subject().protectedIdentity() && !who.may(Action.VIEW_SEALED)) {
            return Answer.problem(OfficialApi.notAllowed(Action.VIEW_SEALED));
        }
        if (recording.get().state() == RecordingState.DESTROYED) {
            return Answer.problem(Problem.conflict("destroyed", "The recording was destroyed"));
        }
        if (recording.get().manifestSha256().isEmpty()) {
            return Answer.problem(Problem.conflict("not-sealed", "The recording is not sealed yet"));
        }
        Verification seal = archive.check(receptionId);
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ViewStore.View view =
                new ViewStore.View(id, receptionId, who.officialId(), who.post().id(), who.name(), reason, now, seal);
        transactions.act(tx -> {
            views.open(tx, view);
            if (!seal.verdict().isIntact()) {
                archive.damaged(tx, receptionId);
            }
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "REPLAY", receptionId)
                            .because(reason)
                            .with(Map.of("view", id, "seal", seal.verdict().name())));
        });
        return Answer.json(201, described(view));
    }

    private Answer view(SignedIn who, Request request) throws IOException {
        Optional<ViewStore.View> view = found(who, request);
        return view.isEmpty() ? Answer.problem(NO_VIEW) : Answer.ok(described(view.get()));
    }

    private ArchiveView described(ViewStore.View view) throws IOException {
        Path sealed = archive.packageDirectory(view.receptionId());
        Verification seal = view.seal();
        SealLine line = new SealLine(
                seal.verdict(),
                seal.segments(),
                seal.intactSegments(),
                seal.firstDamaged().orElse(null),
                seal.fingerprint().orElse(null),
                seal.sealedAt().orElse(null));
        String code = transactions
                .run(tx -> archive.recording(tx, view.receptionId()))
                .map(recording -> recording.subject().code())
                .orElse("");
        if (!seal.verdict().isIntact()) {
            // Nothing of a damaged package is shown, not even its times: they could be what was changed.
            return described(view, code, Instant.EPOCH, 0, line, List.of(), List.of(), List.of(), noMinutes());
        }
        PackageReader reader = new PackageReader(sealed, archive.copiesDirectory(view.receptionId()));
        JsonNode copies = reader.copies();
        Optional<?> written = transactions.run(tx -> minutes.minutes(tx, view.receptionId()));
        Object shown = written.isPresent()
                ? written.get()
                : reader.minutes().<Object>map(one -> one).orElse(noMinutes());
        return described(
                view,
                code,
                reader.start(),
                reader.durationMillis(),
                line,
                copies.isMissingNode() ? List.of() : copies,
                reader.gaps(),
                reader.events(),
                shown);
    }

    private static ArchiveView described(
            ViewStore.View view,
            String code,
            Instant start,
            long durationMillis,
            SealLine line,
            Object copies,
            List<PackageReader.Gap> gaps,
            List<PackageReader.Event> events,
            Object minutes) {
        return new ArchiveView(
                view.id(),
                view.receptionId(),
                code,
                view.reason(),
                view.viewer(),
                view.openedAt(),
                start,
                durationMillis,
                line,
                copies,
                gaps,
                events,
                minutes);
    }

    private static Object noMinutes() {
        return Map.of("paragraphs", List.of());
    }

    private Answer watched(SignedIn who, Request request) {
        Optional<ViewStore.View> view = found(who, request);
        if (view.isEmpty()) {
            return Answer.problem(NO_VIEW);
        }
        WatchedBody body = request.body(WatchedBody.class);
        if (body.fromMillis() > body.toMillis()) {
            return Answer.problem(Problem.of(400, "malformed", "What was watched must end after it began"));
        }
        transactions.act(tx -> {
            views.watched(tx, view.get().id(), body.copy(), body.fromMillis(), body.toMillis(), clock.instant());
            audit.write(
                    tx,
                    AuditEntry.of(
                                    who.officialId(),
                                    who.post().id(),
                                    "WATCH",
                                    view.get().receptionId())
                            .with(Map.of(
                                    "view", view.get().id(),
                                    "copy", body.copy(),
                                    "from", String.valueOf(body.fromMillis()),
                                    "to", String.valueOf(body.toMillis()))));
        });
        return Answer.noContent();
    }

    private Answer copy(SignedIn who, Request request) throws IOException {
        Optional<ViewStore.View> view = found(who, request);
        if (view.isEmpty()) {
            return Answer.problem(NO_VIEW);
        }
        if (!view.get().seal().verdict().isIntact()) {
            return Answer.problem(Problem.conflict("damaged", "The recording is damaged and isn't shown"));
        }
        String name = request.pathParameter("copy");
        Path copies = archive.copiesDirectory(view.get().receptionId());
        JsonNode list = new PackageReader(archive.packageDirectory(view.get().receptionId()), copies).copies();
        for (JsonNode one : list) {
            // Only what the composer listed: a name can't lead anywhere else.
            if (one.path("name").asText().equals(name) && Files.isRegularFile(copies.resolve(name))) {
                return Answer.file(copies.resolve(name), one.path("mediaType").asText())
                        .withHeader("Cache-Control", "private, no-store");
            }
        }
        return Answer.problem(Problem.notFound("There is no such copy"));
    }

    private Answer access(SignedIn who, Request request) {
        String receptionId = request.pathParameter("receptionId");
        return transactions.run(tx -> archive.recording(tx, receptionId).isEmpty()
                ? Answer.problem(NO_RECORDING)
                : Answer.ok(views.access(tx, receptionId)));
    }

    /** A view is its viewer's alone. */
    private Optional<ViewStore.View> found(SignedIn who, Request request) {
        Instant oldest = clock.instant().minus(VIEW_LASTS);
        return transactions
                .run(tx -> views.view(tx, request.pathParameter("viewId")))
                .filter(view -> view.officialId().equals(who.officialId()))
                .filter(view -> view.openedAt().isAfter(oldest));
    }
}
