package org.kachehri.scheduler.rota;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.scheduler.points.Unit;

/**
 * One leader's month as the law counts it.
 *
 * @param due at least so many
 * @param byDeputy held, and not counted
 * @param ahead planned for today or later and not yet held
 * @param lacking of those due, what was neither held by the leader nor is still ahead, week for week where the law counts weeks
 */
record MonthReport(YearMonth month, int due, int inPerson, int online, int byDeputy, int ahead, int lacking) {
    /** Of the months from the first to the last, both included; months before the leader's first rule are left out. */
    static List<MonthReport> of(
            LeaderDays days, DutyProfiles duties, Unit unit, YearMonth first, YearMonth last, LocalDate today) {
        if (days.rules().isEmpty()) return List.of();
        LocalDate began = days.rules().getFirst().from();
        YearMonth begun = YearMonth.from(began);
        Map<Duty.Period, List<ReceptionDay>> byPeriod = new HashMap<>();
        Map<YearMonth, List<ReceptionDay>> byMonth = new HashMap<>();
        // A week of the first or last month may reach into its neighbour, and a holiday carry a day further.
        for (ReceptionDay day :
                days.between(first.minusMonths(1).atDay(1), last.plusMonths(2).atEndOfMonth())) {
            Duty.Period period = periodOf(duties, unit, day.countsOn());
            byPeriod.computeIfAbsent(period, none -> new ArrayList<>()).add(day);
            byMonth.computeIfAbsent(period.month(), none -> new ArrayList<>()).add(day);
        }
        List<MonthReport> months = new ArrayList<>();
        for (YearMonth month = begun.isAfter(first) ? begun : first;
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            int due = 0;
            int lacking = 0;
            for (Map.Entry<Duty.Period, Integer> one :
                    dueIn(duties, unit, month).entrySet()) {
                if (one.getKey().last().isBefore(began)) continue;
                due += one.getValue();
                long kept = byPeriod.getOrDefault(one.getKey(), List.of()).stream()
                        .filter(day -> counts(day, today))
                        .count();
                lacking += (int) Math.max(0, one.getValue() - kept);
            }
            List<ReceptionDay> all = byMonth.getOrDefault(month, List.of());
            months.add(new MonthReport(
                    month,
                    due,
                    held(all, Held.IN_PERSON),
                    held(all, Held.ONLINE),
                    held(all, Held.BY_DEPUTY),
                    (int) all.stream().filter(day -> isAhead(day, today)).count(),
                    lacking));
        }
        return months;
    }

    private static Map<Duty.Period, Integer> dueIn(DutyProfiles duties, Unit unit, YearMonth month) {
        Map<Duty.Period, Integer> due = new LinkedHashMap<>();
        Optional<Duty> duty = duties.of(unit, month.atDay(1));
        if (duty.isEmpty()) return due;
        // The Thursdays of a month are in all its weeks, and in no week of another.
        for (LocalDate day = month.atDay(1); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            Duty.Period period = duty.get().per().periodOf(day);
            if (period.month().equals(month)) due.put(period, duty.get().days());
        }
        return due;
    }

    /** A week may lie in two months with two rules; its Thursday's counts, as it does for the month. */
    private static Duty.Period periodOf(DutyProfiles duties, Unit unit, LocalDate day) {
        Duty.Period week = Duty.Per.WEEK.periodOf(day);
        boolean weekly = duties.of(unit, week.month().atDay(1))
                .map(duty -> duty.per() == Duty.Per.WEEK)
                .orElse(false);
        return weekly ? week : Duty.Per.MONTH.periodOf(day);
    }

    private static boolean counts(ReceptionDay day, LocalDate today) {
        return day.held() == null ? isAhead(day, today) : day.held().counts();
    }

    private static boolean isAhead(ReceptionDay day, LocalDate today) {
        return day.held() == null && !day.day().isBefore(today);
    }

    private static int held(List<ReceptionDay> days, Held how) {
        return (int) days.stream().filter(day -> day.held() == how).count();
    }
}
