package org.kachehri.recording.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;

/** The replay over HTTP: a recording is opened for a reason, its seal is checked before the first frame, and what is watched is logged. */
public final class Replay {
    public static final ModuleSchema SCHEMA = new ModuleSchema("replay");

    private static final Pattern RANGE = Pattern.compile("bytes=[0-9, -]{1,60}");

    private static final Problem NO_COPY = Problem.notFound("There is no such copy");
    /** A player's clock and a copy's last picture may run past the last stamp of the capture. */
    private static final long PAST_END_MILLIS = 1000;

    private static final Problem NO_RECORDING = Problem.notFound("There is no such recording");

    private final Transactions transactions;
    private final ViewStore store = new ViewStore();
    private final Archive archive;
    private final Approvals approvals;
    private final Views views;
    private final CopyLinks links;
    private final Bookmarks bookmarks;
    private final AuditLog audit;
    private final MinutesLookup minutes;
    private final Clock clock;

    /** Migrate archive and audit before its own schema. */
    public Replay(
            Transactions transactions,
            Archive archive,
            Approvals approvals,
            AuditLog audit,
            MinutesLookup minutes,
            Clock clock,
            SecureRandom random) {
        this.transactions = transactions;
        this.archive = archive;
        this.audit = audit;
        this.minutes = minutes;
        this.clock = clock;
        this.approvals = approvals;
        this.views = new Views(store, archive, approvals, clock);
        this.links = new CopyLinks(random);
        this.bookmarks = new Bookmarks(transactions, views, audit, clock);
    }

    /** Answers all operations of the protocol's archive. */
    public void register(OfficialApi officials) {
        new FindRecordings(transactions, archive).register(officials);
        officials.on("openView", Action.REPLAY, this::open);
        officials.on("view", Action.REPLAY, this::view);
        officials.on("watched", Action.REPLAY, this::watched);
        officials.on("copy", Action.REPLAY, this::copy);
        officials.on("captions", Action.REPLAY, this::captions);
        officials.on("archiveAccess", Action.SEE_ACCESS, this::access);
        bookmarks.register(officials);
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
            Role viewerRole,
            Instant openedAt,
            Instant startedAt,
            long durationMillis,
            SealLine seal,
            Object copies,
            List<ViewingCopies.Turn> speech,
            List<PackageReader.Gap> gaps,
            List<PackageReader.Event> events,
            Object minutes) {}

