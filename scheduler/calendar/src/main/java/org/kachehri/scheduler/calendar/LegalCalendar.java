package org.kachehri.scheduler.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Working days of a country: its weekend and the declared exceptions, days off and swapped days on which work is made up for. The
 * latest declaration about a day counts.
 */
public final class LegalCalendar {
    /** More days off in a row than any country has; beyond it the calendar is wrong. */
    private static final int LONGEST_BREAK_DAYS = 60;

    /**
     * One declared exception.
     *
     * @param working true for a swapped day, on which offices are open although it is a weekend
     * @param source the decision that declares it
     */
    public record Row(LocalDate day, boolean working, String source, Instant declaredAt) {}

    private final Set<DayOfWeek> weekend;
    private final List<Row> rows;
    private final Map<LocalDate, Boolean> working = new HashMap<>();

    public LegalCalendar(Set<DayOfWeek> weekend, List<Row> rows) {
        this.weekend = Set.copyOf(weekend);
        this.rows = rows.stream().sorted(Comparator.comparing(Row::declaredAt)).toList();
        this.rows.forEach(row -> working.put(row.day(), row.working()));
    }

    /** The calendar as it was known then: a clock that has ended is never moved by a later declaration. */
    public LegalCalendar asOf(Instant moment) {
        return new LegalCalendar(
                weekend,
                rows.stream().filter(row -> !row.declaredAt().isAfter(moment)).toList());
    }

    public boolean isWorking(LocalDate day) {
        return working.getOrDefault(day, !weekend.contains(day.getDayOfWeek()));
    }

    /** Whether offices were open as far as was known then: what is declared after a day can't have closed them on it. */
    public boolean isWorking(LocalDate day, Instant knownAt) {
        return declared(day, knownAt).map(Row::working).orElseGet(() -> !weekend.contains(day.getDayOfWeek()));
    }

    private Optional<Row> declared(LocalDate day, Instant knownAt) {
        return rows.stream()
                .filter(row -> row.day().equals(day) && !row.declaredAt().isAfter(knownAt))
                .reduce((earlier, later) -> later);
    }

    /** What was declared last about the day; empty when it is an ordinary one. */
    public Optional<Row> declared(LocalDate day) {
        return declared(day, Instant.MAX);
    }

    /** What was declared last about each day of a year, in their order. */
    public List<Row> declaredIn(int year) {
        return rows.stream()
                .map(Row::day)
                .filter(day -> day.getYear() == year)
                .distinct()
                .sorted()
                .map(day -> declared(day).orElseThrow())
                .toList();
    }

    /** The day itself if offices are open, else the next on which they are (Civil Code 2015, Art. 148). */
    public LocalDate workingDayFrom(LocalDate day) {
        LocalDate next = day;
        for (int i = 0; i < LONGEST_BREAK_DAYS; i++) {
            if (isWorking(next)) return next;
            next = next.plusDays(1);
        }
        throw new IllegalStateException(
                "The calendar has no working day within " + LONGEST_BREAK_DAYS + " days of " + day);
    }
}
