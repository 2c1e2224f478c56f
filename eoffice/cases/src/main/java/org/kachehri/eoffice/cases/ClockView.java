package org.kachehri.eoffice.cases;

import java.time.LocalDate;

/** The protocol's {@code Clock}: one legal limit as it stands now. */
public record ClockView(
        String ruleCode,
        String ruleVersion,
        String event,
        LocalDate startedOn,
        LocalDate due,
        int days,
        CountingUnit unit,
        int daysNotCounted,
        int daysLeft,
        double share,
        ClockStatus status) {

    static ClockView of(TicketClock clock, ClockReading reading) {
        return new ClockView(
                clock.ruleCode(),
                clock.profile(),
                clock.event(),
                reading.startedOn(),
                reading.due(),
                reading.days(),
                reading.unit(),
                reading.daysNotCounted(),
                reading.daysLeft(),
                reading.share(),
                reading.status());
    }
}
