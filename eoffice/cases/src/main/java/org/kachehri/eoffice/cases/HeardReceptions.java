package org.kachehri.eoffice.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the office needs to know of a reception. The composition root answers it from the live rooms. */
@FunctionalInterface
public interface HeardReceptions {
    /**
     * @param code {@code PS-{yyyymmdd}-{point}-{n}}
     * @param units that took part, lowest first
     * @param startedAt null when it never began
     * @param awaitsConclusion it is over and not concluded yet
     */
    record Heard(
            String id, String code, String visitId, List<String> units, Instant startedAt, boolean awaitsConclusion) {}

    Optional<Heard> reception(Handle tx, String receptionId);
}
