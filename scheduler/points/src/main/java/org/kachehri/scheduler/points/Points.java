package org.kachehri.scheduler.points;

import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** The module's door: units and points over HTTP. */
public final class Points {
    public static final ModuleSchema SCHEMA = new ModuleSchema("points");

    private final Transactions transactions;
    private final PointStore store;
    private final AuditLog audit;

    public Points(Transactions transactions, PointStore store, AuditLog audit) {
        this.transactions = transactions;
        this.store = store;
        this.audit = audit;
    }

    /** Answers units, points, foundUnit and renameUnit. */
    public void register(OfficialApi api) {
        new UnitEndpoints(transactions, store, audit).register(api);
        api.on("units", (who, request) -> Answer.ok(transactions.run(store::units)));
        // A post sees the points of its own unit and of those below.
        api.on(
                "points",
                (who, request) ->
                        Answer.ok(transactions.run(tx -> store.points(tx, store.unitAndBelow(tx, who.unitId())))));
    }
}
