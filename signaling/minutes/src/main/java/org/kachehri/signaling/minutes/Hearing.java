package org.kachehri.signaling.minutes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.signaling.reception.ReceptionState;

/** What the minutes ask about a reception; answered by the module in which receptions live. */
@FunctionalInterface
public interface Hearing {
    Optional<Heard> reception(Handle tx, String receptionId);

    /**
     * @param startedAt null before it was live
     * @param units whose officials may read
     */
    record Heard(ReceptionState state, Instant startedAt, List<String> units) {
        public Heard {
            units = List.copyOf(units);
        }
    }
}
