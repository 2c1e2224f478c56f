package org.kachehri.scheduler.rota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.kachehri.scheduler.rota.LeaderDaysTest.day;
import static org.kachehri.scheduler.rota.LeaderDaysTest.of;
import static org.kachehri.scheduler.rota.LeaderDaysTest.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

class MonthReportTest {
    private static final Instant NOON = Instant.parse("2026-01-01T05:00:00Z");
    private static final DutyProfiles DUTIES = DutyProfiles.read();
    private static final Unit COMMUNE = unit(UnitKind.COMMUNE, Country.VN);

    @ParameterizedTest(name = "{0} of {1} in {2}: {3} due")
    @CsvSource({
        "COMMUNE, VN, 2025-06, 0, before the two tiers nothing is known",
        "COMMUNE, VN, 2025-07, 5, five Thursdays",
        "COMMUNE, VN, 2026-02, 4, four Thursdays",
        "COMMUNE, VN, 2026-06, 4, the last month of the weekly day",
        "COMMUNE, VN, 2026-07, 2, the amended law",
        "PROVINCE, VN, 2026-06, 1, monthly",
        "PROVINCE, VN, 2026-07, 1, still monthly",
        "COMMUNE, PK, 2026-07, 0, no law asks for it",
    })
    void aLeaderOwesWhatTheProfileOfTheMonthSays(UnitKind kind, Country country, String month, int due, String why) {
        LeaderDays none = of("FREQ=MONTHLY;BYMONTHDAY=1", "2025-01-01");
        YearMonth asked = YearMonth.parse(month);
        assertEquals(
                due,
                MonthReport.of(none, DUTIES, unit(kind, country), asked, asked, day("2027-01-01"))
                        .getFirst()
                        .due(),
                why);
    }

    @Test
    void theRuleChangesOnTheFirstOfJuly2026() {
        LeaderDays weekly = of("FREQ=WEEKLY;BYDAY=TH", "2025-07-03");
        LeaderDays held = held(weekly, day("2026-06-01"), day("2026-07-31"), Held.IN_PERSON);
        List<MonthReport> months = report(held, "2026-06", "2026-07", "2026-08-01");
        assertEquals(new MonthReport(YearMonth.of(2026, 6), 4, 4, 0, 0, 0, 0), months.get(0));
        assertEquals(new MonthReport(YearMonth.of(2026, 7), 2, 5, 0, 0, 0, 0), months.get(1));
    }

    @Test
    void twoDaysInOneWeekDoNotMakeUpForAWeekWithout() {
        LeaderDays days = of("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-01");
        LeaderDays held = held(days, day("2026-03-02"), day("2026-03-12"), Held.ONLINE);
        assertEquals(
                new MonthReport(YearMonth.of(2026, 3), 4, 0, 4, 0, 0, 2),
                report(held, "2026-03", "2026-03", "2026-04-05").getFirst());
    }

    @Test
    void whatADeputyHoldsIsShownAndDoesNotCount() {
        LeaderDays days = of("FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-07-01");
        LeaderDays first = held(days, day("2026-09-01"), day("2026-09-10"), Held.IN_PERSON);
        LeaderDays both = held(first, day("2026-09-11"), day("2026-09-30"), Held.BY_DEPUTY);
        assertEquals(
                new MonthReport(YearMonth.of(2026, 9), 2, 1, 0, 1, 0, 1),
                report(both, "2026-09", "2026-09", "2026-10-01").getFirst());
    }

    @Test
    void whatIsStillAheadIsNotLackingAndADayThatPassedUnheldIs() {
        LeaderDays days = of("FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-07-01");
        assertEquals(
                new MonthReport(YearMonth.of(2026, 11), 2, 0, 0, 0, 2, 0),
                report(days, "2026-11", "2026-11", "2026-11-01").getFirst());
        assertEquals(
                new MonthReport(YearMonth.of(2026, 11), 2, 0, 0, 0, 1, 1),
                report(days, "2026-11", "2026-11", "2026-11-06").getFirst());
    }

    @Test
    void aHolidayKeepsTheDayInItsMonthAndAMoveByHandDoesNot() {
        // The last day of August 2026 is swapped, the two after it are National Day.
        LeaderDays days = of("FREQ=MONTHLY;BYMONTHDAY=31", "2026-08-01");
        LeaderDays held = held(days, day("2026-09-03"), day("2026-09-03"), Held.IN_PERSON);
        assertEquals(
                1, report(held, "2026-08", "2026-08", "2026-11-30").getFirst().inPerson());
        LeaderDays moved = new LeaderDays(
                List.of(rule("FREQ=MONTHLY;BYDAY=4TH", "2026-09-01", 0)),
                List.of(new LeaderDays.Move(day("2026-09-24"), day("2026-10-02"), "storm", NOON)),
                List.of(),
                days.calendar(),
                days.zone());
        List<MonthReport> months = report(moved, "2026-09", "2026-10", "2026-09-20");
        assertEquals(0, months.get(0).ahead());
        assertEquals(2, months.get(0).lacking());
        assertEquals(2, months.get(1).ahead());
    }

    @Test
    void monthsBeforeTheFirstRuleAreNotReported() {
        LeaderDays days = of("FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-15");
        assertEquals(
                List.of(YearMonth.of(2026, 9), YearMonth.of(2026, 10)),
                report(days, "2026-01", "2026-10", "2026-10-31").stream()
                        .map(MonthReport::month)
                        .toList());
    }

    private static List<MonthReport> report(LeaderDays days, String first, String last, String today) {
        return MonthReport.of(days, DUTIES, COMMUNE, YearMonth.parse(first), YearMonth.parse(last), day(today));
    }

    private static LeaderDays held(LeaderDays days, LocalDate first, LocalDate last, Held how) {
        List<LeaderDays.Mark> marks = new ArrayList<>(days.marks());
        days.between(first, last).forEach(day -> marks.add(new LeaderDays.Mark(day.planned(), day.day(), how, NOON)));
        return new LeaderDays(days.rules(), days.moves(), marks, days.calendar(), days.zone());
    }

    private static Unit unit(UnitKind kind, Country country) {
        return new Unit("u", kind, null, new Words("u", "u", "u"), ZoneId.of("Asia/Ho_Chi_Minh"), country, "none");
    }
}
