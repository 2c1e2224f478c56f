package org.kachehri.eoffice.cases;

import java.time.Clock;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.queue.KioskApi;
import org.kachehri.scheduler.queue.Visits;

/** The module's door: the reception book, tickets and their clocks. Migrate people, points, calendar and queue before it. */
public final class Cases {
    public static final ModuleSchema SCHEMA = new ModuleSchema("cases");

    private final TicketStore store = new TicketStore();
    private final Tickets tickets;
    private final CaseEndpoints endpoints;

    public Cases(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            Visits visits,
            HeardReceptions receptions,
            Calendars calendars,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        RuleProfiles profiles = new RuleProfiles();
        this.tickets = new Tickets(store, points, profiles, calendars, clock);
        Conclude conclude =
                new Conclude(points, citizens, visits, receptions, profiles, calendars, store, outbox, audit, clock);
        this.endpoints = new CaseEndpoints(transactions, conclude, store, tickets, points, visits, receptions, clock);
    }

    public Tickets tickets() {
        return tickets;
    }

    /** Answers previewConclusion, conclude, book, tickets, ticket and kioskReceipt. */
    public void register(OfficialApi officials, KioskApi kiosk) {
        endpoints.register(officials, kiosk);
    }
}
