package org.kachehri.scheduler.rota;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.points.UnitKind;

/**
 * How often the law wants the leader of such a unit to receive citizens in person; what a deputy holds doesn't count.
 *
 * @param days at least so many
 * @param law where that stands
 */
record Duty(UnitKind unit, int days, Per per, Words law) {
    enum Per {
        WEEK {
            @Override
            Period periodOf(LocalDate day) {
                YearMonth month = YearMonth.from(day.with(DayOfWeek.THURSDAY));
                return new Period(day.with(DayOfWeek.MONDAY), day.with(DayOfWeek.SUNDAY), month);
            }
        },
        MONTH {
            @Override
            Period periodOf(LocalDate day) {
                YearMonth month = YearMonth.from(day);
                return new Period(month.atDay(1), month.atEndOfMonth(), month);
            }
        };

        /** In which period a day counts. */
        abstract Period periodOf(LocalDate day);
    }

    /**
     * In which the days have to be held.
     *
     * @param month whose report it is in; a week is in that of its Thursday, as a week of a year is (ISO 8601)
     */
    record Period(LocalDate first, LocalDate last, YearMonth month) {}
}
