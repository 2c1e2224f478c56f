package org.kachehri.scheduler.rota;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;

/**
 * The reception days of a unit as the law wants them published, to read and as a calendar that a phone subscribes to. Open to everybody:
 * holds nothing but what hangs on the office's door.
 */
final class PublicDays {
    /** How far ahead is published. */
    private static final int MONTHS = 3;

    /** Proxies and phones may keep it so long; a day that was moved is known everywhere after it. */
    private static final String MAX_AGE = "public, max-age=300";

    private final Transactions transactions;
    private final PointStore points;
    private final Leaders leaders;
    private final DutyProfiles duties;
    private final Clock clock;

    PublicDays(Transactions transactions, PointStore points, Leaders leaders, DutyProfiles duties, Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.leaders = leaders;
        this.duties = duties;
        this.clock = clock;
    }

    void register(HttpApi http) {
        http.on(
                "receptionDays",
                request -> transactions.run(tx -> points.unit(tx, request.pathParameter("unitId"))
                        .map(unit -> Answer.ok(published(tx, unit)).withHeader("Cache-Control", MAX_AGE))
                        .orElseGet(PublicDays::unknown)));
        http.on("rotaFeed", request -> transactions.run(tx -> feed(tx, request)));
    }

    record Line(
            LocalDate day,
            String begins,
            String ends,
            Form form,
            String leader,
            LocalDate planned,
            ReceptionDay.Moved moved,
            String reason) {}

    record Published(Unit unit, List<Point> points, LocalDate today, List<Line> days, RotaEndpoints.DutyView duty) {}

    private Published published(Handle tx, Unit unit) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), unit.zone());
        List<Line> lines = ahead(tx, unit, today).stream()
                .map(one -> new Line(
                        one.day().day(),
                        one.day().rule().begins().toString(),
                        one.day().rule().ends().toString(),
                        one.day().rule().form(),
                        one.leader().name(),
                        one.day().planned(),
                        one.day().why(),
                        one.day().reason()))
                .toList();
        RotaEndpoints.DutyView duty =
                RotaEndpoints.DutyView.of(duties, unit, today).orElse(null);
        return new Published(unit, points.points(tx, Set.of(unit.id())), today, lines, duty);
    }

    private Answer feed(Handle tx, Request request) {
        // The protocol document has seen that it ends so.
        String file = request.pathParameter("file");
        Optional<Unit> unit = points.unit(tx, file.substring(0, file.length() - ".ics".length()));
        if (unit.isEmpty()) return unknown();
        Language language = request.query("lang")
                .map(Language::of)
                .orElse(unit.get().country() == Country.VN ? Language.VI : Language.UR);
        LocalDate today = LocalDate.ofInstant(clock.instant(), unit.get().zone());
        String text = RotaFeed.write(unit.get(), language, ahead(tx, unit.get(), today));
        return Answer.text(200, "text/calendar", text)
                .withHeader("Cache-Control", MAX_AGE)
                .withHeader("Content-Disposition", "inline; filename=\"" + file + "\"");
    }

    private List<RotaFeed.Entry> ahead(Handle tx, Unit unit, LocalDate today) {
        return leaders.of(tx, unit).stream()
                .flatMap(leader -> leaders.days(tx, leader).between(today, today.plusMonths(MONTHS)).stream()
                        .map(day -> new RotaFeed.Entry(leader, day)))
                .sorted(Comparator.comparing((RotaFeed.Entry one) -> one.day().day())
                        .thenComparing(one -> one.day().rule().begins()))
                .toList();
    }

    private static Answer unknown() {
        return Answer.problem(Problem.notFound("There is no such unit"));
    }
}
