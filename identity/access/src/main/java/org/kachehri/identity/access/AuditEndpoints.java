package org.kachehri.identity.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLine;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.audit.ChainVerdict;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/** The operations auditLines, verifyAudit and exportAudit. Who reads the log is in the log: also its export and its check. */
final class AuditEndpoints {
    /** Half a kilobyte each: 10 MB in one answer. */
    static final int EXPORT_LINES = 20_000;
    /** What a person looks through before turning the page. */
    private static final int PAGE_LINES = 50;

    private final Transactions transactions;
    private final Officials officials;
    private final AuditLog audit;

    AuditEndpoints(Transactions transactions, Officials officials, AuditLog audit) {
        this.transactions = transactions;
        this.officials = officials;
        this.audit = audit;
    }

    /** @param actor the official's name where it is one who is still here, else what the log holds */
    record LineView(
            long number,
            Instant at,
            String actor,
            String action,
            String subject,
            String reason,
            Map<String, String> detail) {}

    /** @param brokenAt number of the first line that doesn't fit; null when all do */
    record VerdictView(long lines, String headHash, Long brokenAt, String why) {}

    record ExportBody(Instant from, Instant to, String reason) {}

    void register(OfficialApi api) {
        api.on("auditLines", Action.SEE_AUDIT, this::lines);
        api.on("verifyAudit", Action.SEE_AUDIT, (who, request) -> verify(who));
        api.on("exportAudit", Action.SEE_AUDIT, this::export);
    }

    private Answer lines(SignedIn who, Request request) {
        long before = request.query("before").map(Long::parseLong).orElse(Long.MAX_VALUE);
        List<LineView> views = transactions.run(tx -> audit.before(tx, before, PAGE_LINES).stream()
                .map(line -> view(tx, line))
                .toList());
        return Answer.ok(views);
    }

    private LineView view(Handle tx, AuditLine line) {
        AuditEntry entry = line.entry();
        String actor = officials.official(tx, entry.actor()).map(Official::name).orElse(entry.actor());
        return new LineView(
                line.number(), line.at(), actor, entry.action(), entry.subject(), entry.reason(), entry.detail());
    }

    /** Its own line is written after the walk, so that it isn't among what was checked. */
    private Answer verify(SignedIn who) {
        return transactions.run(tx -> {
            VerdictView verdict =
                    switch (audit.verify(tx)) {
                        case ChainVerdict.Intact intact ->
                            new VerdictView(intact.lines(), intact.headHash(), null, null);
                        case ChainVerdict.Broken broken ->
                            new VerdictView(broken.number() - 1, null, broken.number(), broken.why());
                    };
            String found = verdict.brokenAt() == null ? "intact" : "broken at " + verdict.brokenAt();
            audit.write(tx, entry(who, "VERIFY_AUDIT").with(Map.of("found", found)));
            return Answer.ok(verdict);
        });
    }

    private Answer export(SignedIn who, Request request) {
        ExportBody body = request.body(ExportBody.class);
        if (body.reason().isBlank()) {
            return Answer.problem(Problem.of(400, "reason-needed", "Please give the reason"));
        }
        return transactions.run(tx -> {
            Optional<AuditLog.Export> export = audit.export(tx, body.from(), body.to(), EXPORT_LINES);
            if (export.isEmpty()) {
                return Answer.problem(Problem.conflict(
                        "audit-too-long", "More than " + EXPORT_LINES + " lines; take a shorter time"));
            }
            audit.write(
                    tx,
                    entry(who, "EXPORT_AUDIT")
                            .because(body.reason().strip())
                            .with(Map.of(
                                    "from", body.from().toString(),
                                    "to", body.to().toString(),
                                    "lines", String.valueOf(export.get().lines()))));
            return Answer.download(
                    "audit.jsonl", "application/x-ndjson", export.get().text().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static AuditEntry entry(SignedIn who, String action) {
        return AuditEntry.of(who.officialId(), who.post().id(), action, "audit");
    }
}
