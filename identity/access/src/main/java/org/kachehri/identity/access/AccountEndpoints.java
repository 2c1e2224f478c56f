package org.kachehri.identity.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Officials.OneTimePassword;
import org.kachehri.identity.people.Officials.PasswordChange;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The operation changePassword for everybody, and officials, registerOfficial, resetPassword and officialLeaves for an administrator, who
 * does none of these to themselves.
 */
final class AccountEndpoints {
    /** What a person looks through before typing more of the name. */
    private static final int MOST = 50;

    private final Transactions transactions;
    private final Officials officials;
    private final KeptAccounts kept;
    private final SecondFactors factors;
    private final SignIns signIns;
    private final SignInLimit limit;
    private final AuditLog audit;
    private final BiFunction<Handle, Post, ?> postView;

    AccountEndpoints(
            Transactions transactions,
            Officials officials,
            KeptAccounts kept,
            SecondFactors factors,
            SignIns signIns,
            SignInLimit limit,
            AuditLog audit,
            BiFunction<Handle, Post, ?> postView) {
        this.transactions = transactions;
        this.officials = officials;
        this.kept = kept;
        this.factors = factors;
        this.signIns = signIns;
        this.limit = limit;
        this.audit = audit;
        this.postView = postView;
    }

    record ChangeBody(String password, String wanted) {}

    record NewBody(String login, String name, Language language) {}

    record ReasonBody(String reason) {}

    /** @param posts that they are in today */
    record OfficialView(String id, String login, String name, boolean secondFactor, List<?> posts) {}

    record PasswordView(String password) {}

    void register(OfficialApi api) {
        api.onSignIn("changePassword", (signIn, request) -> change(api, signIn, request));
        api.on("officials", Action.KEEP_ACCOUNTS, this::list);
        api.on("registerOfficial", Action.KEEP_ACCOUNTS, this::add);
        api.on("resetPassword", Action.KEEP_ACCOUNTS, (who, request) -> reset(api, who, request));
        api.on("officialLeaves", Action.KEEP_ACCOUNTS, (who, request) -> leave(api, who, request));
    }

    /** Other browsers were let in by the old password: they are signed out. */
    private Answer change(OfficialApi api, SignIns.SignIn signIn, Request request) throws Exception {
        SignedIn who = signIn.who();
        ChangeBody body = request.body(ChangeBody.class);
        return limit.guarded("password of " + who.officialId(), request.remoteAddress(), one -> {
            Official official = transactions.run(
                    tx -> officials.official(tx, who.officialId()).orElseThrow());
            return switch (officials.checkChange(transactions, official, body.password(), body.wanted())) {
                case PasswordChange.Fits fits -> {
                    one.succeeded();
                    List<String> others = transactions.run(tx -> {
                        officials.setPassword(tx, official.id(), fits);
                        write(tx, who, "PASSWORD_CHANGED", official.id(), null);
                        return signIns.endOthers(tx, official.id(), signIn.id());
                    });
                    api.ends().ended(others);
                    yield Answer.noContent();
                }
                case PasswordChange.WrongPassword wrong ->
                    Answer.problem(Problem.of(403, "wrong-old-password", "The present password is wrong"));
                case PasswordChange.Weak weak -> {
                    one.undecided();
                    yield Answer.problem(Problem.of(
                            400, "weak-password", "At least twelve letters, without the login, and not the old one"));
                }
            };
        });
    }

    private Answer list(SignedIn who, Request request) {
        String text = request.query("text").orElse("").strip();
        List<OfficialView> views = transactions.run(tx -> officials.find(tx, text, MOST).stream()
                .filter(official -> kept.reach(tx, who, official.id()))
                .map(official -> new OfficialView(
                        official.id(),
                        official.login(),
                        official.name(),
                        factors.any(tx, official.id()),
                        officials.posts(tx, official.id()).stream()
                                .map(post -> postView.apply(tx, post))
                                .toList()))
                .toList());
        return Answer.ok(views);
    }

    private Answer add(SignedIn who, Request request) {
        NewBody body = request.body(NewBody.class);
        OneTimePassword password = officials.oneTimePassword();
        return transactions.run(tx -> {
            Optional<String> id = officials.enrol(
                    tx, body.login().toLowerCase(Locale.ROOT), body.name().strip(), password, body.language());
            if (id.isEmpty()) {
                return Answer.problem(Problem.conflict("login-taken", "Somebody has this login, or had it"));
            }
            write(tx, who, "OFFICIAL_REGISTERED", id.get(), null);
            return Answer.ok(new PasswordView(password.text()));
        });
    }

    private Answer reset(OfficialApi api, SignedIn who, Request request) {
        OneTimePassword password = officials.oneTimePassword();
        return onOther(api, who, request, "PASSWORD_RESET", (tx, id) -> {
            officials.resetPassword(tx, id, password);
            return Answer.ok(new PasswordView(password.text()));
        });
    }

    private Answer leave(OfficialApi api, SignedIn who, Request request) {
        return onOther(api, who, request, "OFFICIAL_LEFT", (tx, id) -> {
            officials.leave(tx, id);
            return Answer.noContent();
        });
    }

    @FunctionalInterface
    private interface Done {
        Answer to(Handle tx, String officialId);
    }

    /** Whatever is done to somebody's account ends their sign-ins. */
    private Answer onOther(OfficialApi api, SignedIn who, Request request, String action, Done done) {
        String reason = request.body(ReasonBody.class).reason().strip();
        if (reason.isEmpty()) {
            return Answer.problem(Problem.of(400, "reason-needed", "Please give the reason"));
        }
        String id = request.pathParameter("officialId");
        if (id.equals(who.officialId())) {
            return Answer.problem(Problem.of(403, "own-account", "Another administrator has to do this"));
        }
        List<String> ended = new ArrayList<>();
        Answer answer = transactions.run(tx -> {
            if (officials.official(tx, id).isEmpty() || !kept.reach(tx, who, id)) {
                return Answer.problem(Problem.notFound("There is no such official"));
            }
            ended.addAll(signIns.endAll(tx, id));
            write(tx, who, action, id, reason);
            return done.to(tx, id);
        });
        api.ends().ended(ended);
        return answer;
    }

    private void write(Handle tx, SignedIn who, String action, String subject, String reason) {
        AuditEntry entry = AuditEntry.of(who.officialId(), who.post().id(), action, subject);
        audit.write(tx, reason == null ? entry : entry.because(reason));
    }
}
