package org.kachehri.scheduler.appointments;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Secrets;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Person;
import org.kachehri.platform.courier.SmsGateway;
import org.kachehri.platform.outbox.Subscription;

/**
 * Tells citizens where their appointment stands: a link on a slip or in a short message, which says number and nothing else. Who reports
 * under protection is never written to: they are told in person. Links are kept as their hashes.
 */
final class Invitations {
    /** 128 bits can't be guessed within the weeks that a link lives. */
    private static final int TOKEN_BYTES = 16;

    /** Who comes too late still reads that they were expected, and whom to ask. */
    private static final Duration AFTERWARDS = Duration.ofDays(30);

    private final AppointmentStore store;
    private final Citizens citizens;
    private final Optional<SmsGateway> gateway;
    private final String origin;
    private final Clock clock;
    private final SecureRandom random;

    /** @param origin under which citizens reach the portal */
    Invitations(
            AppointmentStore store,
            Citizens citizens,
            Optional<SmsGateway> gateway,
            String origin,
            Clock clock,
            SecureRandom random) {
        this.store = store;
        this.citizens = citizens;
        this.gateway = gateway;
        this.origin = origin;
        this.clock = clock;
        this.random = random;
    }

    Subscription<AppointmentTold> subscription() {
        return new Subscription<>(
                "TellCitizenOnAppointmentTold", AppointmentTold.TYPE, AppointmentTold.class, this::tell);
    }

    /** Whether they are written to when something is decided. */
    boolean reaches(Handle tx, Appointment appointment) {
        return gateway.isPresent() && telephone(tx, appointment).isPresent();
    }

    /** A new link; those that were given before go on working until the same time. */
    String link(Handle tx, Appointment appointment, String at) {
        Instant now = clock.instant();
        tx.createUpdate("DELETE FROM appointments.invitation WHERE expires_at <= :now")
                .bind("now", Timestamp.from(now))
                .execute();
        String token = Secrets.fresh(random, TOKEN_BYTES);
        Instant ends = appointment.plan() == null ? now : appointment.plan().endsAt();
        tx.createUpdate(
                        """
                        INSERT INTO appointments.invitation (token_hash, appointment_id, expires_at)
                        VALUES (:hash, :appointment, :expires)""")
                .bind("hash", Secrets.hash(token))
                .bind("appointment", appointment.id())
                .bind("expires", Timestamp.from((ends.isBefore(now) ? now : ends).plus(AFTERWARDS)))
                .execute();
        // In the fragment, which browsers never send: no server's or proxy's log holds the token.
        return at + "/a#" + token;
    }

    Optional<Appointment> opened(Handle tx, String token) {
        return tx.createQuery(
                        """
                        SELECT appointment_id FROM appointments.invitation WHERE token_hash = :hash AND expires_at > :now""")
                .bind("hash", Secrets.hash(token))
                .bind("now", Timestamp.from(clock.instant()))
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> store.find(tx, id));
    }

    private void tell(Handle tx, AppointmentTold event) throws IOException, InterruptedException {
        Appointment appointment = store.find(tx, event.appointmentId()).orElseThrow();
        Optional<String> telephone = telephone(tx, appointment);
        if (gateway.isEmpty() || telephone.isEmpty()) return;
        gateway.get().send(telephone.get(), appointment.code() + " " + link(tx, appointment, origin));
    }

    private Optional<String> telephone(Handle tx, Appointment appointment) {
        return citizens.person(tx, appointment.citizenId())
                .flatMap(Person::details)
                .map(CitizenDetails::phone);
    }
}
