package org.kachehri.scheduler.rota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kachehri.scheduler.calendar.LegalCalendar;

/**
 * The reception days of one leader, computed from rules, what was moved by hand, what was held, and the calendar. Nothing is kept of the
 * result, so that a holiday declared late moves the days it falls on. A pure function; immutable.
 *
 * <p>A day on which offices are closed moves to the next working day that isn't one of the leader's days already: two days never become
 * one. A day that was held stays where it was held. What is declared after a day has begun doesn't move it.
 *
 * @param zone of the unit
 */
record LeaderDays(List<RotaRule> rules, List<Move> moves, List<Mark> marks, LegalCalendar calendar, ZoneId zone) {
    /** A day isn't moved by hand further than this. */
    static final int FURTHEST_MOVE_DAYS = 60;

    /** No country closes its offices for longer, and a third of the working days after is free. */
    private static final int LONGEST_SEARCH_DAYS = 120;

    /** Somebody moved a day and said why. */
    record Move(LocalDate planned, LocalDate to, String reason, Instant movedAt) {}

    /** Somebody said that a day was held. */
    record Mark(LocalDate planned, LocalDate heldOn, Held held, Instant markedAt) {}

    private record Planned(LocalDate planned, RotaRule rule, List<Move> moves, Optional<Mark> mark) {
        LocalDate wanted() {
            return mark.map(Mark::heldOn)
                    .orElseGet(() -> moves.isEmpty() ? planned : moves.getLast().to());
        }

        ReceptionDay on(LocalDate day) {
            boolean byHand = !moves.isEmpty();
            ReceptionDay.Moved why =
                    byHand ? ReceptionDay.Moved.BY_HAND : day.equals(planned) ? null : ReceptionDay.Moved.HOLIDAY;
            Instant changedAt = byHand ? moves.getLast().movedAt() : rule.setAt();
            return new ReceptionDay(
                    planned,
                    day,
                    rule,
                    why,
                    byHand ? moves.getLast().reason() : null,
                    mark.map(Mark::held).orElse(null),
                    changedAt,
                    moves.size());
        }
    }

    LeaderDays {
        rules = inForce(rules);
        moves = moves.stream().sorted(Comparator.comparing(Move::movedAt)).toList();
        marks = marks.stream().sorted(Comparator.comparing(Mark::markedAt)).toList();
    }

    /** By the day on which they begin: a rule ends all that were set before it, also those that were to begin later. */
    private static List<RotaRule> inForce(List<RotaRule> set) {
        List<RotaRule> left = new ArrayList<>();
        for (RotaRule rule :
                set.stream().sorted(Comparator.comparing(RotaRule::setAt)).toList()) {
            left.removeIf(earlier -> !earlier.from().isBefore(rule.from()));
            left.add(rule);
        }
        return List.copyOf(left);
    }

    /** The rule in force on that day. */
    Optional<RotaRule> rule(LocalDate day) {
        return rules.stream().filter(rule -> !rule.from().isAfter(day)).reduce((earlier, later) -> later);
    }

    /** The days from the first to the last, both included, in their order. */
    List<ReceptionDay> between(LocalDate first, LocalDate last) {
        return all(last).stream()
                .filter(day -> !day.day().isBefore(first) && !day.day().isAfter(last))
                .toList();
    }

    Optional<ReceptionDay> planned(LocalDate planned) {
        return all(planned.plusDays(FURTHEST_MOVE_DAYS)).stream()
                .filter(day -> day.planned().equals(planned))
                .findFirst();
    }

    /** All that the rules plan, from their beginning, so that what is asked for never changes the answer. */
    private List<ReceptionDay> all(LocalDate last) {
        List<Planned> open = plannedUntil(last.plusDays(FURTHEST_MOVE_DAYS));
        List<ReceptionDay> days = new ArrayList<>();
        List<Planned> displaced = new ArrayList<>();
        Set<LocalDate> taken = new HashSet<>();
        for (Planned one : open) {
            // What was held goes first: nothing can take its place.
            if (one.mark().isEmpty()) continue;
            taken.add(one.wanted());
            days.add(one.on(one.wanted()));
        }
        for (Planned one : open) {
            if (one.mark().isPresent()) continue;
            if (isOpen(one.wanted(), one.rule()) && taken.add(one.wanted())) days.add(one.on(one.wanted()));
            else displaced.add(one);
        }
        for (Planned one : displaced) {
            nextFree(one, taken).ifPresent(day -> {
                taken.add(day);
                days.add(one.on(day));
            });
        }
        days.sort(Comparator.comparing(ReceptionDay::day));
        return days;
    }

    private List<Planned> plannedUntil(LocalDate last) {
        Map<LocalDate, Mark> held = new HashMap<>();
        marks.forEach(mark -> held.put(mark.planned(), mark));
        List<Planned> planned = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            RotaRule rule = rules.get(i);
            LocalDate end = i + 1 < rules.size() ? rules.get(i + 1).from().minusDays(1) : last;
            for (LocalDate day : rule.recurrence().days(rule.from(), end.isBefore(last) ? end : last)) {
                List<Move> itsMoves = moves.stream()
                        .filter(move -> move.planned().equals(day))
                        .toList();
                planned.add(new Planned(day, rule, itsMoves, Optional.ofNullable(held.get(day))));
            }
        }
        planned.sort(Comparator.comparing(Planned::wanted).thenComparing(Planned::planned));
        return planned;
    }

    private Optional<LocalDate> nextFree(Planned one, Set<LocalDate> taken) {
        for (int i = 1; i <= LONGEST_SEARCH_DAYS; i++) {
            LocalDate day = one.wanted().plusDays(i);
            if (!taken.contains(day) && isOpen(day, one.rule())) return Optional.of(day);
        }
        return Optional.empty();
    }

    /** As was known when the day's reception was to begin. */
    boolean isOpen(LocalDate day, RotaRule rule) {
        return calendar.isWorking(day, day.atTime(rule.begins()).atZone(zone).toInstant());
    }
}
