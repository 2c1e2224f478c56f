package org.kachehri.eoffice.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.scheduler.calendar.LegalCalendar;

/**
 * One limit of one ticket as a list of events; everything else is computed. The event day is day 0; the limit ends at 24:00 in the
 * unit's zone, on a day off at 24:00 of the next working day; a suspension moves the end as it was before that adjustment. Immutable.
 *
 * @param days of the limit without extensions
 * @param amberPercent part of the time used from which the clock is due soon
 * @param redPercent part of the time used from which the clock is red
 */
public record LegalClock(
        int days, CountingUnit unit, int amberPercent, int redPercent, ZoneId zone, List<ClockEvent> events) {

    public LegalClock {
        events = List.copyOf(events);
        if (events.isEmpty() || !(events.getFirst() instanceof ClockEvent.Started)) {
            throw new IllegalArgumentException("A clock begins with its start");
        }
    }

    public static LegalClock start(
            ClockRule rule, RuleProfile profile, Circumstances circumstances, ZoneId zone, Instant at) {
        return new LegalClock(
                rule.daysFor(circumstances),
                rule.unit(),
                profile.amberPercent(),
                profile.redPercent(),
                zone,
                List.of(new ClockEvent.Started(at, rule.from())));
    }

    /** Why an event can't be added. */
    public enum Refusal {
        STARTS_TWICE,
        BEFORE_THE_LAST_EVENT,
        ALREADY_SUSPENDED,
        NOT_SUSPENDED,
        ALREADY_STOPPED,
        /** An extension of less than one day. */
        NO_DAYS,
        /** The limit has passed: what comes after it can't move it, so lateness can't be erased. */
        LIMIT_HAS_PASSED
    }

    /** What came of adding an event. */
    public sealed interface Outcome {
        record Added(LegalClock clock) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome with(ClockEvent event, LegalCalendar calendar) {
        Refusal refusal = refusal(event, calendar);
        return refusal == null ? new Outcome.Added(and(event)) : new Outcome.Refused(refusal);
    }

    /** Null when the event may be added. */
    private Refusal refusal(ClockEvent event, LegalCalendar calendar) {
        if (event.at().isBefore(events.getLast().at())) return Refusal.BEFORE_THE_LAST_EVENT;
        if (stopped() != null) return Refusal.ALREADY_STOPPED;
        Refusal tooLate = day(event.at()).isAfter(read(event.at(), calendar).due()) ? Refusal.LIMIT_HAS_PASSED : null;
        boolean suspended = suspendedSince() != null;
        return switch (event) {
            case ClockEvent.Started started -> Refusal.STARTS_TWICE;
            case ClockEvent.Suspended now -> suspended ? Refusal.ALREADY_SUSPENDED : tooLate;
            case ClockEvent.Resumed now -> suspended ? null : Refusal.NOT_SUSPENDED;
            case ClockEvent.Extended now -> now.days() < 1 ? Refusal.NO_DAYS : tooLate;
            case ClockEvent.Stopped now -> null;
        };
    }

    /** @param calendar with all that is declared; what was declared after the clock had stopped is left out */
    public ClockReading read(Instant now, LegalCalendar calendar) {
        ClockEvent.Stopped stopped = stopped();
        Instant at = stopped == null ? now : stopped.at();
        LegalCalendar known = calendar.asOf(at);
        LocalDate today = day(at);
        List<Break> breaks = breaks(today);
        LocalDate start = day(events.getFirst().at());
        LocalDate due = due(breaks, known);
        int used = counted(start, today, breaks, known);
        int whole = Math.max(1, counted(start, due, breaks, known));
        double share = Math.max(0, (double) used / whole);
        int notCounted = breaks.stream().mapToInt(Break::days).sum();
        return new ClockReading(
                start,
                due,
                limit(),
                unit,
                notCounted,
                left(today, due, known),
                Math.round(share * 10_000) / 10_000.0,
                status(today, due, share, stopped != null));
    }

    private ClockStatus status(LocalDate today, LocalDate due, double share, boolean stopped) {
        if (today.isAfter(due)) return ClockStatus.OVERDUE;
        if (stopped) return ClockStatus.MET;
        if (suspendedSince() != null) return ClockStatus.SUSPENDED;
        if (share * 100 >= redPercent) return ClockStatus.RED;
        return share * 100 >= amberPercent ? ClockStatus.DUE_SOON : ClockStatus.RUNNING;
    }

    /** Days that don't count: those after {@code from}, up to and with {@code to}. */
    private record Break(LocalDate from, LocalDate to) {
        boolean holds(LocalDate day) {
            return day.isAfter(from) && !day.isAfter(to);
        }

        int days() {
            return (int) ChronoUnit.DAYS.between(from, to);
        }
    }

    private List<Break> breaks(LocalDate today) {
        List<Break> breaks = new ArrayList<>();
        LocalDate since = null;
        for (ClockEvent event : events) {
            switch (event) {
                case ClockEvent.Suspended suspended -> since = day(suspended.at());
                case ClockEvent.Resumed resumed -> {
                    breaks.add(new Break(since, day(resumed.at())));
                    since = null;
                }
                case ClockEvent.Started started -> {}
                case ClockEvent.Extended extended -> {}
                case ClockEvent.Stopped stopped -> {}
            }
        }
        // Still suspended: as if it were resumed today, so the end moves on day by day.
        if (since != null && today.isAfter(since)) breaks.add(new Break(since, today));
        return breaks;
    }

    private LocalDate due(List<Break> breaks, LegalCalendar calendar) {
        LocalDate day = day(events.getFirst().at());
        for (int left = limit(); left > 0; ) {
            day = day.plusDays(1);
            if (counts(day, breaks, calendar)) left--;
        }
        return calendar.workingDayFrom(day);
    }

    private boolean counts(LocalDate day, List<Break> breaks, LegalCalendar calendar) {
        boolean right = unit == CountingUnit.CALENDAR_DAY || calendar.isWorking(day);
        return right && breaks.stream().noneMatch(one -> one.holds(day));
    }

    private int counted(LocalDate after, LocalDate upTo, List<Break> breaks, LegalCalendar calendar) {
        int counted = 0;
        for (LocalDate day = after.plusDays(1); !day.isAfter(upTo); day = day.plusDays(1)) {
            if (counts(day, breaks, calendar)) counted++;
        }
        return counted;
    }

    private int left(LocalDate today, LocalDate due, LegalCalendar calendar) {
        return today.isAfter(due)
                ? -counted(due, today, List.of(), calendar)
                : counted(today, due, List.of(), calendar);
    }

    private int limit() {
        return days
                + events.stream()
                        .filter(ClockEvent.Extended.class::isInstance)
                        .mapToInt(event -> ((ClockEvent.Extended) event).days())
                        .sum();
    }

    private Instant suspendedSince() {
        Instant since = null;
        for (ClockEvent event : events) {
            if (event instanceof ClockEvent.Suspended suspended) since = suspended.at();
            if (event instanceof ClockEvent.Resumed) since = null;
        }
        return since;
    }

    private ClockEvent.Stopped stopped() {
        return events.getLast() instanceof ClockEvent.Stopped stopped ? stopped : null;
    }

    private LegalClock and(ClockEvent event) {
        List<ClockEvent> more = new ArrayList<>(events);
        more.add(event);
        return new LegalClock(days, unit, amberPercent, redPercent, zone, more);
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
