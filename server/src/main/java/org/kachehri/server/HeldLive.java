package org.kachehri.server;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.kachehri.recording.archive.HeldReceptions;
import org.kachehri.signaling.live.Receptions;

/** The live receptions as the archive holds its packages against them. */
record HeldLive(Receptions receptions) implements HeldReceptions {
    @Override
    public List<Known> all(Handle tx) {
        return receptions.held(tx).stream()
                .map(one -> new Known(one.id(), one.code(), one.startedAt(), one.closedAt()))
                .toList();
    }
}