    private Answer open(SignedIn who, Request request) throws IOException {
        String receptionId = request.pathParameter("receptionId");
        String reason = request.body(ReasonBody.class).reason().strip();
        if (reason.length() < 3) {
            return Answer.problem(Problem.of(400, "reason-needed", "Please give the reason for the replay")
                    .withFields(Map.of("reason", "at least three letters")));
        }
        Optional<ArchivedRecording> recording = transactions.run(tx -> archive.recording(tx, who, receptionId));
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
        if (recording.get().subject().protectedIdentity()) {
            // A denouncer's own recording takes two (DOMAIN 1.4): the other agrees first, on their own page.
            Approval approval = transactions.run(tx -> approvals.ask(
                    tx,
                    who,
                    Action.VIEW_SEALED,
                    receptionId,
                    recording.get().subject().code(),
                    reason,
                    Set.of(recording.get().subject().point()),
                    Views.LASTS));
            if (approval.state() != Approval.State.APPROVED) {
                return Answer.json(202, approval);
            }
        }
        Verification seal = archive.check(receptionId);
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ViewStore.View view =
                new ViewStore.View(id, receptionId, who.officialId(), who.post().id(), who.name(), reason, now, seal);
        transactions.act(tx -> {
            store.open(tx, view);
            if (!seal.verdict().isIntact()) {
                archive.damaged(tx, receptionId);
            }
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "REPLAY", receptionId)
                            .because(reason)
                            .with(Map.of("view", id, "seal", seal.verdict().name())));
        });
        return Answer.json(201, described(view, who, request));
    }

    private Answer view(SignedIn who, Request request) throws IOException {
        Optional<ViewStore.View> view = found(who, request);
        return view.isEmpty() ? Answer.problem(Views.NO_VIEW) : Answer.ok(described(view.get(), who, request));
    }

    private ArchiveView described(ViewStore.View view, SignedIn who, Request request) throws IOException {
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
            return described(
                    view,
                    who.role(),
                    code,
                    Instant.EPOCH,
                    0,
                    line,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    noMinutes());
        }
        PackageReader reader = views.reader(view);
        ViewingCopies viewing = views.copies(view);
        JsonNode copies = viewing.all();
        for (JsonNode copy : copies) {
            if (copy instanceof ObjectNode described) {
                String name = copy.path("name").asText();
                described.put("address", links.address(view.id(), name, session(request), clock.instant()));
            }
        }
        return described(
                view,
                who.role(),
                code,
                reader.start(),
                reader.durationMillis(),
                line,
                copies.isMissingNode() ? List.of() : copies,
                viewing.speech(),
                reader.gaps(),
                reader.events(),
                minutesOf(view, reader));
    }

    private Object minutesOf(ViewStore.View view, PackageReader reader) throws IOException {
        Optional<?> written = transactions.run(tx -> minutes.minutes(tx, view.receptionId()));
        return written.isPresent()
                ? written.get()
                : reader.minutes().<Object>map(one -> one).orElse(noMinutes());
    }

    private static String session(Request request) {
        return request.cookie(OfficialApi.COOKIE).orElse("");
    }

    private static ArchiveView described(
            ViewStore.View view,
            Role role,
            String code,
            Instant start,
            long durationMillis,
            SealLine line,
            Object copies,
            List<ViewingCopies.Turn> speech,
            List<PackageReader.Gap> gaps,
            List<PackageReader.Event> events,
            Object minutes) {
        return new ArchiveView(
                view.id(),
                view.receptionId(),
                code,
                view.reason(),
                view.viewer(),
                role,
                view.openedAt(),
                start,
                durationMillis,
                line,
                copies,
                speech,
                gaps,
                events,
                minutes);
    }

    private static Object noMinutes() {
        return Map.of("paragraphs", List.of());
    }

    private Answer watched(SignedIn who, Request request) throws IOException {
        Optional<ViewStore.View> view = found(who, request);
        if (view.isEmpty()) {
            return Answer.problem(Views.NO_VIEW);
        }
        WatchedBody body = request.body(WatchedBody.class);
        if (body.fromMillis() > body.toMillis()) {
            return Answer.problem(Problem.of(400, "malformed", "What was watched must end after it began"));
        }
        if (!view.get().seal().verdict().isIntact()) {
            return Answer.problem(Views.DAMAGED);
        }
        if (views.copies(view.get()).named(body.copy()).isEmpty()) {
            return Answer.problem(NO_COPY);
        }
        if (body.toMillis() > views.reader(view.get()).durationMillis() + PAST_END_MILLIS) {
            return Answer.problem(Views.NO_PLACE);
        }
        transactions.act(tx -> {
            store.watched(tx, view.get().id(), body.copy(), body.fromMillis(), body.toMillis(), clock.instant());
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
            return Answer.problem(Views.NO_VIEW);
        }
        String name = request.pathParameter("copy");
        long until = request.query("until").map(Long::parseLong).orElse(0L);
        String signature = request.query("signature").orElse("");
        if (!links.isOurs(view.get().id(), name, session(request), until, signature)) {
            return Answer.problem(Problem.of(403, "not-your-link", "This link is not of your view"));
        }
        if (clock.instant().getEpochSecond() >= until) {
            return Answer.problem(
                    Problem.of(410, "link-expired", "The time of this link is over; load the page again"));
        }
        if (!view.get().seal().verdict().isIntact()) {
            return Answer.problem(Views.DAMAGED);
        }
        Path copies = archive.copiesDirectory(view.get().receptionId());
        Optional<JsonNode> copy = views.copies(view.get()).named(name);
        if (copy.isEmpty() || !Files.isRegularFile(copies.resolve(name))) {
            return Answer.problem(NO_COPY);
        }
        // What was watched is the page's word; what was sent is ours.
        String range = request.header("Range").filter(RANGE.asMatchPredicate()).orElse("all");
        transactions.act(tx -> audit.write(
                tx,
                AuditEntry.of(
                                who.officialId(),
                                who.post().id(),
                                "SEND_COPY",
                                view.get().receptionId())
                        .with(Map.of("view", view.get().id(), "copy", name, "range", range))));
        return Answer.file(copies.resolve(name), copy.get().path("mediaType").asText())
                .withHeader("Cache-Control", "private, no-store");
    }

    private Answer captions(SignedIn who, Request request) throws IOException {
        Optional<ViewStore.View> view = found(who, request);
        if (view.isEmpty()) {
            return Answer.problem(Views.NO_VIEW);
        }
        Optional<JsonNode> copy = views.copies(view.get()).named(request.pathParameter("copy"));
        if (copy.isEmpty() || !view.get().seal().verdict().isIntact()) {
            return Answer.problem(NO_COPY);
        }
        JsonNode shown = Json.mapper().valueToTree(minutesOf(view.get(), views.reader(view.get())));
        return Answer.text(
                        200,
                        "text/vtt",
                        Captions.webVtt(shown, copy.get().path("startMillis").asLong()))
                .withHeader("Cache-Control", "private, no-store");
    }

    private Answer access(SignedIn who, Request request) {
        String receptionId = request.pathParameter("receptionId");
        return transactions.run(tx -> archive.recording(tx, who, receptionId).isEmpty()
                ? Answer.problem(NO_RECORDING)
                : Answer.ok(store.access(tx, receptionId)));
    }

    private Optional<ViewStore.View> found(SignedIn who, Request request) {
        return transactions.run(tx -> views.open(tx, who, request));
    }
}
