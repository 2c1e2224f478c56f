package org.kachehri.eoffice.files;

import java.time.Clock;
import org.kachehri.eoffice.cases.TicketOpened;
import org.kachehri.eoffice.cases.Tickets;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;

/** The module's door: case files, their note sheets and desks. Migrate cases before it. */
public final class Files {
    public static final ModuleSchema SCHEMA = new ModuleSchema("files");

    private final FileEndpoints endpoints;

    /** Subscribes to {@value TicketOpened#TYPE}. */
    public Files(
            Transactions transactions,
            Tickets tickets,
            PointStore points,
            Officials officials,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        FileStore files = new FileStore();
        OpenFileOnTicketOpened open = new OpenFileOnTicketOpened(files, tickets, points, clock);
        outbox.subscribe(new Subscription<>("OpenFileOnTicketOpened", TicketOpened.TYPE, TicketOpened.class, open::on));
        this.endpoints = new FileEndpoints(transactions, files, tickets, points, audit, clock);
    }

    /** Answers desk, file and addNote. */
    public void register(OfficialApi officials) {
        endpoints.register(officials);
    }
}
