package org.kachehri.scheduler.rota;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.calendar.LegalCalendar;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;

/** The rota as officials see and keep it, and the report. A post sees its unit and those below, and changes its own. */
final class RotaEndpoints {
    private final Transactions transactions;
    private final PointStore points;
    private final Leaders leaders;
    private final Calendars calendars;
    private final DutyProfiles duties;
    private final PlanDays planDays;
    private final MoveDay moveDay;
    private final MarkDay markDay;
    private final Clock clock;

    RotaEndpoints(
            Transactions transactions,
            PointStore points,
            Leaders leaders,
            Calendars calendars,
            DutyProfiles duties,
            PlanDays planDays,
            MoveDay moveDay,
            MarkDay markDay,
            Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.leaders = leaders;
        this.calendars = calendars;
        this.duties = duties;
        this.planDays = planDays;
        this.moveDay = moveDay;
        this.markDay = markDay;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("rota", Action.SEE_ROTA, (who, request) -> transactions.run(tx -> month(tx, who, request)));
        officials.on("rotaReport", Action.SEE_ROTA, (who, request) -> transactions.run(tx -> report(tx, who, request)));
        officials.on(
                "planRota",
                Action.PLAN_ROTA,
                (who, request) -> transactions.run(tx -> answer(planDays.plan(
                        tx, who, request.pathParameter("unitId"), request.body(PlanDays.Command.class)))));
        officials.on(
                "moveRotaDay",
                Action.KEEP_ROTA,
                (who, request) -> transactions.run(tx -> answer(
                        moveDay.move(tx, who, request.pathParameter("unitId"), request.body(MoveDay.Command.class)))));
        officials.on(
                "markRotaDay",
                Action.KEEP_ROTA,
                (who, request) -> transactions.run(tx -> answer(
                        markDay.mark(tx, who, request.pathParameter("unitId"), request.body(MarkDay.Command.class)))));
    }

    /** What the law asks of the unit's leader. */
    record DutyView(String profile, int days, Duty.Per per, Words law) {
        static Optional<DutyView> of(DutyProfiles duties, Unit unit, LocalDate day) {
            return duties.on(unit.country(), day).flatMap(profile -> profile.of(unit.kind())
                    .map(duty -> new DutyView(profile.name(), duty.days(), duty.per(), duty.law())));
        }
    }

    record DayView(
            LocalDate planned,
            LocalDate day,
            String begins,
            String ends,
            Form form,
            ReceptionDay.Moved moved,
            String reason,
            Held held) {
        static DayView of(ReceptionDay day) {
            return new DayView(
                    day.planned(),
                    day.day(),
                    day.rule().begins().toString(),
                    day.rule().ends().toString(),
                    day.rule().form(),
                    day.why(),
                    day.reason(),
                    day.held());
        }
    }

    record RuleView(String recurrence, LocalDate from, String begins, String ends, Form form) {
        static RuleView of(RotaRule rule) {
            return new RuleView(
                    rule.recurrence().toString(),
                    rule.from(),
                    rule.begins().toString(),
                    rule.ends().toString(),
                    rule.form());
        }
    }

    /** @param next null as long as no other rule is to begin */
    record LeaderView(
            String postId, String name, RuleView rule, RuleView next, List<DayView> days, MonthReport report) {}

    record DeclaredDay(LocalDate day, boolean working, String source) {}

    record MonthView(
            Unit unit,
            YearMonth month,
            LocalDate today,
            boolean mayKeep,
            boolean mayPlan,
            DutyView duty,
            List<DeclaredDay> declared,
            List<LocalDate> closed,
            List<LeaderView> leaders) {}

    private Answer month(Handle tx, SignedIn who, Request request) {
        Optional<Unit> unit = inJurisdiction(tx, who, request.pathParameter("unitId"));
        if (unit.isEmpty()) return notYourUnit();
        LocalDate today = LocalDate.ofInstant(clock.instant(), unit.get().zone());
        YearMonth month = request.query("month").map(YearMonth::parse).orElse(YearMonth.from(today));
        LegalCalendar calendar = calendars.of(tx, unit.get().country());
        List<LocalDate> all =
                month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList();
        boolean own = who.unitId().equals(unit.get().id());
        return Answer.ok(new MonthView(
                unit.get(),
                month,
                today,
                own && who.may(Action.KEEP_ROTA),
                own && who.may(Action.PLAN_ROTA),
                DutyView.of(duties, unit.get(), month.atDay(1)).orElse(null),
                all.stream()
                        .flatMap(day -> calendar.declared(day).stream())
                        .map(row -> new DeclaredDay(row.day(), row.working(), row.source()))
                        .toList(),
                all.stream().filter(day -> !calendar.isWorking(day)).toList(),
                leaders.of(tx, unit.get()).stream()
                        .map(leader -> leader(leader, leaders.days(tx, leader), month, today))
                        .toList()));
    }

