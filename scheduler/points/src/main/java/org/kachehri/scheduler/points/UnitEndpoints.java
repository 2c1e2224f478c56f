package org.kachehri.scheduler.points;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/** The operations foundUnit and renameUnit, within the administrator's jurisdiction. */
final class UnitEndpoints {
    private final Transactions transactions;
    private final PointStore store;
    private final FoundUnit foundUnit;
    private final AuditLog audit;

    UnitEndpoints(Transactions transactions, PointStore store, AuditLog audit) {
        this.transactions = transactions;
        this.store = store;
        this.foundUnit = new FoundUnit(store);
        this.audit = audit;
    }

    record FoundBody(String parentId, UnitKind kind, Words name, Country country) {}

    record RenameBody(Words name) {}

    void register(OfficialApi api) {
        api.on("foundUnit", Action.KEEP_UNITS, (who, request) -> transactions.run(tx -> found(tx, who, request)));
        api.on("renameUnit", Action.KEEP_UNITS, (who, request) -> transactions.run(tx -> rename(tx, who, request)));
    }

    private Answer found(Handle tx, SignedIn who, Request request) {
        FoundBody body = request.body(FoundBody.class);
        if (!store.unitAndBelow(tx, who.unitId()).contains(body.parentId())) {
            return Answer.problem(noUnit());
        }
        FoundUnit.Outcome outcome = foundUnit.found(
                tx, new FoundUnit.Command(body.parentId(), body.kind(), stripped(body.name()), body.country()));
        return switch (outcome) {
            case FoundUnit.Outcome.Founded founded -> {
                write(tx, who, "UNIT_FOUNDED", founded.unit());
                yield Answer.ok(founded.unit());
            }
            case FoundUnit.Outcome.WrongLevel wrong ->
                Answer.problem(Problem.conflict("unit-level", "Such a unit can't stand below this one"));
            case FoundUnit.Outcome.NoParent gone -> Answer.problem(noUnit());
        };
    }

    /** Its number, its place in the tree and what happened there stay. */
    private Answer rename(Handle tx, SignedIn who, Request request) {
        String id = request.pathParameter("unitId");
        Optional<Unit> present =
                store.unitAndBelow(tx, who.unitId()).contains(id) ? store.unit(tx, id) : Optional.empty();
        if (present.isEmpty()) {
            return Answer.problem(noUnit());
        }
        Unit unit = present.get();
        Unit renamed = new Unit(
                unit.id(),
                unit.kind(),
                unit.parentId(),
                stripped(request.body(RenameBody.class).name()),
                unit.zone(),
                unit.country(),
                unit.ruleProfile());
        store.put(tx, renamed);
        write(tx, who, "UNIT_RENAMED", renamed);
        return Answer.ok(renamed);
    }

    private void write(Handle tx, SignedIn who, String action, Unit unit) {
        Map<String, String> detail = Map.of(
                "kind", unit.kind().name(),
                "ur", unit.name().ur(),
                "vi", unit.name().vi(),
                "en", unit.name().en());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), action, unit.id())
                        .with(detail));
    }

    private static Words stripped(Words name) {
        return new Words(name.ur().strip(), name.vi().strip(), name.en().strip());
    }

    private static Problem noUnit() {
        return Problem.notFound("Your post's unit has no such unit below it");
    }
}
