package org.kachehri.identity.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Post;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.postgres.Transactions;

/** The operations ownSignIns, endSignIn and endSignIns: where an official is signed in, and the end of one or of all of it. */
final class OwnSignIns {
    private final Transactions transactions;
    private final SignIns signIns;
    private final AuditLog audit;
    private final BiFunction<Handle, Post, ?> postView;

    OwnSignIns(Transactions transactions, SignIns signIns, AuditLog audit, BiFunction<Handle, Post, ?> postView) {
        this.transactions = transactions;
        this.signIns = signIns;
        this.audit = audit;
        this.postView = postView;
    }

    /** @param current the one with which this was asked */
    record OwnView(
            String id, String browser, String system, Instant since, Instant usedAt, Object post, boolean current) {}

    void register(OfficialApi api) {
        api.onSignIn("ownSignIns", (signIn, request) -> Answer.ok(list(signIn)));
        api.onSignIn("endSignIn", (signIn, request) -> end(api, signIn.who(), request.pathParameter("signInId")));
        api.onSignIn("endSignIns", (signIn, request) -> endAll(api, signIn.who()));
    }

    private List<OwnView> list(SignIns.SignIn signIn) {
        return transactions.run(tx -> signIns.own(tx, signIn.who().officialId()).stream()
                .map(own -> new OwnView(
                        own.id(),
                        own.device().browser(),
                        own.device().system(),
                        own.since(),
                        own.usedAt(),
                        postView.apply(tx, own.post()),
                        own.id().equals(signIn.id())))
                .toList());
    }

    private Answer end(OfficialApi api, SignedIn who, String id) {
        boolean ended = transactions.run(tx -> {
            boolean present = signIns.end(tx, who.officialId(), id);
            if (present) {
                audit.write(tx, entry(who, "SIGN_OUT", Map.of("signIn", id)));
            }
            return present;
        });
        if (!ended) {
            return Answer.problem(Problem.notFound("You have no such sign-in"));
        }
        api.ends().ended(List.of(id));
        return Answer.noContent();
    }

    private Answer endAll(OfficialApi api, SignedIn who) {
        List<String> ended = transactions.run(tx -> {
            List<String> ids = signIns.endAll(tx, who.officialId());
            audit.write(tx, entry(who, "SIGN_OUT_EVERYWHERE", Map.of("signIns", String.valueOf(ids.size()))));
            return ids;
        });
        api.ends().ended(ended);
        return Answer.noContent().withoutCookie(OfficialApi.COOKIE);
    }

    private static AuditEntry entry(SignedIn who, String action, Map<String, String> detail) {
        return AuditEntry.of(who.officialId(), who.post().id(), action, who.officialId())
                .with(detail);
    }
}
