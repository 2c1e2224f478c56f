package org.kachehri.scheduler.rota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "FREQ=WEEKLY;BYDAY=TH, 2026-02-01, 2026-02-28, 5 12 19 26",
        "FREQ=WEEKLY;BYDAY=MO;INTERVAL=2, 2026-02-02, 2026-02-28, 2 16",
        "FREQ=MONTHLY;BYDAY=1TU, 2026-02-01, 2026-02-28, 3",
        "'FREQ=MONTHLY;BYDAY=1TU,3TU', 2026-02-01, 2026-02-28, 3 17",
        "FREQ=MONTHLY;BYDAY=-1FR, 2026-02-01, 2026-02-28, 27",
        "'FREQ=MONTHLY;BYMONTHDAY=15,-1', 2026-02-01, 2026-02-28, 15 28",
        "FREQ=MONTHLY;BYMONTHDAY=10, 2026-02-11, 2026-02-28, ''",
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260212, 2026-02-01, 2026-02-28, 5 12",
    })
    void aRuleHasTheDaysThatTheStandardSays(String rule, LocalDate from, LocalDate last, String days) {
        assertEquals(
                Arrays.stream(days.split(" "))
                        .filter(day -> !day.isEmpty())
                        .map(day -> LocalDate.of(2026, 2, Integer.parseInt(day)))
                        .toList(),
                Recurrence.parse(rule).orElseThrow().days(from, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "every Thursday",
                "FREQ=DAILY",
                "FREQ=YEARLY;BYMONTHDAY=1",
                "FREQ=WEEKLY",
                "FREQ=MONTHLY",
                "FREQ=WEEKLY;BYDAY=1TH",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
                "FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3",
                "FREQ=MONTHLY;BYMONTHDAY=32",
                "FREQ=WEEKLY;BYDAY=TH;COUNT=3",
                "FREQ=WEEKLY;BYDAY=TH;BYHOUR=8",
                "FREQ=WEEKLY;BYDAY=TH;INTERVAL=0",
                "FREQ=WEEKLY;BYDAY=TH;INTERVAL=700",
                "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260212T000000Z",
                "FREQ=WEEKLY;BYDAY=TH\r\nDTSTART:20260101",
            })
    void whatIsNoRotaIsRefused(String text) {
        assertEquals(Optional.empty(), Recurrence.parse(text).map(Recurrence::toString));
    }
}
