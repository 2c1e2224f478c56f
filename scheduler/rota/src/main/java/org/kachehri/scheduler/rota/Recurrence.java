package org.kachehri.scheduler.rota;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * What a rota needs of RFC 5545's recurrence rule (3.3.10): FREQ WEEKLY with BYDAY, or MONTHLY with BYDAY (with or without an ordinal) or
 * BYMONTHDAY; INTERVAL and UNTIL. Immutable.
 */
final class Recurrence {
    /** More would leave no working days free to which the days of a long holiday can move. */
    private static final int MOST_DAYS = 3;

    /** Twice a year is the rarest that makes sense; it bounds how far a rule is followed. */
    private static final int LONGEST_INTERVAL = 6;

    private final RecurrenceRule rule;
    private final Optional<LocalDate> until;

    private Recurrence(RecurrenceRule rule) {
        this.rule = rule;
        this.until = Optional.ofNullable(rule.getUntil()).map(Recurrence::date);
    }

    /** Empty for what isn't a rule or isn't one of those above. */
    static Optional<Recurrence> parse(String text) {
        RecurrenceRule rule;
        try {
            rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException notOne) {
            return Optional.empty();
        }
        return fits(rule) ? Optional.of(new Recurrence(rule)) : Optional.empty();
    }

    private static boolean fits(RecurrenceRule rule) {
        // Not a constant: the library's Part can only be loaded after its RecurrenceRule.
        Set<Part> known = Set.of(Part.FREQ, Part.INTERVAL, Part.UNTIL, Part.BYDAY, Part.BYMONTHDAY);
        for (Part part : Part.values()) {
            if (rule.hasPart(part) && !known.contains(part)) return false;
        }
        if (rule.getInterval() > LONGEST_INTERVAL) return false;
        if (rule.getUntil() != null && !rule.getUntil().isAllDay()) return false;
        List<?> weekdays = rule.hasPart(Part.BYDAY) ? rule.getByDayPart() : List.of();
        List<?> monthDays = rule.hasPart(Part.BYMONTHDAY) ? rule.getByPart(Part.BYMONTHDAY) : List.of();
        if (weekdays.size() + monthDays.size() > MOST_DAYS) return false;
        return switch (rule.getFreq()) {
            case WEEKLY ->
                monthDays.isEmpty()
                        && !weekdays.isEmpty()
                        && rule.getByDayPart().stream().allMatch(day -> day.pos == 0);
            case MONTHLY -> weekdays.isEmpty() != monthDays.isEmpty();
            default -> false;
        };
    }

    /** The days from the one on which the rule begins up to and with the last. */
    List<LocalDate> days(LocalDate from, LocalDate last) {
        List<LocalDate> days = new ArrayList<>();
        RecurrenceRuleIterator all =
                rule.iterator(new DateTime(from.getYear(), from.getMonthValue() - 1, from.getDayOfMonth()));
        while (all.hasNext()) {
            LocalDate day = date(all.nextDateTime());
            if (day.isAfter(last)) break;
            if (!day.isBefore(from)) days.add(day);
        }
        return days;
    }

    /** The last day it may plan. */
    Optional<LocalDate> until() {
        return until;
    }

    boolean weekly() {
        return rule.getFreq() == Freq.WEEKLY;
    }

    private static LocalDate date(DateTime day) {
        return LocalDate.of(day.getYear(), day.getMonth() + 1, day.getDayOfMonth());
    }

    @Override
    public String toString() {
        return rule.toString();
    }
}
