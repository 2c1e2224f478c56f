package org.kachehri.identity.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.oidc.OpenIdProvider;
import org.kachehri.identity.people.Charge;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passkeys;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** Signing in and out, and the gate that every official's endpoint stands behind. Migrate people and audit before it. */
public final class Access {
    public static final ModuleSchema SCHEMA = new ModuleSchema("access");

    private final Transactions transactions;
    private final Officials officials;
    private final AuditLog audit;
    private final UnitLookup units;
    private final SignIns signIns;
    private final SignInLimit limit;
    private final SecondFactors secondFactors;
    private final Set<Role> needSecondFactor;
    private final Clock clock;
    private final SecureRandom random;

    /** @param needSecondFactor roles that may do nothing before they have enrolled an authenticator */
    public Access(
            Transactions transactions,
            Officials officials,
            AuditLog audit,
            UnitLookup units,
            SecondFactors secondFactors,
            Set<Role> needSecondFactor,
            Clock clock,
            SecureRandom random) {
        this.secondFactors = secondFactors;
        this.clock = clock;
        this.random = random;
        this.needSecondFactor = Set.copyOf(needSecondFactor);
        this.transactions = transactions;
        this.officials = officials;
        this.audit = audit;
        this.units = units;
        this.signIns = new SignIns(clock, random);
        this.limit = new SignInLimit(transactions, secondFactors, clock);
    }

    /** Answers signIn, signOut, me and what else an official does with their own sign-in, and gives the other modules the gate for theirs. */
    public OfficialApi register(HttpApi http) {
        OfficialApi api = new OfficialApi(http, signIns, needSecondFactor, transactions);
        http.on("signIn", this::signIn);
        api.onSignIn("signOut", (signIn, request) -> signOut(api, signIn));
        api.onSignIn("me", (signIn, request) -> Answer.ok(transactions.run(tx -> me(tx, signIn))));
        api.onSignIn("putPreferences", (signIn, request) -> putPreferences(signIn.who(), request));
        new OwnSignIns(transactions, signIns, audit, this::view).register(api);
        KeptAccounts kept = new KeptAccounts(officials, units);
        new SecondFactorEndpoints(transactions, officials, secondFactors, needSecondFactor, signIns, limit, kept, audit)
                .register(api);
        new AccountEndpoints(transactions, officials, kept, secondFactors, signIns, limit, audit, this::view)
                .register(api);
        PolicyEndpoint.register(api);
        new AuditEndpoints(transactions, officials, audit).register(api);
        return api;
    }

    /** @param provider what the button says after "With"; null without one */
    record Ways(boolean passkeys, String provider) {}

    /**
     * Besides login and password: lets officials add passkeys and sign in with them, where the portal has a name they can belong to, and by
     * an OpenID provider, where there is one.
     */
    public void offer(HttpApi http, OfficialApi api, Optional<Passkeys> passkeys, Optional<OpenIdProvider> provider) {
        Ways ways = new Ways(
                passkeys.isPresent(), provider.map(OpenIdProvider::label).orElse(null));
        http.on("signInWays", request -> Answer.ok(ways));
        passkeys.ifPresent(
                keys -> new PasskeyEndpoints(transactions, keys, limit, audit, (tx, officialId, request) -> officials
                                .official(tx, officialId)
                                .map(official -> begin(tx, official, Optional.empty(), request, Way.PASSKEY)))
                        .register(http, api));
        provider.ifPresent(one -> new ProviderEndpoints(
                        transactions,
                        one,
                        officials,
                        secondFactors,
                        limit,
                        clock,
                        random,
                        (tx, official, request, way) -> begin(tx, official, Optional.empty(), request, way))
                .register(http));
    }

    record SignInBody(String login, String password, String postId, String code) {}

    record PreferencesBody(Language language, String theme) {}

    record PostView(String id, Role role, Object unit, Charge charge) {}

    record Me(
            String id,
            String name,
            Language language,
            String theme,
            String csrfToken,
            PostView post,
            List<PostView> posts,
            List<String> actions,
            boolean needsSecondFactor,
            boolean needsNewPassword) {}

    private Answer signIn(Request request) throws Exception {
        SignInBody body = request.body(SignInBody.class);
        String login = body.login().strip().toLowerCase(Locale.ROOT);
        return limit.guarded(login, request.remoteAddress(), one -> signIn(request, body, login, one));
    }

