package org.kachehri.identity.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The second person's word on what one may not do alone (DOMAIN 3.6). A module whose action takes two asks here, its people find the
 * question on one page, and the module goes on when it is approved. {@link Policy#second} says for which action whose word is needed.
 * All methods may be called from any thread.
 */
public final class Approvals {
    /** A question that nobody answers in a week has lost its reason. */
    private static final Duration QUESTION_WAITS = Duration.ofDays(7);

    private final Transactions transactions;
    private final ApprovalStore store = new ApprovalStore();
    private final Jurisdiction jurisdiction;
    private final AuditLog audit;
    private final Clock clock;

    public Approvals(Transactions transactions, Jurisdiction jurisdiction, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.jurisdiction = jurisdiction;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers approvals and decideApproval. */
    public void register(OfficialApi officials) {
        officials.on("approvals", this::list);
        officials.on("decideApproval", this::decide);
    }

    /**
     * Asks for a second person; a question that waits already, or that was approved and holds, is given back instead.
     *
     * @param action one that takes two ({@link Policy#second})
     * @param about id of what it is about
     * @param label what people call that
     * @param points where the receptions were; who answers reaches them all
     * @param lasts how long the permission holds once it is given
     */
    public Approval ask(
            Handle tx,
            SignedIn who,
            Action action,
            String about,
            String label,
            String reason,
            Set<String> points,
            Duration lasts) {
        if (Policy.second(action).isEmpty()) {
            throw new IllegalArgumentException("One person may do this alone: " + action);
        }
        Instant now = now();
        Optional<Approval> before = store.newest(tx, who.officialId(), action, about, now)
                .filter(one -> one.state() == Approval.State.WAITING || one.state() == Approval.State.APPROVED);
        if (before.isPresent()) {
            return before.get();
        }
        Approval approval = new Approval(
                UUID.randomUUID().toString(),
                action.word(),
                about,
                label,
                reason,
                who.officialId(),
                who.name(),
                now,
                Approval.State.WAITING,
                now.plus(QUESTION_WAITS),
                null,
                null,
                null);
        store.ask(tx, approval, action, points, lasts);
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "ASK_APPROVAL", about)
                        .because(reason)
                        .with(Map.of("approval", approval.id(), "action", action.name())));
        return approval;
    }

    /** The permission that this person holds now; empty when it wasn't asked for, not given, or its time is over. */
    public Optional<Approval> inForce(Handle tx, SignedIn who, Action action, String about) {
        return store.newest(tx, who.officialId(), action, about, now())
                .filter(one -> one.state() == Approval.State.APPROVED);
    }

    /** A question as it stands now. */
    public Optional<Approval> approval(Handle tx, String id) {
        return store.find(tx, id, now());
    }

    /** Questions as they stand now, by their ids. */
    public Map<String, Approval> approvals(Handle tx, Collection<String> ids) {
        return store.all(tx, ids, now()).stream().collect(Collectors.toMap(Approval::id, Function.identity()));
    }

    record Lists(List<Approval> asked, List<Approval> waiting) {}

    record DecisionBody(boolean approved, String answer) {}

    private Answer list(SignedIn who, Request request) {
        List<Action> mine = Policy.secondedBy(who.role());
        return Answer.ok(transactions.run(tx -> new Lists(
                store.askedBy(tx, who.officialId(), now()),
                store.waiting(tx, who.officialId(), mine, jurisdiction.points(tx, who.unitId()), now()))));
    }

    private Answer decide(SignedIn who, Request request) {
        String id = request.pathParameter("approvalId");
        DecisionBody body = request.body(DecisionBody.class);
        return transactions.run(tx -> {
            Optional<Approval> found = store.locked(tx, id, jurisdiction.points(tx, who.unitId()), now());
            if (found.isEmpty()) {
                return Answer.problem(Problem.notFound("There is no such question"));
            }
            Approval asked = found.get();
            Action right = Action.of(asked.action()).flatMap(Policy::second).orElseThrow();
            if (!who.may(right)) {
                return Answer.problem(OfficialApi.notAllowed(right));
            }
            if (asked.askerId().equals(who.officialId())) {
                return Answer.problem(Problem.conflict("own-question", "Somebody else has to answer your question"));
            }
            if (asked.state() != Approval.State.WAITING) {
                return Answer.problem(Problem.conflict("answered", "The question was answered, or waited too long"));
            }
            String answer = body.answer() == null || body.answer().isBlank()
                    ? null
                    : body.answer().strip();
            Approval decided = store.decide(tx, id, body.approved(), who, answer, now());
            audit.write(
                    tx,
                    AuditEntry.of(
                                    who.officialId(),
                                    who.post().id(),
                                    body.approved() ? "APPROVE" : "REFUSE_APPROVAL",
                                    asked.about())
                            .because(answer)
                            .with(Map.of("approval", id, "asker", asked.askerId())));
            return Answer.ok(decided);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
