package org.kachehri.eoffice.cases;

import java.time.LocalDate;

/**
 * A legal clock read at a moment, in the unit's zone.
 *
 * @param startedOn day 0
 * @param due the limit ends at 24:00 of this day
 * @param days of the limit with its extensions
 * @param daysNotCounted days of suspension up to now
 * @param daysLeft in the unit of the limit; negative when it has passed. For an ended clock: when it ended
 * @param share part of the time used, 0 to 1 and beyond
 */
public record ClockReading(
        LocalDate startedOn,
        LocalDate due,
        int days,
        CountingUnit unit,
        int daysNotCounted,
        int daysLeft,
        double share,
        ClockStatus status) {}
