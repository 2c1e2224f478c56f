package org.kachehri.eoffice.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kachehri.eoffice.cases.LegalClock.Refusal;
import org.kachehri.scheduler.calendar.LegalCalendar;

class LegalClockTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final RuleProfile PROFILE = RuleProfile.named("VN-2026-07");
    private static final Instant LONG_AGO = Instant.parse("2025-12-01T00:00:00Z");

    /** National Day with the day before it, made up for on a Saturday. */
    private static final LegalCalendar CALENDAR = new LegalCalendar(
            Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
            List.of(
                    new LegalCalendar.Row(LocalDate.parse("2026-08-22"), true, "swapped", LONG_AGO),
                    new LegalCalendar.Row(LocalDate.parse("2026-08-31"), false, "swapped", LONG_AGO),
                    new LegalCalendar.Row(LocalDate.parse("2026-09-01"), false, "National Day", LONG_AGO),
                    new LegalCalendar.Row(LocalDate.parse("2026-09-02"), false, "National Day", LONG_AGO)));

    @ParameterizedTest(name = "{0} from {1} ends {2}: {3}")
    @CsvSource({
        "KN-1, 2026-11-02, 2026-11-12, ten days after the event day",
        "KN-1, 2026-11-04, 2026-11-16, a Saturday moves to Monday",
        "KN-1, 2026-11-05, 2026-11-16, a Sunday moves to Monday",
        "KN-1, 2026-11-22, 2026-12-02, also when the event day is a Sunday",
        "KN-1, 2026-08-22, 2026-09-03, holidays move the end but inside the limit they count",
        "KN-1, 2026-08-12, 2026-08-22, a swapped Saturday is a working day",
        "KN-1, 2028-02-19, 2028-02-29, the leap day counts",
        "KN-2, 2026-11-22, 2026-12-22, thirty days",
        "KN-2, 2026-12-02, 2027-01-01, into the next year",
        "KN-4, 2026-11-22, 2027-01-06, forty-five days",
        "TC-1, 2026-11-22, 2026-12-01, seven working days",
        "TC-1, 2026-11-20, 2026-12-01, the weekend after the event day is not counted",
        "TC-1, 2026-08-28, 2026-09-11, nor are the holidays",
        "TC-2, 2026-08-19, 2026-08-25, a swapped day is counted",
        "KN-5, 2026-08-27, 2026-09-04, three working days over the holidays",
        "KNPA-1, 2026-11-22, 2026-12-02, ten days",
    })
    void aLimitEndsOnItsDay(String code, LocalDate from, LocalDate due, String why) {
        assertEquals(due, started(code, from).read(noon(from), CALENDAR).due(), why);
    }

    @ParameterizedTest(name = "{0} {1} has {2} days")
    @CsvSource({
        "KN-2, NORMAL, 30", "KN-2, COMPLEX, 45", "KN-2, REMOTE, 45", "KN-2, REMOTE_COMPLEX, 60",
        "KN-4, NORMAL, 45", "KN-4, COMPLEX, 60", "KN-4, REMOTE, 60", "KN-4, REMOTE_COMPLEX, 70",
        "KN-3, REMOTE, 45", "TC-1, COMPLEX, 10", "TC-1, REMOTE, 7", "KN-1, REMOTE_COMPLEX, 10",
    })
    void circumstancesLengthenWhatTheLawSays(String code, Circumstances circumstances, int days) {
        assertEquals(days, PROFILE.rule(code).orElseThrow().daysFor(circumstances));
    }

    @ParameterizedTest(name = "on {0}: {1}, {2} left")
    @CsvSource({
        "2026-11-02, RUNNING, 10, 0.0",
        "2026-11-08, RUNNING, 4, 0.6",
        "2026-11-09, DUE_SOON, 3, 0.7",
        "2026-11-10, DUE_SOON, 2, 0.8",
        "2026-11-11, RED, 1, 0.9",
        "2026-11-12, RED, 0, 1.0",
        "2026-11-13, OVERDUE, -1, 1.1",
    })
    void aClockTurnsAmberAtSeventyAndRedAtNinetyPercent(LocalDate day, ClockStatus status, int left, double share) {
        ClockReading reading = started("KN-1", LocalDate.parse("2026-11-02")).read(noon(day), CALENDAR);
        assertEquals(status, reading.status());
        assertEquals(left, reading.daysLeft());
        assertEquals(share, reading.share());
    }

    @Test
    void theLimitEndsAtMidnightInTheUnitsZone() {
        LegalClock clock = started("KN-1", LocalDate.parse("2026-11-02"));
        assertEquals(
                ClockStatus.RED,
                clock.read(Instant.parse("2026-11-12T16:59:59Z"), CALENDAR).status());
        assertEquals(
                ClockStatus.OVERDUE,
                clock.read(Instant.parse("2026-11-12T17:00:00Z"), CALENDAR).status());
    }

    @Test
    void theEventDayIsThatOfTheUnitsZone() {
        Instant at = Instant.parse("2026-11-22T18:00:00Z");
        ClockRule rule = PROFILE.rule("KN-1").orElseThrow();
        assertEquals(
                LocalDate.parse("2026-11-23"),
                LegalClock.start(rule, PROFILE, Circumstances.NORMAL, VIET_NAM, at)
                        .read(at, CALENDAR)
                        .startedOn());
        assertEquals(
                LocalDate.parse("2026-11-22"),
                LegalClock.start(rule, PROFILE, Circumstances.NORMAL, ZoneId.of("Asia/Karachi"), at)
                        .read(at, CALENDAR)
                        .startedOn());
    }

    @Test
    void aSuspensionMovesTheEndAsItWasBeforeTheDayOffMovedIt() {
        // Ends on Saturday 14th, so on Monday 16th. One day not counted: Sunday 15th, so still Monday 16th.
        LegalClock clock = started("KN-1", LocalDate.parse("2026-11-04"));
        clock = added(clock, new ClockEvent.Suspended(noon("2026-11-05"), "waits for the court"));
        clock = added(clock, new ClockEvent.Resumed(noon("2026-11-06"), "the court has decided"));
        ClockReading reading = clock.read(noon("2026-11-07"), CALENDAR);
        assertEquals(LocalDate.parse("2026-11-16"), reading.due());
        assertEquals(1, reading.daysNotCounted());
    }

    @Test
    void severalSuspensionsAddUpInCalendarDays() {
        LegalClock clock = started("KN-2", LocalDate.parse("2026-11-02"));
        clock = added(clock, new ClockEvent.Suspended(noon("2026-11-05"), "storm"));
        clock = added(clock, new ClockEvent.Resumed(noon("2026-11-15"), "storm is over"));
        clock = added(clock, new ClockEvent.Suspended(noon("2026-11-20"), "flood"));
        clock = added(clock, new ClockEvent.Resumed(noon("2026-11-23"), "flood is over"));
        ClockReading reading = clock.read(noon("2026-11-24"), CALENDAR);
        assertEquals(LocalDate.parse("2026-12-15"), reading.due());
        assertEquals(13, reading.daysNotCounted());
        assertEquals(9 / 30.0, reading.share(), 0.0001);
    }

    @Test
    void workingDaysOfASuspensionAreNotCounted() {
        LegalClock clock = started("TC-1", LocalDate.parse("2026-11-02"));
        clock = added(clock, new ClockEvent.Suspended(noon("2026-11-04"), "force majeure"));
        clock = added(clock, new ClockEvent.Resumed(noon("2026-11-09"), "over"));
        // Counted: 3, 4, then 10, 11, 12, 13 and 16.
        assertEquals(
                LocalDate.parse("2026-11-16"),
                clock.read(noon("2026-11-09"), CALENDAR).due());
    }

    @Test
    void whileSuspendedTheEndMovesOnDayByDayAndNothingIsOverdue() {
        LegalClock clock = started("KN-1", LocalDate.parse("2026-11-02"));
        clock = added(clock, new ClockEvent.Suspended(noon("2026-11-05"), "waits"));
        ClockReading reading = clock.read(noon("2026-12-15"), CALENDAR);
        assertEquals(ClockStatus.SUSPENDED, reading.status());
        assertEquals(LocalDate.parse("2026-12-22"), reading.due());
        assertEquals(0.3, reading.share());
    }

    @Test
    void anExtensionAddsDaysOfTheSameUnit() {
        LegalClock clock = started("TC-4", LocalDate.parse("2026-11-02"));
        clock = added(clock, new ClockEvent.Extended(noon("2026-11-20"), 30, "complex: decision 12"));
        ClockReading reading = clock.read(noon("2026-11-20"), CALENDAR);
        assertEquals(LocalDate.parse("2027-01-01"), reading.due());
        assertEquals(60, reading.days());
        LegalClock working = added(
                started("TC-1", LocalDate.parse("2026-11-02")),
                new ClockEvent.Extended(noon("2026-11-03"), 3, "two places"));
        assertEquals(
                LocalDate.parse("2026-11-16"),
                working.read(noon("2026-11-03"), CALENDAR).due());
    }

    @Test
    void whatIsDoneInTimeIsMetForever() {
        LegalClock clock = added(
                started("KN-1", LocalDate.parse("2026-11-02")), new ClockEvent.Stopped(noon("2026-11-12"), "accepted"));
        ClockReading later = clock.read(noon("2027-05-01"), CALENDAR);
        assertEquals(ClockStatus.MET, later.status());
        assertEquals(0, later.daysLeft());
    }

    @Test
    void latenessIsNeverErased() {
        LegalClock late = added(
                started("KN-1", LocalDate.parse("2026-11-02")), new ClockEvent.Stopped(noon("2026-11-15"), "accepted"));
        ClockReading reading = late.read(noon("2027-05-01"), CALENDAR);
        assertEquals(ClockStatus.OVERDUE, reading.status());
        assertEquals(-3, reading.daysLeft());
        LegalClock open = started("KN-1", LocalDate.parse("2026-11-02"));
        refused(Refusal.LIMIT_HAS_PASSED, open, new ClockEvent.Suspended(noon("2026-11-13"), "too late"));
        refused(Refusal.LIMIT_HAS_PASSED, open, new ClockEvent.Extended(noon("2026-11-13"), 30, "too late"));
    }

    @Test
    void aLateDeclarationMovesOpenClocksAndNeverClosedOnes() {
        LegalClock open = started("KN-1", LocalDate.parse("2026-11-02"));
        LegalClock closed = added(open, new ClockEvent.Stopped(noon("2026-11-10"), "accepted"));
        LegalCalendar declared = new LegalCalendar(
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                List.of(new LegalCalendar.Row(
                        LocalDate.parse("2026-11-12"), false, "day of mourning", noon("2026-11-11"))));
        assertEquals(
                LocalDate.parse("2026-11-12"),
                open.read(noon("2026-11-10"), declared).due());
        assertEquals(
                LocalDate.parse("2026-11-13"),
                open.read(noon("2026-11-12"), declared).due());
        assertEquals(
                LocalDate.parse("2026-11-12"),
                closed.read(noon("2026-11-12"), declared).due());
    }

    @Test
    void theLatestDeclarationAboutADayCounts() {
        LegalCalendar calendar = new LegalCalendar(
                Set.of(DayOfWeek.SUNDAY),
                List.of(
                        new LegalCalendar.Row(LocalDate.parse("2026-11-12"), true, "withdrawn", noon("2026-11-02")),
                        new LegalCalendar.Row(LocalDate.parse("2026-11-12"), false, "declared", noon("2026-11-01"))));
        assertEquals(true, calendar.isWorking(LocalDate.parse("2026-11-12")));
        assertEquals(false, calendar.asOf(noon("2026-11-01")).isWorking(LocalDate.parse("2026-11-12")));
    }

    @Test
    void eventsThatMakeNoSenseAreRefused() {
        LegalClock clock = started("KN-1", LocalDate.parse("2026-11-02"));
        LegalClock suspended = added(clock, new ClockEvent.Suspended(noon("2026-11-05"), "waits"));
        LegalClock stopped = added(clock, new ClockEvent.Stopped(noon("2026-11-05"), "withdrawn"));
        refused(Refusal.STARTS_TWICE, clock, new ClockEvent.Started(noon("2026-11-05"), "receipt"));
        refused(Refusal.NOT_SUSPENDED, clock, new ClockEvent.Resumed(noon("2026-11-05"), "why"));
        refused(Refusal.ALREADY_SUSPENDED, suspended, new ClockEvent.Suspended(noon("2026-11-06"), "again"));
        refused(Refusal.BEFORE_THE_LAST_EVENT, suspended, new ClockEvent.Resumed(noon("2026-11-04"), "earlier"));
        refused(Refusal.ALREADY_STOPPED, stopped, new ClockEvent.Extended(noon("2026-11-06"), 5, "late"));
        refused(Refusal.NO_DAYS, clock, new ClockEvent.Extended(noon("2026-11-05"), 0, "nothing"));
    }

    @Test
    void aCalendarWithoutWorkingDaysIsAMistakeAndNotAnEndlessLoop() {
        LegalCalendar never = new LegalCalendar(Set.of(DayOfWeek.values()), List.of());
        assertThrows(IllegalStateException.class, () -> never.workingDayFrom(LocalDate.parse("2026-11-02")));
    }

    private static LegalClock started(String code, LocalDate day) {
        return LegalClock.start(PROFILE.rule(code).orElseThrow(), PROFILE, Circumstances.NORMAL, VIET_NAM, noon(day));
    }

    private static LegalClock added(LegalClock clock, ClockEvent event) {
        return assertInstanceOf(LegalClock.Outcome.Added.class, clock.with(event, CALENDAR))
                .clock();
    }

    private static void refused(Refusal refusal, LegalClock clock, ClockEvent event) {
        assertEquals(new LegalClock.Outcome.Refused(refusal), clock.with(event, CALENDAR));
    }

    private static Instant noon(String day) {
        return noon(LocalDate.parse(day));
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(VIET_NAM).toInstant();
    }
}
