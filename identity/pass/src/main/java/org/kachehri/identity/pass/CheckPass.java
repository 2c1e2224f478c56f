package org.kachehri.identity.pass;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * Judges scanned passes and uses them up, and takes in what points let in while they were away. Each scan has a number of the point's: asked
 * again because an answer was lost, it is still one use.
 */
final class CheckPass {
    /** Whoever had a pass used twice is long asked by then. */
    private static final Duration SHOWN = Duration.ofDays(30);

    private final Transactions transactions;
    private final PassStore store;
    private final Function<Instant, TrustList> own;
    private final AuditLog audit;
    private final Clock clock;

    /** @param own our keys at a time, nothing revoked: that is asked of the row, which is locked, instead of a list that is older by then */
    CheckPass(
            Transactions transactions, PassStore store, Function<Instant, TrustList> own, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.own = own;
        this.audit = audit;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("checkPass", Action.CHECK_PASS, this::check);
        officials.on("reportPassUses", Action.CHECK_PASS, this::report);
        officials.on(
                "passesUsedAgain",
                Action.CHECK_PASS,
                (who, request) -> transactions.run(tx -> Answer.ok(
                        store.usedAgain(tx, who.unitId(), clock.instant().minus(SHOWN)))));
    }

    record Scanned(String code, UUID scan) {}

    /** @param at when the point let in, by its own clock */
    record Use(String code, UUID scan, Instant at) {}

    record Uses(List<Use> uses) {}

    /** As the protocol's {@code PassCheck}; what isn't known is null. */
    record Check(
            Verdict verdict,
            Instant at,
            String passId,
            Purpose purpose,
            String subject,
            Instant usedAt,
            String usedUnit) {
        private static Check of(Verdict verdict, Instant at) {
            return new Check(verdict, at, null, null, null, null, null);
        }

        private static Check of(Verdict verdict, Instant at, Token token, PassStore.Row row, boolean known) {
            return new Check(
                    verdict,
                    at,
                    token.id().toString(),
                    token.purpose(),
                    row.subject(),
                    known ? row.usedAt() : null,
                    known ? row.usedUnit() : null);
        }
    }

    private Answer check(SignedIn who, Request request) {
        Scanned scanned = request.body(Scanned.class);
        return transactions.run(tx -> {
            Instant now = clock.instant();
            Check check = judged(tx, scanned.code(), now, (token, row) -> check(tx, who, token, row, scanned, now));
            write(tx, who, "CHECK_PASS", check);
            return Answer.ok(check);
        });
    }

    /** Uses the pass when it is good: of many at once exactly one hears VALID. */
    private Check check(Handle tx, SignedIn who, Read token, PassStore.Row row, Scanned scanned, Instant now) {
        if (scanned.scan().equals(row.usedScan())) return Check.of(Verdict.VALID, now, token.token(), row, false);
        Verdict verdict = row.usedAt() != null ? Verdict.USED : row.revoked() ? Verdict.REVOKED : token.verdict();
        if (verdict == Verdict.VALID) store.use(tx, token.token().id(), who, scanned.scan(), now);
        return Check.of(verdict, now, token.token(), row, true);
    }

    private Answer report(SignedIn who, Request request) {
        List<Use> uses = request.body(Uses.class).uses();
        return transactions.run(tx -> Answer.ok(
                Map.of("checks", uses.stream().map(use -> report(tx, who, use)).toList())));
    }

    private Check report(Handle tx, SignedIn who, Use use) {
        Instant now = clock.instant();
        Instant at = use.at().isAfter(now) ? now : use.at();
        Check check = judged(tx, use.code(), at, (token, row) -> report(tx, who, token, row, use.scan(), at));
        write(tx, who, "REPORT_PASS", check);
        return check;
    }

    /** The person is in already: the use is kept whatever is said of it now. */
    private Check report(Handle tx, SignedIn who, Read token, PassStore.Row row, UUID scan, Instant at) {
        UUID id = token.token().id();
        boolean reported = scan.equals(row.usedScan());
        if (row.usedAt() == null) store.use(tx, id, who, scan, at);
        boolean again = row.usedAt() != null && !reported;
        if (again) store.useAgain(tx, id, who, scan, at, clock.instant());
        Verdict verdict = again ? Verdict.USED : row.revoked() ? Verdict.REVOKED : token.verdict();
        return Check.of(verdict, at, token.token(), row, again);
    }

    private record Read(Token token, Verdict verdict) {}

    private interface Judge {
        Check of(Read token, PassStore.Row row);
    }

    private Check judged(Handle tx, String code, Instant at, Judge judge) {
        Verifier.Reading reading = Verifier.read(code, own.apply(at), at);
        if (reading.token().isEmpty()) return Check.of(reading.verdict(), at);
        Token token = reading.token().get();
        Optional<PassStore.Row> row = store.locked(tx, token.id());
        // Signed by us and not in our book: the database is an older one than the pass.
        if (row.isEmpty()) return Check.of(Verdict.UNKNOWN_ISSUER, at);
        return judge.of(new Read(token, reading.verdict()), row.get());
    }

    private void write(Handle tx, SignedIn who, String action, Check check) {
        audit.write(
                tx,
                AuditEntry.of(
                                who.officialId(),
                                who.post().id(),
                                action,
                                // What can't be believed is not written down either.
                                check.passId() == null ? "unreadable" : check.passId())
                        .with(Map.of("verdict", check.verdict().name())));
    }
}
