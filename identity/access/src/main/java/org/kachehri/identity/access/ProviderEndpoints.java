package org.kachehri.identity.access;

import java.net.URI;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.oidc.OpenIdProvider;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The operations beginProviderSignIn and signInByProvider. The provider says who somebody is, never what they may: without an account and a
 * post here nobody comes in. The only SQL over who of the provider is who.
 */
final class ProviderEndpoints {
    /** Belongs to the browser that went to the provider: a code sent to somebody else's browser signs nobody in there. */
    static final String COOKIE = "kachehri-provider";

    /** Time to find one's password there. */
    private static final Duration AWAY = Duration.ofMinutes(15);

    private static final int SECRET_BYTES = 32;

    private final Transactions transactions;
    private final OpenIdProvider provider;
    private final Officials officials;
    private final SecondFactors factors;
    private final SignInLimit limit;
    private final Clock clock;
    private final SecureRandom random;
    private final Begin begin;

    /** Signs in. */
    @FunctionalInterface
    interface Begin {
        Answer signIn(Handle tx, Official official, Request request, Way way);
    }

    ProviderEndpoints(
            Transactions transactions,
            OpenIdProvider provider,
            Officials officials,
            SecondFactors factors,
            SignInLimit limit,
            Clock clock,
            SecureRandom random,
            Begin begin) {
        this.transactions = transactions;
        this.provider = provider;
        this.officials = officials;
        this.factors = factors;
        this.limit = limit;
        this.clock = clock;
        this.random = random;
        this.begin = begin;
    }

    record AddressView(String address) {}

    /** @param iss who says that they sent it (RFC 9207); null where the provider doesn't */
    record BackBody(String code, String state, String iss) {}

    void register(HttpApi http) {
        http.on("beginProviderSignIn", request -> begin());
        http.on("signInByProvider", this::back);
    }

    private Answer begin() throws InterruptedException {
        String secret = Secrets.fresh(random, SECRET_BYTES);
        Optional<URI> address = provider.address(secret);
        return address.isPresent()
                ? Answer.ok(new AddressView(address.get().toString())).withCookie(COOKIE, secret, AWAY)
                : Answer.problem(unreachable());
    }

    private Answer back(Request request) throws Exception {
        Optional<String> secret = request.cookie(COOKIE);
        if (secret.isEmpty()) {
            return Answer.problem(refused());
        }
        // Each try asks the provider: guessing codes is slowed down for the address.
        return limit.guarded("provider from " + request.remoteAddress(), request.remoteAddress(), one -> {
            BackBody body = request.body(BackBody.class);
            OpenIdProvider.Outcome outcome =
                    provider.redeem(secret.get(), body.state(), body.code(), Optional.ofNullable(body.iss()));
            return switch (outcome) {
                case OpenIdProvider.Outcome.Person person -> {
                    one.succeeded();
                    yield transactions.run(tx -> signIn(tx, person, request)).withoutCookie(COOKIE);
                }
                case OpenIdProvider.Outcome.Refused no -> Answer.problem(refused());
                case OpenIdProvider.Outcome.Unreachable away -> {
                    one.undecided();
                    yield Answer.problem(unreachable());
                }
            };
        });
    }

    private Answer signIn(Handle tx, OpenIdProvider.Outcome.Person person, Request request) {
        Optional<String> known = tx.createQuery(
                        "SELECT official_id FROM access.provider_person WHERE issuer = :issuer AND subject = :subject")
                .bind("issuer", provider.issuer())
                .bind("subject", person.subject())
                .mapTo(String.class)
                .findOne();
        Optional<Official> official = known.isPresent()
                ? officials.official(tx, known.get())
                : person.login().flatMap(login -> officials.withLogin(tx, login.toLowerCase(Locale.ROOT)));
        if (official.isEmpty()) {
            return Answer.problem(Problem.of(403, "provider-unknown", "You have no account here"));
        }
        if (factors.enrolled(tx, official.get().id()) && !person.twoFactors()) {
            return Answer.problem(
                    Problem.of(403, "provider-one-factor", "Please sign in with your password and your code"));
        }
        if (known.isEmpty() && !remember(tx, person.subject(), official.get().id())) {
            return Answer.problem(Problem.of(403, "provider-other", "This account is somebody else's there"));
        }
        return begin.signIn(
                tx, official.get(), request, person.twoFactors() ? Way.PROVIDER_BY_TWO_FACTORS : Way.PROVIDER);
    }

    /** @return false when the account is of another person there */
    private boolean remember(Handle tx, String subject, String officialId) {
        return tx.createUpdate(
                                """
                                INSERT INTO access.provider_person (issuer, subject, official_id, since)
                                VALUES (:issuer, :subject, :official, :now) ON CONFLICT DO NOTHING""")
                        .bind("issuer", provider.issuer())
                        .bind("subject", subject)
                        .bind("official", officialId)
                        .bind("now", Timestamp.from(clock.instant()))
                        .execute()
                == 1;
    }

    private static Problem refused() {
        return Problem.of(401, "provider-refused", "The sign-in didn't come back as it went; please begin again");
    }

    private static Problem unreachable() {
        return Problem.of(503, "provider-away", "The provider can't be reached");
    }
}
