package org.kachehri.signaling.minutes;

import java.time.Clock;
import java.util.function.ObjIntConsumer;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** The minutes of receptions: the operations minutes, addParagraph and signMinutes, and what other modules may read. */
public final class Minutes {
    public static final ModuleSchema SCHEMA = new ModuleSchema("minutes");

    record NewParagraph(String text, String speaker, Long elapsedMillis) {}

    private final Transactions transactions;
    private final MinutesStore store = new MinutesStore();
    private final WriteMinutes write;
    private final ObjIntConsumer<String> changed;

    /** @param changed told after the commit: the reception, and how many paragraphs its minutes have now */
    public Minutes(
            Transactions transactions,
            AuditLog audit,
            Outbox outbox,
            Hearing hearing,
            Clock clock,
            ObjIntConsumer<String> changed) {
        this.transactions = transactions;
        this.write = new WriteMinutes(store, hearing, audit, outbox, clock);
        this.changed = changed;
    }

    public void register(OfficialApi officials) {
        officials.on("minutes", Action.SEE_MINUTES, this::see);
        officials.on("addParagraph", Action.WRITE_MINUTES, this::add);
        officials.on("signMinutes", Action.SIGN_MINUTES, this::sign);
    }

    /** The minutes as they stand; without paragraphs when none were written. */
    public WrittenMinutes of(Handle tx, String receptionId) {
        return store.minutes(tx, receptionId);
    }

    private Answer see(SignedIn who, Request request) {
        String id = request.pathParameter("receptionId");
        return transactions.run(tx -> write.heard(tx, id, who.unitId())
                .map(heard -> Answer.ok(store.minutes(tx, id)))
                .orElseGet(Minutes::noReception));
    }

    private Answer add(SignedIn who, Request request) {
        String id = request.pathParameter("receptionId");
        NewParagraph body = request.body(NewParagraph.class);
        MinutesOutcome outcome = transactions.run(
                tx -> write.add(tx, id, writer(who), body.text(), body.speaker(), body.elapsedMillis()));
        return answer(id, 201, outcome);
    }

    private Answer sign(SignedIn who, Request request) {
        String id = request.pathParameter("receptionId");
        return answer(id, 200, transactions.run(tx -> write.sign(tx, id, writer(who))));
    }

    private Answer answer(String receptionId, int status, MinutesOutcome outcome) {
        return switch (outcome) {
            case MinutesOutcome.Done done -> {
                changed.accept(receptionId, done.minutes().paragraphs().size());
                yield Answer.json(status, done.minutes());
            }
            case MinutesOutcome.NoSuchReception ignored -> noReception();
            case MinutesOutcome.WrongState ignored ->
                Answer.problem(Problem.conflict("wrong-state", "The reception isn't that far"));
            case MinutesOutcome.Empty ignored ->
                Answer.problem(Problem.conflict("empty", "There is nothing to sign yet"));
            case MinutesOutcome.SignedAlready ignored ->
                Answer.problem(Problem.conflict("signed", "The minutes are signed; only addenda can be written"));
            case MinutesOutcome.Full ignored ->
                Answer.problem(Problem.conflict("full", "These minutes have as many paragraphs as minutes may have"));
        };
    }

    private static Answer noReception() {
        return Answer.problem(Problem.notFound("There is no such reception at your unit"));
    }

    private static WriteMinutes.Writer writer(SignedIn who) {
        return new WriteMinutes.Writer(who.officialId(), who.name(), who.post().id(), who.unitId());
    }
}
