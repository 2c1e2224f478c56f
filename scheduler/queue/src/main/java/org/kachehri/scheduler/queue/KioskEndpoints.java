package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.Transactions;

/** The citizen's page: opening the link, place in the queue, check, notice, leaving. */
final class KioskEndpoints {
    /** Version of the notice of recording whose text the portal shows (Law 91/2025/QH15, Art. 32). */
    static final String NOTICE_VERSION = "2026-07-01";

    private final Transactions transactions;
    private final VisitStore visits;
    private final TurnStore turns;
    private final KioskLinks links;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    KioskEndpoints(
            Transactions transactions,
            VisitStore visits,
            TurnStore turns,
            KioskLinks links,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.transactions = transactions;
        this.visits = visits;
        this.turns = turns;
        this.links = links;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    void register(HttpApi http, KioskApi kiosk) {
        http.on("openKiosk", this::open);
        kiosk.on("kioskVisit", (visitor, request) -> transactions.run(tx -> Answer.ok(view(tx, visitor.visitId()))));
        kiosk.on("kioskCheck", this::check);
        kiosk.on("acknowledgeNotice", this::acknowledge);
        kiosk.on("leaveKiosk", this::leave);
    }

    record KioskVisit(
            Words point,
            Integer number,
            String alias,
            @com.fasterxml.jackson.annotation.JsonProperty("protected") boolean protectedIdentity,
            int peopleBefore,
            WaitingTime waiting,
            VisitState state,
            String room,
            Language language,
            boolean cameraReady,
            boolean microphoneReady,
            boolean noticeAcknowledged,
            String noticeVersion,
            String receptionId) {}

    record OpenBody(String token) {}

    private Answer open(Request request) {
        String token = request.body(OpenBody.class).token();
        return transactions.run(tx -> switch (links.open(tx, token, request.cookie(KioskApi.COOKIE))) {
            case KioskLinks.Opening.Opened opened ->
                Answer.ok(view(tx, opened.visitId()))
                        .withCookie(
                                KioskApi.COOKIE,
                                opened.device(),
                                Duration.between(clock.instant(), opened.expiresAt()));
            case KioskLinks.Opening.Unknown() ->
                Answer.problem(Problem.of(404, "unknown-link", "This link is not one of ours"));
            case KioskLinks.Opening.Ended() ->
                Answer.problem(Problem.of(410, "link-ended", "This link has ended; the desk gives a new one"));
            case KioskLinks.Opening.UsedElsewhere() ->
                Answer.problem(Problem.conflict("link-used", "This link was opened on another device"));
        });
    }

    record CheckBody(boolean camera, boolean microphone) {}

    private Answer check(KioskVisitor visitor, Request request) {
        CheckBody body = request.body(CheckBody.class);
        return transactions.run(tx -> {
            visits.checked(tx, visitor.visitId(), body.camera(), body.microphone());
            settleState(tx, visitor.visitId());
            return Answer.ok(view(tx, visitor.visitId()));
        });
    }

    record AcknowledgementBody(String noticeVersion, Language language, String how) {}

    private Answer acknowledge(KioskVisitor visitor, Request request) {
        AcknowledgementBody body = request.body(AcknowledgementBody.class);
        if (!NOTICE_VERSION.equals(body.noticeVersion())) {
            return Answer.problem(Problem.conflict("notice-changed", "The notice has changed; please read it again"));
        }
        return transactions.run(tx -> {
            String visitId = visitor.visitId();
            Instant now = clock.instant();
            if (visits.acknowledged(tx, visitId, body.noticeVersion(), body.language(), body.how(), now)) {
                settleState(tx, visitId);
                outbox.publish(tx, VisitReady.TYPE, visitId, new VisitReady(visitId));
                audit.write(
                        tx,
                        AuditEntry.of(visitId, null, "ACKNOWLEDGE_NOTICE", visitId)
                                .with(Map.of(
                                        "version", body.noticeVersion(),
                                        "language", body.language().code(),
                                        "how", body.how())));
            }
            return Answer.ok(view(tx, visitId));
        });
    }

    private Answer leave(KioskVisitor visitor, Request request) {
        // The number stays in the queue: who only steps out gets a new link at the desk.
        transactions.act(tx -> links.end(tx, visitor.visitId()));
        return Answer.noContent().withoutCookie(KioskApi.COOKIE);
    }

    private void settleState(Handle tx, String visitId) {
        Visit visit = visits.find(tx, visitId).orElseThrow();
        if (visit.state() == VisitState.WAITING
                && visit.cameraReady() != null
                && visit.noticeAcknowledgedAt() != null) {
            visits.state(tx, visitId, VisitState.CHECKED);
        }
    }

    private KioskVisit view(Handle tx, String visitId) {
        Visit visit = visits.find(tx, visitId).orElseThrow();
        List<Turn> all = turns.ofPoint(tx, visit.pointId(), visit.day());
        List<String> order = Turn.inOrder(all, clock.instant()).stream()
                .map(turn -> turn.visit().id())
                .toList();
        int before = Math.max(0, order.indexOf(visitId));
        Optional<WaitingTime> wait =
                visit.state().waits() ? WaitingTime.of(turns.handled(tx, visit.pointId()), before) : Optional.empty();
        boolean called = visit.state() == VisitState.CALLED || visit.state() == VisitState.IN_ROOM;
        String room = all.stream()
                .filter(turn -> called && turn.visit().id().equals(visitId))
                .map(Turn::room)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new KioskVisit(
                visit.pointName(),
                visit.number(),
                visit.protectedIdentity() ? visit.person() : null,
                visit.protectedIdentity(),
                before,
                wait.orElse(null),
                visit.state(),
                room,
                visit.language(),
                Optional.ofNullable(visit.cameraReady()).orElse(false),
                Optional.ofNullable(visit.microphoneReady()).orElse(false),
                visit.noticeAcknowledgedAt() != null,
                NOTICE_VERSION,
                visit.receptionId());
    }
}
