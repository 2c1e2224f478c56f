package org.kachehri.scheduler.calendar;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.UnitKind;

/** Lets the centre declare days off and swapped days, also late: when the moon was seen. */
public final class CalendarEndpoints {
    private static final Problem CENTRE_ONLY =
            Problem.of(403, "centre-only", "Days off are declared at the centre, for the whole country");

    /** Nobody declares days further back or ahead. */
    private static final int YEARS = 2;

    private final Transactions transactions;
    private final Calendars calendars;
    private final PointStore points;
    private final AuditLog audit;
    private final Clock clock;

    public CalendarEndpoints(
            Transactions transactions, Calendars calendars, PointStore points, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.calendars = calendars;
        this.points = points;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers declaredDays and declareDay. */
    public void register(OfficialApi officials) {
        officials.on("declaredDays", Action.KEEP_CALENDAR, (who, request) -> {
            Country country = Country.valueOf(request.query("country").orElseThrow());
            int year = Integer.parseInt(request.query("year").orElseThrow());
            return Answer.ok(transactions.run(tx -> calendars.of(tx, country)).declaredIn(year));
        });
        officials.on("declareDay", Action.KEEP_CALENDAR, this::declare);
    }

    record DayBody(Country country, LocalDate day, boolean working, String source) {}

    private Answer declare(SignedIn who, Request request) {
        DayBody body = request.body(DayBody.class);
        String source = body.source().strip();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (source.isEmpty()) return field("source");
        if (Math.abs(ChronoUnit.DAYS.between(today, body.day())) > YEARS * 366L) return field("day");
        return transactions.run(tx -> {
            if (points.unit(tx, who.unitId())
                    .filter(unit -> unit.kind() == UnitKind.CENTRAL)
                    .isEmpty()) {
                return Answer.problem(CENTRE_ONLY);
            }
            LegalCalendar.Row row = new LegalCalendar.Row(
                    body.day(), body.working(), source, clock.instant().truncatedTo(ChronoUnit.MICROS));
            calendars.declare(tx, body.country(), row);
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "DECLARE_DAY", body.country() + " " + body.day())
                            .because(source)
                            .with(Map.of("working", String.valueOf(body.working()))));
            return Answer.json(201, row);
        });
    }

    private static Answer field(String name) {
        return Answer.problem(Problem.of(400, "malformed", "A day has a source, and isn't far away")
                .withFields(Map.of(name, "wrong")));
    }
}
