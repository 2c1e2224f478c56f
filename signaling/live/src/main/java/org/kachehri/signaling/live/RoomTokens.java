package org.kachehri.signaling.live;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kachehri.identity.access.Secrets;
import org.kachehri.signaling.reception.Person;

/**
 * Tickets into a room: good for 60 s and for one use. They live in memory only; after a restart the page asks for another. Touched
 * by many threads, guarded by itself.
 */
final class RoomTokens {
    static final Duration LIFE = Duration.ofSeconds(60);

    /** 10 000 a minute are 166 arrivals a second; beyond it the oldest, nearly dead anyway, goes. */
    private static final int MOST = 10_000;

    /** 192 bits: guessing one of 10 000 takes 2^178 tries. */
    private static final int TOKEN_BYTES = 24;

    /** Who may come into which room. */
    record Admission(String receptionId, Person person) {}

    private record Issued(Admission admission, Instant until) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    RoomTokens(Clock clock) {
        this.clock = clock;
    }

    synchronized String issue(Admission admission) {
        Instant now = clock.instant();
        // In order of issue, so the dead stand in front.
        issued.values().removeIf(token -> !now.isBefore(token.until()));
        if (issued.size() >= MOST) issued.remove(issued.keySet().iterator().next());
        String token = Secrets.fresh(random, TOKEN_BYTES);
        issued.put(token, new Issued(admission, now.plus(LIFE)));
        return token;
    }

    /** The admission, once. */
    synchronized Optional<Admission> redeem(String token) {
        Issued found = issued.remove(token);
        return found == null || !clock.instant().isBefore(found.until())
                ? Optional.empty()
                : Optional.of(found.admission());
    }
}
