package org.kachehri.recording.replay;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Minutes belong to a module that the archive doesn't know, and may be signed after sealing; the replay shows them as that module writes them. */
@FunctionalInterface
public interface MinutesLookup {
    /** What becomes the protocol's {@code Minutes} in JSON; empty when the package's own are all there is. */
    Optional<?> minutes(Handle tx, String receptionId);
}
