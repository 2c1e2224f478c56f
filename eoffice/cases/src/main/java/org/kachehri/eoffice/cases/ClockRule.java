package org.kachehri.eoffice.cases;

import java.util.Map;

/**
 * One legal limit of a rule profile.
 *
 * @param code e.g. {@code KN-1} (DOMAIN 2.3)
 * @param step what has to be done within it
 * @param days how many, by circumstances; where nothing special is said the normal number counts
 * @param from word of the event that starts it, e.g. {@code receipt}
 * @param law where it is written
 */
public record ClockRule(
        String code, String step, Map<Circumstances, Integer> days, CountingUnit unit, String from, String law) {
    public ClockRule {
        days = Map.copyOf(days);
        if (!days.containsKey(Circumstances.NORMAL)) {
            throw new IllegalArgumentException("The rule " + code + " has no normal limit");
        }
    }

    public int daysFor(Circumstances circumstances) {
        return days.getOrDefault(circumstances, days.get(Circumstances.NORMAL));
    }
}
