package org.kachehri.identity.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Passkeys;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/** The operations askPasskey and signInByPasskey for whoever comes, and ownPasskeys, beginPasskey, addPasskey and removePasskey. */
final class PasskeyEndpoints {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Transactions transactions;
    private final Passkeys passkeys;
    private final SignInLimit limit;
    private final AuditLog audit;
    private final Begin begin;

    /** Signs in; empty when the official has left. */
    @FunctionalInterface
    interface Begin {
        Optional<Answer> signIn(Handle tx, String officialId, Request request);
    }

    PasskeyEndpoints(Transactions transactions, Passkeys passkeys, SignInLimit limit, AuditLog audit, Begin begin) {
        this.transactions = transactions;
        this.passkeys = passkeys;
        this.limit = limit;
        this.audit = audit;
        this.begin = begin;
    }

    record AskedView(String challenge, String host, long timeoutMillis) {}

    record BeginView(
            String challenge,
            String host,
            long timeoutMillis,
            String userHandle,
            String name,
            List<Integer> algorithms,
            List<String> present) {}

    record OwnView(String id, String name, Instant addedAt, Instant usedAt) {}

    record AddBody(String name, String clientData, String attestation) {}

    record SignInBody(String id, String userHandle, String clientData, String authenticatorData, String signature) {}

    void register(HttpApi http, OfficialApi api) {
        http.on("askPasskey", request -> Answer.ok(asked()));
        http.on("signInByPasskey", this::signIn);
        api.onSignIn("ownPasskeys", (signIn, request) -> Answer.ok(own(signIn.who())));
        api.onSignIn("beginPasskey", (signIn, request) -> Answer.ok(begin(signIn.who())));
        api.onSignIn("addPasskey", (signIn, request) -> add(signIn.who(), request));
        api.onSignIn("removePasskey", (signIn, request) -> remove(signIn.who(), request));
    }

    private AskedView asked() {
        return new AskedView(
                BASE64.encodeToString(passkeys.challengeForSignIn()),
                passkeys.host(),
                Passkeys.CHALLENGE_LASTS.toMillis());
    }

    private Answer signIn(Request request) throws Exception {
        SignInBody body = request.body(SignInBody.class);
        return limit.guarded("passkey " + body.id(), request.remoteAddress(), one -> {
            Optional<Answer> answer = transactions.run(tx -> passkeys.accepts(
                            tx,
                            new Passkeys.Signed(
                                    bytes(body.id()),
                                    body.userHandle() == null ? null : bytes(body.userHandle()),
                                    bytes(body.clientData()),
                                    bytes(body.authenticatorData()),
                                    bytes(body.signature())))
                    .flatMap(officialId -> begin.signIn(tx, officialId, request)));
            if (answer.isPresent()) {
                one.succeeded();
            }
            return answer.orElseGet(() ->
                    Answer.problem(Problem.of(401, "passkey-refused", "This passkey doesn't let anybody in here")));
        });
    }

    private List<OwnView> own(SignedIn who) {
        return transactions.run(tx -> passkeys.own(tx, who.officialId()).stream()
                .map(key ->
                        new OwnView(BASE64.encodeToString(key.credentialId()), key.name(), key.addedAt(), key.usedAt()))
                .toList());
    }

    private BeginView begin(SignedIn who) {
        return new BeginView(
                BASE64.encodeToString(passkeys.challengeForAdding(who.officialId())),
                passkeys.host(),
                Passkeys.CHALLENGE_LASTS.toMillis(),
                BASE64.encodeToString(who.officialId().getBytes(StandardCharsets.UTF_8)),
                who.name(),
                Passkeys.ALGORITHMS,
                own(who).stream().map(OwnView::id).toList());
    }

    private Answer add(SignedIn who, Request request) {
        AddBody body = request.body(AddBody.class);
        return transactions.run(tx -> {
            boolean added = passkeys.add(
                    tx,
                    who.officialId(),
                    body.name().strip(),
                    new Passkeys.Made(bytes(body.clientData()), bytes(body.attestation())));
            if (!added) {
                return Answer.problem(Problem.of(400, "passkey-not-added", "This passkey can't be added"));
            }
            write(tx, who, "PASSKEY_ADDED");
            return Answer.noContent();
        });
    }

    private Answer remove(SignedIn who, Request request) {
        byte[] id = bytes(request.pathParameter("passkeyId"));
        return transactions.run(tx -> {
            if (!passkeys.remove(tx, who.officialId(), id)) {
                return Answer.problem(Problem.notFound("You have no such passkey"));
            }
            write(tx, who, "PASSKEY_REMOVED");
            return Answer.noContent();
        });
    }

    private void write(Handle tx, SignedIn who, String action) {
        audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), action, who.officialId()));
    }

    /** The protocol document lets no other letters through than those of base64url. */
    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
