package org.kachehri.recording.extracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.Secrets;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.replay.MinutesLookup;
import org.kachehri.recording.seal.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extracts over HTTP: one person asks with a reason, another agrees ({@link Approvals}), then it is made and handed out by a link that
 * works for minutes; every download is logged.
 */
public final class Extracts {
    private static final int TOKEN_BYTES = 32;
    private static final Logger LOG = LoggerFactory.getLogger(Extracts.class);
    public static final ModuleSchema SCHEMA = new ModuleSchema("extracts");

    /** Enough to click it, or to begin again on a slow line; whoever needs it later asks for a new one. */
    private static final Duration LINK_LASTS = Duration.ofMinutes(10);

    private static final Problem NO_EXTRACT = Problem.notFound("There is no such extract of yours");
    private static final Problem DESTROYED =
            Problem.conflict("destroyed", "The recording was destroyed, and its extracts with it");
    private static final Problem NO_LINK = Problem.of(410, "expired", "The link has expired; ask for a new one");

    private final Transactions transactions;
    private final Archive archive;
    private final Approvals approvals;
    private final ExtractStore store = new ExtractStore();
    private final AskExtract asking;
    private final MakeExtract making;
    private final ScheduledExecutorService maker;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * Migrate archive and access before its own schema.
     *
     * @param maker makes one extract after the other; each takes as long as the composer does
     */
    public Extracts(
            Transactions transactions,
            Archive archive,
            Approvals approvals,
            MinutesLookup minutes,
            ReceiptLookup receipts,
            Seal seal,
            AuditLog audit,
            ScheduledExecutorService maker,
            Clock clock,
            SecureRandom random) {
        this.transactions = transactions;
        this.archive = archive;
        this.approvals = approvals;
        this.asking = new AskExtract(transactions, archive, approvals, store, clock);
        this.making = new MakeExtract(transactions, archive, minutes, receipts, seal, store, audit);
        this.maker = maker;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /** Answers askExtract, extracts, makeExtract, linkExtract and downloadExtract, and goes on with what the last run didn't finish. */
    public void register(OfficialApi officials) {
        transactions
                .run(tx -> store.unfinished(tx).stream()
                        .map(one -> new Unfinished(one, approval(tx, one)))
                        .toList())
                .forEach(one -> begin(one.extract(), one.approval()));
        officials.on("askExtract", Action.EXPORT, this::ask);
        officials.on("extracts", Action.SEE_EXTRACTS, this::list);
        officials.on("makeExtract", Action.EXPORT, this::make);
        officials.on("linkExtract", Action.EXPORT, this::link);
        officials.on("downloadExtract", Action.EXPORT, this::download);
    }

    private record Unfinished(Extract extract, Approval approval) {}

    record DownloadLine(String name, Instant at) {}

    /** What the protocol calls {@code Extract}; a null is left out. */
    record ExtractLine(
            String id,
            String receptionId,
            String code,
            long fromMillis,
            long toMillis,
            List<String> tracks,
            List<Mask> masked,
            String citizenPass,
            Approval approval,
            boolean own,
            boolean mayDecide,
            Extract.Progress progress,
            Instant madeAt,
            String sealSha256,
            List<DownloadLine> downloads) {}

    record Link(String url, Instant until) {}

    private Answer ask(SignedIn who, Request request) throws IOException {
        AskExtract.Command command = request.body(AskExtract.Command.class);
        return switch (asking.ask(who, request.pathParameter("receptionId"), command)) {
            case AskExtract.Outcome.Asked asked ->
                Answer.json(201, line(asked.extract(), asked.approval(), who, List.of()));
            case AskExtract.Outcome.NoSuchRecording() -> Answer.problem(Problem.notFound("There is no such recording"));
            case AskExtract.Outcome.NotReady() ->
                Answer.problem(
                        Problem.conflict("not-ready", "The recording is not sealed yet, or can't be watched yet"));
            case AskExtract.Outcome.ReasonNeeded() ->
                Answer.problem(Problem.of(400, "reason-needed", "Please give the reason for the extract")
                        .withFields(Map.of("reason", "at least three letters")));
            case AskExtract.Outcome.OutsideRecording outside ->
                Answer.problem(Problem.of(400, "outside-recording", "The time isn't within the recording")
                        .withDetail("The recording lasts " + outside.durationMillis() + " ms"));
            case AskExtract.Outcome.NothingRecorded() ->
                Answer.problem(Problem.of(400, "nothing-recorded", "Nothing was recorded in that time"));
            case AskExtract.Outcome.NoSuchTrack none ->
                Answer.problem(Problem.of(400, "no-such-track", "The recording has no track " + none.track()));
            case AskExtract.Outcome.NoSuchPerson none ->
                Answer.problem(Problem.of(400, "no-such-person", "Nobody in the recording is called " + none.peer()));
        };
    }

    private Answer list(SignedIn who, Request request) {
        return Answer.ok(transactions.run(tx -> {
            Map<String, List<ExtractStore.Download>> downloads =
                    store.downloads(tx).stream().collect(Collectors.groupingBy(ExtractStore.Download::extractId));
            List<Extract> extracts = store.extracts(tx).stream()
                    .filter(one -> archive.recording(tx, who, one.receptionId()).isPresent())
                    .toList();
            Map<String, Approval> leave = approvals.approvals(
                    tx, extracts.stream().map(Extract::approvalId).toList());
            return extracts.stream()
                    .map(one ->
                            line(one, leave.get(one.approvalId()), who, downloads.getOrDefault(one.id(), List.of())))
                    .toList();
        }));
    }

    private static ExtractLine line(
            Extract extract, Approval approval, SignedIn who, List<ExtractStore.Download> downloads) {
        boolean own = extract.askerId().equals(who.officialId());
        boolean mayDecide = !own && approval.state() == Approval.State.WAITING && who.may(Action.APPROVE_EXPORT);
        return new ExtractLine(
                extract.id(),
                extract.receptionId(),
                extract.code(),
                extract.fromMillis(),
                extract.toMillis(),
                extract.tracks(),
                extract.masks(),
                extract.citizen().map(Extract.Citizen::pass).orElse(null),
                approval,
                own,
                mayDecide,
                extract.progress(),
                extract.madeAt().orElse(null),
                extract.sealSha256().orElse(null),
                downloads.stream()
                        .map(one -> new DownloadLine(one.name(), one.at()))
                        .toList());
    }

    private Approval approval(Handle tx, Extract extract) {
        return approvals.approval(tx, extract.approvalId()).orElseThrow();
    }

    /** What came of wanting it made: a refusal, or the extract with the leave to make it, to be begun or begun already. */
    private record Wanted(Optional<Problem> refusal, Extract extract, Approval approval, boolean begun) {}

    private Answer make(SignedIn who, Request request) {
        Wanted wanted = transactions.run(tx -> {
            Optional<Extract> found = own(tx, who, request);
            if (found.isEmpty()) {
                return new Wanted(Optional.of(NO_EXTRACT), null, null, false);
            }
            Approval approval = approval(tx, found.get());
            Optional<Problem> refusal = refusal(tx, found.get(), approval);
            boolean begun = refusal.isEmpty() && store.begin(tx, found.get().id());
            return new Wanted(refusal, store.extract(tx, found.get().id()).orElseThrow(), approval, begun);
        });
        if (wanted.refusal().isPresent()) {
            return Answer.problem(wanted.refusal().get());
        }
        if (wanted.begun()) {
            begin(wanted.extract(), wanted.approval());
        }
        return Answer.json(202, line(wanted.extract(), wanted.approval(), who, List.of()));
    }

    private void begin(Extract extract, Approval approval) {
        maker.execute(() -> {
            try {
                making.make(extract, approval);
            } catch (JdbiException away) {
                LOG.warn("Extract {} is made again in a minute, the database is away", extract.id(), away);
                maker.schedule(() -> begin(extract, approval), 1, TimeUnit.MINUTES);
            }
        });
    }

    /** Why it may not be made or handed out; empty when it may. */
    private Optional<Problem> refusal(Handle tx, Extract extract, Approval approval) {
        if (making.isDestroyed(tx, extract)) {
            return Optional.of(DESTROYED);
        }
        return switch (approval.state()) {
            case APPROVED -> Optional.empty();
            case WAITING ->
                Optional.of(Problem.conflict("not-approved", "A second person has to approve the extract first"));
            case REFUSED -> Optional.of(Problem.conflict("refused", "The extract was refused"));
            case EXPIRED ->
                Optional.of(Problem.conflict("expired", "The request has expired; ask for the extract again"));
        };
    }

    private Optional<Extract> own(Handle tx, SignedIn who, Request request) {
        return store.extract(tx, request.pathParameter("extractId"))
                .filter(extract -> extract.askerId().equals(who.officialId()));
    }

    private Answer link(SignedIn who, Request request) {
        return transactions.run(tx -> {
            Optional<Extract> found = own(tx, who, request);
            if (found.isEmpty()) {
                return Answer.problem(NO_EXTRACT);
            }
            Extract extract = found.get();
            Optional<Problem> refused = refusal(tx, extract, approval(tx, extract));
            if (refused.isPresent()) {
                return Answer.problem(refused.get());
            }
            if (extract.progress() != Extract.Progress.READY) {
                return Answer.problem(Problem.conflict("not-made", "The extract is not made yet"));
            }
            String token = Secrets.fresh(random, TOKEN_BYTES);
            Instant until = now().plus(LINK_LASTS);
            store.forgetLinks(tx, now());
            store.link(tx, hash(token), new ExtractStore.Link(extract.id(), who.officialId(), until));
            return Answer.json(201, new Link("/api/archive/extract-links/" + token, until));
        });
    }

    private Answer download(SignedIn who, Request request) {
        return transactions.run(tx -> {
            Optional<Extract> found = store.link(tx, hash(request.pathParameter("link")))
                    .filter(link -> link.officialId().equals(who.officialId()))
                    .filter(link -> link.until().isAfter(now()))
                    .flatMap(link -> store.extract(tx, link.extractId()));
            if (found.isEmpty()) {
                return Answer.problem(NO_LINK);
            }
            Extract extract = found.get();
            Path zip = making.zip(extract);
            if (!Files.isRegularFile(zip)) {
                return Answer.problem(DESTROYED);
            }
            store.downloaded(tx, extract.id(), who.officialId(), who.name(), now());
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "DOWNLOAD_EXTRACT", extract.receptionId())
                            .with(Map.of("extract", extract.id())));
            return Answer.file(zip, "application/zip")
                    .withHeader("Content-Disposition", "attachment; filename=\"" + MakeExtract.name(extract) + ".zip\"")
                    .withHeader("Cache-Control", "private, no-store");
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Secrets.hash(token));
    }
}
