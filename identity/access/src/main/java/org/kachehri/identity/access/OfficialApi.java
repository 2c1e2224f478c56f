package org.kachehri.identity.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Endpoint;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The officials' side of the HTTP API: an endpoint registered here is reached only by who is signed in, sends the CSRF token with
 * everything that changes something, and holds a post that the policy table names.
 */
public final class OfficialApi {
    /** Of the protocol document (securitySchemes/official); its value is only in the official's browser. */
    public static final String COOKIE = "kachehri";

    static final String CSRF_HEADER = "X-CSRF-Token";

    private final HttpApi http;
    private final SignIns signIns;
    private final Set<Role> strong;
    private final SignInEnds ends = new SignInEnds();
    private final Transactions transactions;

    /** @param strong roles that may do nothing without a second factor */
    OfficialApi(HttpApi http, SignIns signIns, Set<Role> strong, Transactions transactions) {
        this.strong = strong;
        this.http = http;
        this.signIns = signIns;
        this.transactions = transactions;
    }

    /** For officials whose post has the right. */
    public OfficialApi on(String operationId, Action action, OfficialEndpoint endpoint) {
        http.on(
                operationId,
                request -> answer(request, Optional.of(action), signIn -> endpoint.answer(signIn.who(), request)));
        return this;
    }

    /** For every signed-in official. */
    public OfficialApi on(String operationId, OfficialEndpoint endpoint) {
        http.on(
                operationId,
                request -> answer(request, Optional.empty(), signIn -> endpoint.answer(signIn.who(), request)));
        return this;
    }

    /**
     * Who is signed in, for operations that also others may use (a kiosk). Empty too when the request changes something and comes
     * without the CSRF token.
     */
    public Optional<SignedIn> signedIn(Request request) {
        return found(request)
                .filter(signIn -> !request.changesSomething() || carriesToken(request, signIn))
                .filter(signIn -> !signIn.oneTime() && !lacksSecondFactor(signIn))
                .map(SignIns.SignIn::who);
    }

    /**
     * Closes something that stays open under the cookie's sign-in when that is ended: a WebSocket asks nothing again.
     *
     * @return what takes it away when it has closed by itself; empty when nobody is signed in with this cookie
     */
    public Optional<Runnable> closeAtSignOut(String cookie, Runnable close) {
        return transactions.run(tx -> signIns.of(tx, cookie)).map(signIn -> ends.add(signIn.id(), close));
    }

    /**
     * Closes what is open under sign-ins that ended by the clock, by the calendar of their post, or on another server. To be called every few
     * seconds.
     */
    public void closeEnded() {
        Set<String> open = ends.open();
        if (!open.isEmpty()) {
            ends.ended(transactions.run(tx -> signIns.gone(tx, open)));
        }
    }

    SignInEnds ends() {
        return ends;
    }

    /**
     * For officials whose post has the right, and for machines that carry the token as {@code Authorization: Bearer …} (RFC 6750).
     * Without a token only officials.
     */
    public OfficialApi onOrBearer(String operationId, Action action, Optional<String> token, Endpoint endpoint) {
        http.on(
                operationId,
                request -> token.isPresent() && bears(request, token.get())
                        ? endpoint.answer(request)
                        : answer(request, Optional.of(action), signIn -> endpoint.answer(request)));
        return this;
    }

    @FunctionalInterface
    interface OnSignIn {
        Answer answer(SignIns.SignIn signIn, Request request) throws Exception;
    }

    /** For what an official does with the sign-in itself, also to get the password and the second factor that everything else needs. */
    void onSignIn(String operationId, OnSignIn endpoint) {
        http.on(operationId, request -> known(request, signIn -> endpoint.answer(signIn, request)));
    }

    boolean lacksSecondFactor(SignIns.SignIn signIn) {
        return !signIn.strong() && strong.contains(signIn.who().role());
    }

    static Problem secondFactorRequired() {
        return Problem.of(403, "second-factor-required", "Your post needs a second factor");
    }

    @FunctionalInterface
    private interface Inner {
        Answer answer(SignIns.SignIn signIn) throws Exception;
    }

    private Answer answer(Request request, Optional<Action> action, Inner inner) throws Exception {
        return known(request, signIn -> {
            if (signIn.oneTime()) {
                return Answer.problem(
                        Problem.of(403, "password-change-required", "Please choose a password of your own first"));
            }
            if (lacksSecondFactor(signIn)) {
                return Answer.problem(secondFactorRequired());
            }
            if (action.isPresent() && !signIn.who().may(action.get())) {
                return Answer.problem(notAllowed(action.get()));
            }
            return inner.answer(signIn);
        });
    }

    private Answer known(Request request, Inner inner) throws Exception {
        Optional<SignIns.SignIn> found = found(request);
        if (found.isEmpty()) {
            return Answer.problem(Problem.of(401, "not-signed-in", "Please sign in"));
        }
        SignIns.SignIn signIn = found.get();
        if (request.changesSomething() && !carriesToken(request, signIn)) {
            return Answer.problem(Problem.of(403, "csrf", "The request did not come from our pages"));
        }
        return inner.answer(signIn);
    }

    /** The refusal of an action, naming who may do it; also for rights that are checked inside an endpoint. */
    public static Problem notAllowed(Action action) {
        String who = Policy.rolesFor(action).stream().map(Enum::name).collect(Collectors.joining(", "));
        return Problem.of(403, "not-allowed", "Your post may not do this")
                .withDetail(action.word())
                .withRole(who);
    }

    private Optional<SignIns.SignIn> found(Request request) {
        return request.cookie(COOKIE).flatMap(token -> transactions.run(tx -> signIns.of(tx, token)));
    }

    private static boolean bears(Request request, String token) {
        byte[] sent = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sent, ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean carriesToken(Request request, SignIns.SignIn signIn) {
        byte[] sent = request.header(CSRF_HEADER).orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sent, signIn.csrfToken().getBytes(StandardCharsets.UTF_8));
    }
}
