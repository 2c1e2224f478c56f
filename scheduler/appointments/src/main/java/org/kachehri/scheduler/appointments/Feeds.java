package org.kachehri.scheduler.appointments;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.Secrets;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * An official's appointments for the calendar on their telephone (iCalendar, RFC 5545), behind an address that only they know: programs
 * that read calendars can't sign in. It says number, time and place, never who comes or why. Tokens are kept as their hashes.
 */
final class Feeds {
    private static final int TOKEN_BYTES = 32;
    private static final Duration BACK = Duration.ofDays(30);
    private static final Duration AHEAD = Duration.ofDays(366);

    private final Transactions transactions;
    private final AppointmentStore store;
    private final Officials officials;
    private final Clock clock;
    private final SecureRandom random;

    Feeds(Transactions transactions, AppointmentStore store, Officials officials, Clock clock, SecureRandom random) {
        this.transactions = transactions;
        this.store = store;
        this.officials = officials;
        this.clock = clock;
        this.random = random;
    }

    void register(HttpApi http, OfficialApi officialApi) {
        officialApi.on("openFeed", this::open);
        officialApi.on("closeFeed", (who, request) -> {
            transactions.act(tx -> close(tx, who));
            return Answer.noContent();
        });
        http.on("feed", this::read);
    }

    record Feed(String url) {}

    /** A new address; the one before stops working. */
    private Answer open(SignedIn who, Request request) {
        String token = Secrets.fresh(random, TOKEN_BYTES);
        transactions.act(tx -> {
            close(tx, who);
            tx.createUpdate(
                            "INSERT INTO appointments.feed (official_id, token_hash, since) VALUES (:official, :hash, :now)")
                    .bind("official", who.officialId())
                    .bind("hash", Secrets.hash(token))
                    .bind("now", Timestamp.from(clock.instant()))
                    .execute();
        });
        return Answer.json(201, new Feed(request.origin() + "/api/calendar-feeds/" + token));
    }

    private static void close(Handle tx, SignedIn who) {
        tx.createUpdate("DELETE FROM appointments.feed WHERE official_id = :official")
                .bind("official", who.officialId())
                .execute();
    }

    private Answer read(Request request) {
        return transactions.run(tx -> {
            Optional<Official> owner = tx.createQuery(
                            "SELECT official_id FROM appointments.feed WHERE token_hash = :hash")
                    .bind("hash", Secrets.hash(request.pathParameter("token")))
                    .mapTo(String.class)
                    .findOne()
                    .flatMap(id -> officials.official(tx, id));
            if (owner.isEmpty()) return Answer.problem(Problem.notFound("There is no such calendar"));
            List<Appointment> own = store.ofOfficial(
                    tx,
                    owner.get().id(),
                    clock.instant().minus(BACK),
                    clock.instant().plus(AHEAD));
            return Answer.text(200, "text/calendar; charset=utf-8", calendar(owner.get(), own, request.origin()));
        });
    }

    private String calendar(Official owner, List<Appointment> appointments, String origin) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Kachehri//Citizen reception//EN");
        for (Appointment one : appointments) {
            VEvent event = new VEvent();
            event.setUid(one.id() + "@kachehri");
            event.setDateTimeStamp(Date.from(clock.instant()));
            event.setSummary(one.code());
            event.setDateStart(Date.from(one.plan().startsAt()));
            event.setDateEnd(Date.from(one.plan().endsAt()));
            event.setLocation(one.pointName().in(owner.language()));
            event.setUrl(origin + "/appointments/" + one.id());
            calendar.addEvent(event);
        }
        return Biweekly.write(calendar).go();
    }
}
