package org.kachehri.scheduler.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.scheduler.points.Country;

class CalendarsTest {
    private static TestDatabase database;
    private final Calendars calendars = new Calendars();

    @BeforeAll
    static void migrate() {
        database = TestDatabase.of(Calendars.SCHEMA);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} {1}: open {2}, {3}")
    @CsvSource({
        "VN, 2025-01-29, false, Tết",
        "VN, 2025-04-26, true, swapped Saturday",
        "VN, 2025-05-02, false, swapped Friday",
        "VN, 2026-02-16, false, Tết",
        "VN, 2026-02-21, false, the Saturday after Tết",
        "VN, 2026-02-23, true, the Monday after Tết",
        "VN, 2026-08-22, true, swapped Saturday",
        "PK, 2026-08-22, false, a Saturday elsewhere",
        "PK, 2026-08-14, false, Independence Day",
        "VN, 2026-08-14, true, a Friday elsewhere",
    })
    void aCountryLivesByItsOwnDays(Country country, LocalDate day, boolean open, String why) {
        assertEquals(open, calendar(country).isWorking(day), why);
    }

    @Test
    void aDayDeclaredLateIsOffAndTheCalendarStillKnowsWhatWasKnownBefore() {
        LocalDate eid = LocalDate.parse("2026-03-20");
        Instant moonSeen = Instant.parse("2026-03-19T16:00:00Z");
        database.transactions().act(tx -> {
            LegalCalendar.Row row = new LegalCalendar.Row(eid, false, "Eid-ul-Fitr, moon seen", moonSeen);
            calendars.declare(tx, Country.PK, row);
            calendars.declare(tx, Country.PK, row);
        });
        assertEquals(false, calendar(Country.PK).isWorking(eid));
        assertEquals(true, calendar(Country.PK).asOf(moonSeen.minusSeconds(1)).isWorking(eid));
        assertEquals(true, calendar(Country.VN).isWorking(eid));
    }

    @Test
    void whatWasDeclaredIsNeverTakenOut() {
        assertThrows(UnableToExecuteStatementException.class, () -> database.transactions()
                .act(tx -> tx.execute("DELETE FROM calendar.declared_day")));
    }

    private LegalCalendar calendar(Country country) {
        return database.transactions().run(tx -> calendars.of(tx, country));
    }
}
