package org.kachehri.identity.pass;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** The module's door: issues passes, checks scanned ones (each opens once), revokes, and hands out the trust list. */
public final class Passes {
    public static final ModuleSchema SCHEMA = new ModuleSchema("pass");

    /** A point that was away for longer than a day may have missed a key that was lost; it says so instead of guessing. */
    static final Duration LIST_LASTS = Duration.ofDays(1);

    private final Transactions transactions;
    private final PassKey key;
    private final PassStore store = new PassStore();
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random;

    public Passes(Transactions transactions, PassKey key, AuditLog audit, Clock clock, SecureRandom random) {
        this.transactions = transactions;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A signed pass, to be shown as a QR code.
     *
     * @param code digits; kept nowhere else
     */
    public record Issued(String id, String code, Instant from, Instant until) {}

    /** A new pass from now on; the unused ones for the same subject and purpose stop working, so a lost slip opens nothing. */
    public Issued issue(Handle tx, SignedIn who, Purpose purpose, String subject, Instant until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        store.revokeUnused(tx, subject, purpose, now);
        Token token = new Token(purpose, key.id(), id(), now, until.truncatedTo(ChronoUnit.SECONDS));
        store.insert(tx, token, subject, who.officialId());
        audit.write(
                tx,
                AuditEntry.of(
                                who.officialId(),
                                who.post().id(),
                                "ISSUE_PASS",
                                token.id().toString())
                        .with(Map.of("purpose", purpose.name(), "for", subject)));
        return new Issued(token.id().toString(), Verifier.write(token, key), token.from(), token.until());
    }

    public void register(OfficialApi officials) {
        new CheckPass(transactions, store, now -> list(now, Set.of()), audit, clock).register(officials);
        officials.on("passTrustList", (who, request) -> transactions.run(tx -> Answer.ok(signedList(tx))));
        officials.on("revokePass", Action.REVOKE_PASS, this::revoke);
    }

    TrustList.Signed signedList(Handle tx) {
        Instant now = clock.instant();
        return list(now, store.revokedAndNotExpired(tx, now)).signedBy(key);
    }

    private TrustList list(Instant now, Set<UUID> revoked) {
        return new TrustList(now, now.plus(LIST_LASTS), List.of(TrustList.base64(key.open())), revoked);
    }

    record Revocation(String reason) {}

    private Answer revoke(SignedIn who, Request request) {
        UUID id = UUID.fromString(request.pathParameter("passId"));
        String reason = request.body(Revocation.class).reason();
        return transactions.run(tx -> {
            if (!store.revoke(tx, id, clock.instant())) {
                return Answer.problem(Problem.notFound("There is no such pass"));
            }
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "REVOKE_PASS", id.toString())
                            .because(reason));
            return Answer.noContent();
        });
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
