package org.kachehri.scheduler.queue;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;

/** The receptions on an official's page of today. They belong to the live rooms above, which implement this. */
@FunctionalInterface
public interface TodaysReceptions {
    /** @return what become the protocol's {@code ReceptionLine}s in JSON */
    List<?> of(Handle tx, SignedIn who);
}
