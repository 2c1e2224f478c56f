package org.kachehri.scheduler.rota;

import java.time.Clock;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.PointStore;

/** The module's door: leaders' reception days. Migrate people, points and calendar before it. */
public final class Rota {
    public static final ModuleSchema SCHEMA = new ModuleSchema("rota");

    private final PlanDays planDays;
    private final MarkDay markDay;
    private final RotaEndpoints endpoints;
    private final PublicDays publicDays;

    public Rota(
            Transactions transactions,
            Officials officials,
            PointStore points,
            Calendars calendars,
            AuditLog audit,
            Clock clock) {
        RotaStore store = new RotaStore();
        Leaders leaders = new Leaders(officials, points, calendars, store);
        DutyProfiles duties = DutyProfiles.read();
        this.planDays = new PlanDays(leaders, store, audit, clock);
        this.markDay = new MarkDay(leaders, store, audit, clock);
        MoveDay moveDay = new MoveDay(leaders, store, audit, clock);
        this.endpoints =
                new RotaEndpoints(transactions, points, leaders, calendars, duties, planDays, moveDay, markDay, clock);
        this.publicDays = new PublicDays(transactions, points, leaders, duties, clock);
    }

    public PlanDays planDays() {
        return planDays;
    }

    public MarkDay markDay() {
        return markDay;
    }

    /** Answers receptionDays and rotaFeed for everybody; rota, moveRotaDay, markRotaDay, planRota and rotaReport for officials. */
    public void register(HttpApi http, OfficialApi officials) {
        publicDays.register(http);
        endpoints.register(officials);
    }
}
