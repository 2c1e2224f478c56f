package org.kachehri.scheduler.appointments;

import java.security.SecureRandom;
import java.time.Clock;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.http.HttpApi;
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

    /** @param recorders that write each reception; so many places are booked */
    public Appointments(
            Transactions transactions,
            PointStore points,
            Citizens citizens,
            Officials officials,
            Queue queue,
            int recorders,
            AuditLog audit,
            Clock clock,
            SecureRandom random) {
        AppointmentStore store = new AppointmentStore();
        Bookings bookings = new Bookings();
        this.endpoints = new AppointmentEndpoints(
                transactions,
                store,
                new ArrangeAppointment(
                        store, points, citizens, officials, queue.registerVisit(), bookings, recorders, audit, clock),
                new EarlierMatters(queue.visits(), citizens, clock),
                points,
                officials,
                bookings,
                queue,
                clock);
        this.feeds = new Feeds(transactions, store, officials, clock, random);
    }

    /** Answers appointments, what is decided about them, and officials' calendars. */
    public void register(HttpApi http, OfficialApi officials) {
        endpoints.register(officials);
        feeds.register(http, officials);
    }
}
