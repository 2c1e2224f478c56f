package org.kachehri.scheduler.rota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.scheduler.calendar.LegalCalendar;

class LeaderDaysTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Instant LONG_AGO = Instant.parse("2024-12-01T00:00:00Z");
    private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    /** Made by hand: Tết of three years, the days around 2 September, and the Saturdays on which work is made up for. */
    private static final LegalCalendar CALENDAR = calendar(
            "2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-05-02 2025-09-01 2025-09-02 "
                    + "2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-08-31 2026-09-01 2026-09-02 "
                    + "2027-02-05 2027-02-08 2027-02-09 2027-02-10 2027-02-11",
            "2025-04-26 2026-08-22");

    @Test
    void aWeeklyDayInTetMovesToTheNextWorkingDayThatIsFree() {
        LeaderDays days = of("FREQ=WEEKLY;BYDAY=MO", "2026-01-05");
        // Monday the 16th is Tết; Monday the 23rd is the first working day after it, and is a reception day itself.
        assertDays(days, "2026-02", "02 09 23 24");
        ReceptionDay moved = days.planned(day("2026-02-16")).orElseThrow();
        assertEquals(ReceptionDay.Moved.HOLIDAY, moved.why());
        assertEquals(day("2026-02-24"), moved.day());
        assertEquals(day("2026-02-16"), moved.countsOn());
    }

    @Test
    void aMonthlyDayInTetMovesToTheFirstDayAfterIt() {
        assertDays(of("FREQ=MONTHLY;BYDAY=4TU", "2025-01-01"), "2025-01", "");
        assertDays(of("FREQ=MONTHLY;BYDAY=4TU", "2025-01-01"), "2025-02", "03 25");
        assertDays(of("FREQ=MONTHLY;BYMONTHDAY=8", "2027-01-01"), "2027-02", "12");
    }

    @Test
    void aSwappedSaturdayIsAWorkingDayAndTheDayItIsSwappedWithIsNone() {
        assertDays(of("FREQ=MONTHLY;BYDAY=4SA", "2026-01-01"), "2026-08", "22");
        assertDays(of("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01"), "2026-09", "03");
        assertDays(of("FREQ=MONTHLY;BYDAY=1FR", "2025-01-01"), "2025-05", "05");
        // Any other Saturday isn't.
        assertDays(of("FREQ=MONTHLY;BYDAY=4SA", "2026-01-01"), "2026-07", "27");
    }

    @Test
    void eidDeclaredTheEveningBeforeMovesTheDayAndDeclaredAfterItDoesNot() {
        LeaderDays asPlanned = of("FREQ=MONTHLY;BYDAY=3FR", "2026-01-01");
        assertDays(asPlanned, "2026-03", "20");
        assertDays(with(asPlanned, "2026-03-20", "2026-03-19T14:00:00Z"), "2026-03", "23");
        assertDays(with(asPlanned, "2026-03-20", "2026-03-20T14:00:00Z"), "2026-03", "20");
    }

    @Test
    void aDayThatWasHeldStaysWhereItWasHeld() {
        LeaderDays planned = of("FREQ=MONTHLY;BYDAY=3FR", "2026-01-01");
        LeaderDays held = new LeaderDays(
                planned.rules(),
                List.of(),
                List.of(new LeaderDays.Mark(
                        day("2026-03-20"), day("2026-03-20"), Held.ONLINE, Instant.parse("2026-03-20T10:00:00Z"))),
                with(planned, "2026-03-20", "2026-03-19T14:00:00Z").calendar(),
                VIET_NAM);
        assertDays(held, "2026-03", "20");
        assertEquals(Held.ONLINE, held.planned(day("2026-03-20")).orElseThrow().held());
    }

    @Test
    void aDayMovedByHandIsWhereItWasMovedAndMovesOnWhenAHolidayIsDeclaredThere() {
        LeaderDays planned = of("FREQ=MONTHLY;BYDAY=3FR", "2026-01-01");
        LeaderDays moved = new LeaderDays(
                planned.rules(),
                List.of(
                        new LeaderDays.Move(day("2026-06-19"), day("2026-06-24"), "flood", LONG_AGO),
                        new LeaderDays.Move(
                                day("2026-06-19"), day("2026-06-25"), "bridge closed", LONG_AGO.plusSeconds(9))),
                List.of(),
                planned.calendar(),
                VIET_NAM);
        assertDays(moved, "2026-06", "25");
        ReceptionDay day = moved.planned(day("2026-06-19")).orElseThrow();
        assertEquals("bridge closed", day.reason());
        assertEquals(2, day.moves());
        assertDays(with(moved, "2026-06-25", "2026-06-20T00:00:00Z"), "2026-06", "26");
    }

    @Test
    void aNewRuleEndsTheOldOneAndWhatWasToBeginLater() {
        RotaRule weekly = rule("FREQ=WEEKLY;BYDAY=TH", "2026-01-01", 0);
        RotaRule later = rule("FREQ=WEEKLY;BYDAY=FR", "2026-08-01", 1);
        RotaRule twice = rule("FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-07-01", 2);
        LeaderDays days = new LeaderDays(List.of(weekly, later, twice), List.of(), List.of(), CALENDAR, VIET_NAM);
        assertDays(days, "2026-06", "04 11 18 25");
        assertDays(days, "2026-07", "02 16");
        assertDays(days, "2026-08", "06 20");
        assertEquals(twice, days.rule(day("2026-09-01")).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverTheCalendarNoDayIsLostNoTwoBecomeOneAndOfficesAreOpen(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            LeaderDays days = anything(random);
            String what = "seed " + seed + " round " + round + " " + days.rules();
            List<ReceptionDay> year = days.between(day("2025-01-01"), day("2026-12-31"));
            Set<LocalDate> distinct = new HashSet<>();
            for (ReceptionDay day : year) {
                assertTrue(distinct.add(day.day()), what);
                assertTrue(days.isOpen(day.day(), day.rule()), what + " closed on " + day.day());
                assertFalse(day.moves() == 0 && day.day().isBefore(day.planned()), what);
                assertEquals(day.why() == null, day.day().equals(day.planned()) && day.moves() == 0, what);
            }
            // Each planned day is there, the last ones perhaps in the next year.
            List<LocalDate> planned = days.rules().getFirst().recurrence().days(day("2025-01-01"), day("2026-09-30"));
            Set<LocalDate> named =
                    new HashSet<>(year.stream().map(ReceptionDay::planned).toList());
            assertTrue(named.containsAll(planned), what);
            // Month by month it is the same as at once.
            List<ReceptionDay> monthly = new ArrayList<>();
            for (YearMonth month = YearMonth.of(2025, 1); month.getYear() < 2027; month = month.plusMonths(1)) {
                monthly.addAll(days.between(month.atDay(1), month.atEndOfMonth()));
            }
            assertEquals(year, monthly, what);
        }
    }

    private static LeaderDays anything(Random random) {
        List<String> rules = List.of(
                "FREQ=WEEKLY;BYDAY=MO",
                "FREQ=WEEKLY;BYDAY=TU,TH",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE",
                "FREQ=MONTHLY;BYDAY=1TU,3TU",
                "FREQ=MONTHLY;BYDAY=-1FR",
                "FREQ=MONTHLY;BYMONTHDAY=1,2,3",
                "FREQ=MONTHLY;BYMONTHDAY=31",
                "FREQ=MONTHLY;BYDAY=SA");
        List<LegalCalendar.Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            LocalDate first = day("2025-01-01").plusDays(random.nextInt(700));
            int length = 1 + random.nextInt(9);
            Instant declared = first.minusDays(random.nextInt(4) - 1)
                    .atStartOfDay(VIET_NAM)
                    .toInstant();
            for (int d = 0; d < length; d++) {
                rows.add(new LegalCalendar.Row(first.plusDays(d), random.nextInt(6) == 0, "some", declared));
            }
        }
        LeaderDays days = new LeaderDays(
                List.of(rule(rules.get(random.nextInt(rules.size())), "2025-01-01", 0)),
                List.of(),
                List.of(),
                new LegalCalendar(WEEKEND, rows),
                VIET_NAM);
        List<LeaderDays.Move> moves = new ArrayList<>();
        for (ReceptionDay one : days.between(day("2025-02-01"), day("2026-08-01"))) {
            if (random.nextInt(9) != 0) continue;
            LocalDate to = one.planned().plusDays(random.nextInt(40) - 20);
            moves.add(new LeaderDays.Move(one.planned(), to, "because", LONG_AGO));
        }
        return new LeaderDays(days.rules(), moves, List.of(), days.calendar(), VIET_NAM);
    }

    static LeaderDays of(String recurrence, String from) {
        return new LeaderDays(List.of(rule(recurrence, from, 0)), List.of(), List.of(), CALENDAR, VIET_NAM);
    }

    static RotaRule rule(String recurrence, String from, int order) {
        return new RotaRule(
                day(from),
                Recurrence.parse(recurrence).orElseThrow(),
                LocalTime.of(7, 30),
                LocalTime.of(11, 30),
                Form.IN_PERSON,
                LONG_AGO.plusSeconds(order));
    }

    /** The same with one more day off. */
    private static LeaderDays with(LeaderDays days, String off, String declaredAt) {
        LegalCalendar more = new LegalCalendar(
                WEEKEND, List.of(new LegalCalendar.Row(day(off), false, "declared late", Instant.parse(declaredAt))));
        return new LeaderDays(days.rules(), days.moves(), days.marks(), more, VIET_NAM);
    }

    private static LegalCalendar calendar(String off, String swapped) {
        List<LegalCalendar.Row> rows = new ArrayList<>();
        Arrays.stream(off.split(" ")).forEach(one -> rows.add(new LegalCalendar.Row(day(one), false, "off", LONG_AGO)));
        Arrays.stream(swapped.split(" "))
                .forEach(one -> rows.add(new LegalCalendar.Row(day(one), true, "swapped", LONG_AGO)));
        return new LegalCalendar(WEEKEND, rows);
    }

    private static void assertDays(LeaderDays days, String month, String expected) {
        YearMonth asked = YearMonth.parse(month);
        List<String> found = days.between(asked.atDay(1), asked.atEndOfMonth()).stream()
                .map(day -> day.day().toString().substring(8))
                .toList();
        assertEquals(expected, String.join(" ", found), month);
    }

    static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
