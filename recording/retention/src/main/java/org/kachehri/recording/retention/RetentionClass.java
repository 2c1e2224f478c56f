package org.kachehri.recording.retention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.List;

/**
 * How long a kind of recordings is kept, and by which law; the protocol calls it so.
 *
 * @param years null for ever
 * @param trigger from when the years count
 * @param defaultFor types of receptions that are in it unless somebody says otherwise
 */
record RetentionClass(
        String code,
        Name name,
        Integer years,
        Trigger trigger,
        String legalReference,
        LocalDate validFrom,
        @JsonIgnore List<String> defaultFor) {
    record Name(String ur, String vi, String en) {}

    /** What begins the time. */
    enum Trigger {
        /** The end of the year in which the work on the case ended (Law on Archives, Art. 15). */
        CASE_CLOSED_YEAR_END
    }

    /** The last day on which it must still be there; null for ever. */
    LocalDate keepUntil(LocalDate workEnded) {
        return switch (trigger) {
            case CASE_CLOSED_YEAR_END -> years == null ? null : LocalDate.of(workEnded.getYear() + years, 12, 31);
        };
    }

    boolean isShorterThan(RetentionClass other) {
        return years != null && (other.years() == null || years < other.years());
    }
}
