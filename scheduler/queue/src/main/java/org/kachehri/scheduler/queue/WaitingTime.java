package org.kachehri.scheduler.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long who waits has to wait, as far as it can be said: from what the last receptions at the point took, the shorter half to the longer.
 *
 * @param least in minutes, a multiple of five
 * @param most in minutes, a multiple of five
 */
record WaitingTime(int least, int most) {
    /** Fewer say nothing of the next one. */
    private static final int ENOUGH = 5;

    private static final int STEP = 5;

    /**
     * Empty when too little is known: a number that was made up is worse than none.
     *
     * @param handled how long the last receptions took
     * @param before how many are heard before
     */
    static Optional<WaitingTime> of(List<Duration> handled, int before) {
        if (handled.size() < ENOUGH) return Optional.empty();
        List<Duration> sorted = handled.stream().sorted().toList();
        Duration lower = sorted.get(sorted.size() / 4);
        Duration upper = sorted.get(sorted.size() * 3 / 4);
        return Optional.of(new WaitingTime(
                (int) (lower.toMinutes() * before / STEP) * STEP,
                (int) Math.ceilDiv(upper.toMinutes() * before, (long) STEP) * STEP));
    }
}