    private Answer signIn(Request request, SignInBody body, String login, SignInLimit.Try one) {
        Optional<Official> official = officials.withPassword(transactions, login, body.password());
        if (official.isEmpty()) {
            failed(login, one);
            return Answer.problem(Problem.of(401, "wrong-password", "The name or the password is wrong"));
        }
        Optional<Problem> lacking = transactions.run(tx -> secondFactorLacks(tx, official.get(), body.code()));
        if (lacking.isPresent()) {
            if (body.code() == null) {
                one.undecided();
            } else {
                failed(login, one);
            }
            return Answer.problem(lacking.get());
        }
        one.succeeded();
        return transactions.run(
                tx -> begin(tx, official.get(), Optional.ofNullable(body.postId()), request, Way.PASSWORD));
    }

    /** The password was right: only its owner hears that there is a second factor. */
    private Optional<Problem> secondFactorLacks(Handle tx, Official official, String code) {
        if (!secondFactors.enrolled(tx, official.id())) {
            return Optional.empty();
        }
        if (code == null) {
            return Optional.of(Problem.of(401, "second-factor-needed", "Please give the code of your authenticator"));
        }
        return secondFactors.accepts(tx, official.id(), code)
                ? Optional.empty()
                : Optional.of(Problem.of(401, "wrong-code", "The code doesn't fit or was used already"));
    }

    private void failed(String login, SignInLimit.Try one) {
        if (one.last()) {
            transactions.act(tx -> audit.write(tx, lockedOut(tx, login)));
        }
    }

    /** What was typed as a login nobody has may be somebody's password; it isn't kept. */
    private AuditEntry lockedOut(Handle tx, String login) {
        String subject = officials.withLogin(tx, login).map(Official::id).orElse("unknown");
        return AuditEntry.of("system", null, "SIGN_IN_LOCKED", subject);
    }

    private Answer begin(Handle tx, Official official, Optional<String> wanted, Request request, Way way) {
        List<Post> posts = officials.posts(tx, official.id());
        Optional<Post> post = posts.stream()
                .filter(one -> wanted.isEmpty() || one.id().equals(wanted.get()))
                .findFirst();
        if (post.isEmpty()) {
            return Answer.problem(Problem.of(403, "no-post", "You hold no such post; ask your administrator"));
        }
        String token = signIns.begin(tx, post.get(), Device.of(request.header("User-Agent")), way);
        audit.write(tx, AuditEntry.of(official.id(), post.get().id(), way.audit(), official.id()));
        SignIns.SignIn signIn = signIns.of(tx, token).orElseThrow();
        return Answer.ok(me(tx, signIn)).withCookie(OfficialApi.COOKIE, token, SignIns.LASTS);
    }

    private Answer signOut(OfficialApi api, SignIns.SignIn signIn) {
        SignedIn who = signIn.who();
        transactions.act(tx -> {
            signIns.end(tx, who.officialId(), signIn.id());
            audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), "SIGN_OUT", who.officialId()));
        });
        api.ends().ended(List.of(signIn.id()));
        return Answer.noContent().withoutCookie(OfficialApi.COOKIE);
    }

    private Answer putPreferences(SignedIn who, Request request) {
        PreferencesBody body = request.body(PreferencesBody.class);
        transactions.act(tx -> officials.prefer(tx, who.officialId(), body.language(), body.theme()));
        return Answer.noContent();
    }

    private Me me(Handle tx, SignIns.SignIn signIn) {
        SignedIn who = signIn.who();
        return new Me(
                who.officialId(),
                who.name(),
                who.language(),
                signIn.theme(),
                signIn.csrfToken(),
                view(tx, who.post()),
                officials.posts(tx, who.officialId()).stream()
                        .map(post -> view(tx, post))
                        .toList(),
                Policy.actionsOf(who.role()).stream().map(Action::word).toList(),
                !signIn.strong() && needSecondFactor.contains(who.role()),
                signIn.oneTime());
    }

    private PostView view(Handle tx, Post post) {
        Optional<?> unit = units.unit(tx, post.unitId());
        return new PostView(
                post.id(), post.role(), unit.isPresent() ? unit.get() : Map.of("id", post.unitId()), post.charge());
    }
}
