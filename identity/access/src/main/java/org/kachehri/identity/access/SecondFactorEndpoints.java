package org.kachehri.identity.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.platform.qr.QrPicture;

/** The operations over an official's own authenticator, and resetSecondFactor for who has lost theirs with its recovery codes. */
final class SecondFactorEndpoints {
    private final Transactions transactions;
    private final Officials officials;
    private final SecondFactors factors;
    private final Set<Role> required;
    private final SignIns signIns;
    private final SignInLimit limit;
    private final KeptAccounts kept;
    private final AuditLog audit;

    SecondFactorEndpoints(
            Transactions transactions,
            Officials officials,
            SecondFactors factors,
            Set<Role> required,
            SignIns signIns,
            SignInLimit limit,
            KeptAccounts kept,
            AuditLog audit) {
        this.transactions = transactions;
        this.officials = officials;
        this.factors = factors;
        this.required = required;
        this.signIns = signIns;
        this.limit = limit;
        this.kept = kept;
        this.audit = audit;
    }

    record StateView(boolean enrolled, boolean required, int recoveryCodesLeft) {}

    record BegunView(String secret, String uri, String qrSvg) {}

    record ConfirmedView(List<String> recoveryCodes) {}

    record CodeBody(String code) {}

    record ResetBody(String login, String reason) {}

    void register(OfficialApi api) {
        api.on("resetSecondFactor", Action.KEEP_ACCOUNTS, (who, request) -> reset(api, who, request));
        api.onSignIn("secondFactor", (signIn, request) -> Answer.ok(transactions.run(tx -> state(tx, signIn.who()))));
        api.onSignIn("beginSecondFactor", (signIn, request) -> begin(signIn.who()));
        api.onSignIn("confirmSecondFactor", (signIn, request) -> confirm(api, signIn, request));
        api.onSignIn("removeSecondFactor", (signIn, request) -> remove(signIn.who(), request));
    }

    private StateView state(Handle tx, SignedIn who) {
        return new StateView(
                factors.enrolled(tx, who.officialId()),
                required.contains(who.role()),
                factors.recoveryCodesLeft(tx, who.officialId()));
    }

    private Answer begin(SignedIn who) {
        return transactions.run(tx -> {
            Official official = officials.official(tx, who.officialId()).orElseThrow();
            return factors.begin(tx, official)
                    .map(begun -> Answer.ok(new BegunView(begun.secret(), begun.uri(), QrPicture.svg(begun.uri()))))
                    .orElseGet(SecondFactorEndpoints::present);
        });
    }

    /** Other browsers were let in by the password alone: they are signed out. */
    private Answer confirm(OfficialApi api, SignIns.SignIn signIn, Request request) throws Exception {
        SignedIn who = signIn.who();
        List<String> others = new ArrayList<>();
        Answer answer = guarded(who, request, (tx, code) -> {
            if (factors.enrolled(tx, who.officialId())) {
                return Optional.of(present());
            }
            Optional<List<String>> codes = factors.confirm(tx, who.officialId(), code);
            if (codes.isPresent()) {
                others.addAll(signIns.endOthers(tx, who.officialId(), signIn.id()));
                write(tx, who, "SECOND_FACTOR_ADDED");
            }
            return codes.map(list -> Answer.ok(new ConfirmedView(list)));
        });
        api.ends().ended(others);
        return answer;
    }

    private Answer remove(SignedIn who, Request request) throws Exception {
        if (required.contains(who.role())) {
            return Answer.problem(OfficialApi.secondFactorRequired());
        }
        return guarded(who, request, (tx, code) -> {
            if (!factors.accepts(tx, who.officialId(), code)) {
                return Optional.empty();
            }
            factors.remove(tx, who.officialId());
            write(tx, who, "SECOND_FACTOR_REMOVED");
            return Optional.of(Answer.noContent());
        });
    }

    /** Not one's own, which takes a code: a stolen sign-in of an administrator mustn't shed its owner's authenticator. */
    private Answer reset(OfficialApi api, SignedIn who, Request request) {
        ResetBody body = request.body(ResetBody.class);
        if (body.reason().isBlank()) {
            return Answer.problem(Problem.of(400, "reason-needed", "Please give the reason"));
        }
        List<String> ended = new ArrayList<>();
        Answer answer = transactions.run(tx -> {
            Optional<Official> official = officials
                    .withLogin(tx, body.login().strip().toLowerCase(Locale.ROOT))
                    .filter(one -> !one.id().equals(who.officialId())
                            && factors.any(tx, one.id())
                            && kept.reach(tx, who, one.id()));
            if (official.isEmpty()) {
                return Answer.problem(Problem.conflict("no-second-factor", "Nobody else with this login has one"));
            }
            String id = official.get().id();
            factors.removeAll(tx, id);
            ended.addAll(signIns.endAll(tx, id));
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "SECOND_FACTOR_RESET", id)
                            .because(body.reason().strip()));
            return Answer.noContent();
        });
        api.ends().ended(ended);
        return answer;
    }

    @FunctionalInterface
    private interface Coded {
        Optional<Answer> answer(Handle tx, String code);
    }

    /** Guessing from inside a stolen sign-in is slowed down like guessing from outside. */
    private Answer guarded(SignedIn who, Request request, Coded coded) throws Exception {
        return limit.guarded("code of " + who.officialId(), request.remoteAddress(), one -> {
            Optional<Answer> answer = transactions.run(
                    tx -> coded.answer(tx, request.body(CodeBody.class).code()));
            if (answer.isEmpty()) {
                return Answer.problem(Problem.of(403, "wrong-code", "The code doesn't fit or was used already"));
            }
            one.succeeded();
            return answer.get();
        });
    }

    private void write(Handle tx, SignedIn who, String action) {
        audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), action, who.officialId()));
    }

    private static Answer present() {
        return Answer.problem(Problem.conflict("second-factor-present", "You have an authenticator already"));
    }
}
