package org.kachehri.recording.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who knows which receptions there are; implemented above this module. */
public interface HeldReceptions {
    /**
     * @param startedAt empty when it was not held, or not yet
     * @param closedAt empty while it goes on
     */
    record Known(String receptionId, String code, Optional<Instant> startedAt, Optional<Instant> closedAt) {}

    List<Known> all(Handle tx);
}
