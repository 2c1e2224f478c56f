package org.kachehri.identity.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;

/** Slows guessing down: so many failures for one login and from one address within the window. Guarded by itself. */
final class SignInLimit {
    static final Duration WINDOW = Duration.ofMinutes(5);
    /** Ten guesses in five minutes are 2 880 a day: nothing against any password that isn't on a list. Of codes three are good at a time: who has
     * the password needs a month for one chance in four. */
    static final int FAILURES_OF_A_LOGIN = 10;
    /** A whole office may share one address; five people may each forget theirs. */
    static final int FAILURES_OF_AN_ADDRESS = 50;
    /** About 200 bytes each: 2 MB at worst; beyond it the oldest are forgotten. */
    private static final int KEYS = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true);

    SignInLimit(Clock clock) {
        this.clock = clock;
    }

    static Answer refusal() {
        return Answer.problem(Problem.of(429, "too-many-tries", "Too many tries; please wait five minutes"))
                .withHeader("Retry-After", String.valueOf(WINDOW.toSeconds()));
    }

    synchronized boolean mayTry(String login, String address) {
        return recent("login " + login) < FAILURES_OF_A_LOGIN && recent("address " + address) < FAILURES_OF_AN_ADDRESS;
    }

    /** @return true when this failure is the one after which the login has to wait */
    synchronized boolean failed(String login, String address) {
        note("login " + login);
        note("address " + address);
        return recent("login " + login) == FAILURES_OF_A_LOGIN;
    }

    synchronized void succeeded(String login) {
        failures.remove("login " + login);
    }

    private int recent(String key) {
        Deque<Instant> times = failures.get(key);
        if (times == null) {
            return 0;
        }
        Instant oldest = clock.instant().minus(WINDOW);
        while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
            times.removeFirst();
        }
        return times.size();
    }

    private void note(String key) {
        Deque<Instant> times = failures.computeIfAbsent(key, k -> new ArrayDeque<>());
        times.addLast(clock.instant());
        if (times.size() > FAILURES_OF_AN_ADDRESS) {
            times.removeFirst();
        }
        Iterator<String> eldest = failures.keySet().iterator();
        while (failures.size() > KEYS) {
            eldest.next();
            eldest.remove();
        }
    }
}
