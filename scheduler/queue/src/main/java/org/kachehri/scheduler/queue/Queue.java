package org.kachehri.scheduler.queue;

import java.security.SecureRandom;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.pass.Passes;
import org.kachehri.identity.people.Citizens;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.readiness.Readiness;

/** The module's door: visits, numbers, the board and the kiosk. Migrate people and points before it. */
public final class Queue {
    public static final ModuleSchema SCHEMA = new ModuleSchema("queue");

    public static final Problem NOT_YOUR_POINT =
            Problem.of(403, "not-your-point", "Your post takes in no visits at this point");

    public static final Problem INCOMPLETE = Problem.of(400, "incomplete", "Something is missing");

    private final Transactions transactions;
    private final PointStore points;
    private final Citizens citizens;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;
    private final Visits visits;
    private final KioskLinks links;
    private final Intake intake;
    private final RegisterVisit registerVisit;

    public Queue(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            Outbox outbox,
            AuditLog audit,
            Clock clock,
            SecureRandom random) {
        this.transactions = transactions;
        this.points = points;
        this.citizens = citizens;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.visits = new Visits(clock);
        this.links = new KioskLinks(clock, random);
        this.intake = new Intake(points, citizens);
        this.registerVisit = new RegisterVisit(intake, visits.store(), visits.turns(), links, outbox, audit, clock);
    }

    public Visits visits() {
        return visits;
    }

    public Intake intake() {
        return intake;
    }

    public RegisterVisit registerVisit() {
        return registerVisit;
    }

    /** What the officer is told who has registered somebody: the visit, and the link that is shown once. */
    public Answer registered(Handle tx, Request request, RegisterVisit.Outcome.Registered registered) {
        return VisitEndpoints.registered(tx, citizens, request, registered);
    }

    /** The gate for operations of citizens, also of the modules above. */
    public KioskApi kioskApi(HttpApi http) {
        return new KioskApi(http, links, transactions);
    }

    /** Answers who asks for a pass of a visit. */
    public void registerPasses(OfficialApi officials, Passes passes) {
        new VisitPassEndpoint(transactions, points, visits.store(), passes, clock).register(officials);
    }

    /**
     * Answers today, visits, the board and the kiosk.
     *
     * @param receptions from the module of the live rooms, for the page of today
     */
    public void register(
            HttpApi http, OfficialApi officials, KioskApi kiosk, TodaysReceptions receptions, Readiness readiness) {
        new VisitEndpoints(
                        transactions,
                        points,
                        citizens,
                        visits.store(),
                        visits.turns(),
                        links,
                        registerVisit,
                        audit,
                        clock,
                        receptions,
                        readiness)
                .register(http, officials);
        new QueueEndpoints(
                        transactions,
                        points,
                        citizens,
                        visits.turns(),
                        new MoveVisit(points, visits.store(), visits.turns(), links, audit, clock),
                        clock)
                .register(officials);
        new KioskEndpoints(transactions, visits.store(), visits.turns(), links, outbox, audit, clock)
                .register(http, kiosk);
    }
}
