package org.kachehri.scheduler.appointments;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.courier.SmsGateway;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.queue.Queue;

/** The module's door: appointments over HTTP. Migrate points, queue and bookings before it. */
public final class Appointments {
    public static final ModuleSchema SCHEMA = new ModuleSchema("appointments");

    private final AppointmentEndpoints endpoints;
    private final Feeds feeds;
    private final Invitations invitations;

    /**
     * @param recorders that write each reception; so many places are booked
     * @param gateway empty: citizens get a slip, and no message
     * @param origin under which citizens reach the portal, for messages
     */
    public Appointments(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            Officials officials,
            Queue queue,
            int recorders,
            Optional<SmsGateway> gateway,
            String origin,
            Outbox outbox,
            AuditLog audit,
            Clock clock,
            SecureRandom random) {
        AppointmentStore store = new AppointmentStore();
        Bookings bookings = new Bookings();
        this.invitations = new Invitations(store, citizens, gateway, origin, clock, random);
        this.endpoints = new AppointmentEndpoints(
                transactions,
                store,
                new ArrangeAppointment(
                        store,
                        points,
                        citizens,
                        officials,
                        queue.registerVisit(),
                        bookings,
                        recorders,
                        outbox,
                        audit,
                        clock),
                new EarlierMatters(queue.visits(), citizens, clock),
                invitations,
                points,
                officials,
                bookings,
                queue,
                clock);
        this.feeds = new Feeds(transactions, store, officials, clock, random);
    }

    /** Who tells citizens what was decided. */
    public Subscription<?> subscription() {
        return invitations.subscription();
    }

    /** Answers appointments, what is decided about them, and officials' calendars. */
    public void register(HttpApi http, OfficialApi officials) {
        endpoints.register(http, officials);
        feeds.register(http, officials);
    }
}
