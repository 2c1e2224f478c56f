package org.kachehri.scheduler.points;

import org.kachehri.identity.access.OfficialApi;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;

/** The module's door: units and points over HTTP. */
public final class Points {
    public static final ModuleSchema SCHEMA = new ModuleSchema("points");

    private final Transactions transactions;
    private final PointStore store;

    public Points(Transactions transactions, PointStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** Answers units and points. */
    public void register(OfficialApi api) {
        api.on("units", (who, request) -> Answer.ok(transactions.run(store::units)));
        // A post sees the points of its own unit and of those below.
        api.on(
                "points",
                (who, request) ->
                        Answer.ok(transactions.run(tx -> store.points(tx, store.unitAndBelow(tx, who.unitId())))));
    }
}