    private LeaderView leader(Leaders.Leader leader, LeaderDays days, YearMonth month, LocalDate today) {
        LocalDate first = month.atDay(1);
        LocalDate last = month.atEndOfMonth();
        // Also what was planned in the month and is held in another: who looks there reads where it went.
        List<DayView> shown = days
                .between(first.minusDays(LeaderDays.FURTHEST_MOVE_DAYS), last.plusDays(LeaderDays.FURTHEST_MOVE_DAYS))
                .stream()
                .filter(day -> YearMonth.from(day.day()).equals(month)
                        || YearMonth.from(day.planned()).equals(month))
                .map(DayView::of)
                .toList();
        LocalDate looked = today.isBefore(first) ? first : today.isAfter(last) ? last : today;
        return new LeaderView(
                leader.post().id(),
                leader.name(),
                days.rule(looked).map(RuleView::of).orElse(null),
                days.rules().stream()
                        .filter(rule -> rule.from().isAfter(looked))
                        .findFirst()
                        .map(RuleView::of)
                        .orElse(null),
                shown,
                MonthReport.of(days, duties, leader.unit(), month, month, today).stream()
                        .findFirst()
                        .orElse(null));
    }

    record LeaderReport(Unit unit, String name, List<MonthReport> months) {}

    record Report(int year, LocalDate today, List<LeaderReport> leaders) {}

    private Answer report(Handle tx, SignedIn who, Request request) {
        Optional<Unit> top = inJurisdiction(tx, who, request.pathParameter("unitId"));
        if (top.isEmpty()) return notYourUnit();
        LocalDate here = LocalDate.ofInstant(clock.instant(), top.get().zone());
        int year = request.query("year").map(Integer::parseInt).orElse(here.getYear());
        YearMonth last = year < here.getYear() ? YearMonth.of(year, 12) : YearMonth.from(here);
        List<LeaderReport> rows = points.unitAndBelow(tx, top.get().id()).stream()
                .flatMap(unitId -> points.unit(tx, unitId).stream())
                .flatMap(unit -> leaders.of(tx, unit).stream())
                .map(leader -> new LeaderReport(
                        leader.unit(),
                        leader.name(),
                        MonthReport.of(
                                leaders.days(tx, leader),
                                duties,
                                leader.unit(),
                                YearMonth.of(year, 1),
                                last,
                                LocalDate.ofInstant(
                                        clock.instant(), leader.unit().zone()))))
                .toList();
        return Answer.ok(new Report(year, here, rows));
    }

    private Optional<Unit> inJurisdiction(Handle tx, SignedIn who, String unitId) {
        return points.unit(tx, unitId)
                .filter(unit -> points.unitAndBelow(tx, who.unitId()).contains(unit.id()));
    }

    private static Answer notYourUnit() {
        return Answer.problem(
                Problem.of(403, "not-your-unit", "You may see the rota of your own unit and of those below it"));
    }

    private static Answer answer(PlanDays.Outcome outcome) {
        return switch (outcome) {
            case PlanDays.Outcome.Planned() -> Answer.noContent();
            case PlanDays.Outcome.NoSuchLeader() ->
                Answer.problem(Problem.notFound("There is no such leader in your unit"));
            case PlanDays.Outcome.NotARule() ->
                Answer.problem(Problem.of(400, "not-a-rule", "A rota needs weekly or monthly days, at most three"));
            case PlanDays.Outcome.EndsBeforeItBegins() ->
                Answer.problem(Problem.of(400, "ends-before-it-begins", "The hours end before they begin"));
            case PlanDays.Outcome.WrongBeginning wrong ->
                Answer.problem(Problem.of(400, "wrong-beginning", "The rule begins on a day that it can't begin on")
                        .withDetail(wrong.earliest() + "/" + wrong.latest()));
        };
    }

    private static Answer answer(MoveDay.Outcome outcome) {
        return switch (outcome) {
            case MoveDay.Outcome.Moved() -> Answer.noContent();
            case MoveDay.Outcome.NoSuchDay() -> Answer.problem(Problem.notFound("There is no such day in your unit"));
            case MoveDay.Outcome.Over() ->
                Answer.problem(Problem.conflict("day-over", "The day is over or was held; it can't be moved"));
            case MoveDay.Outcome.TooFar() ->
                Answer.problem(Problem.of(
                        400, "too-far", "A day moves to one from today on, within sixty days of where it was planned"));
            case MoveDay.Outcome.OfficesClosed() ->
                Answer.problem(Problem.conflict("offices-closed", "Offices are closed on that day"));
            case MoveDay.Outcome.Taken() ->
                Answer.problem(Problem.conflict("day-taken", "The leader receives citizens on that day already"));
        };
    }

    private static Answer answer(MarkDay.Outcome outcome) {
        return switch (outcome) {
            case MarkDay.Outcome.Marked() -> Answer.noContent();
            case MarkDay.Outcome.NoSuchDay() -> Answer.problem(Problem.notFound("There is no such day in your unit"));
            case MarkDay.Outcome.NotYet() -> Answer.problem(Problem.conflict("day-ahead", "The day has not come yet"));
        };
    }
}
