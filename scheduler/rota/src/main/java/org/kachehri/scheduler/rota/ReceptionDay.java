package org.kachehri.scheduler.rota;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One reception day of a leader.
 *
 * @param planned where the rule has it; it names the day, however often it moves
 * @param day when it is
 * @param why null when it is where it was planned
 * @param reason given for a move by hand, else null
 * @param held null as long as nobody has said that it was
 * @param changedAt when the last was decided about it
 * @param moves how often it was moved by hand
 */
record ReceptionDay(
        LocalDate planned,
        LocalDate day,
        RotaRule rule,
        Moved why,
        String reason,
        Held held,
        Instant changedAt,
        int moves) {
    /** Why a day isn't where the rule has it. */
    enum Moved {
        HOLIDAY,
        BY_HAND
    }

    /** Which day decides in what month it counts: what a holiday moves over the end of a month is still the day of that month. */
    LocalDate countsOn() {
        return why == Moved.HOLIDAY ? planned : day;
    }
}
