package org.kachehri.identity.access;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What giving somebody a post has to know of units. Implemented by scheduler/points. */
public interface UnitTree extends UnitLookup {
    /** @return where the unit's days begin and end; empty when there is no such unit */
    Optional<ZoneId> zone(Handle tx, String unitId);

    /** The jurisdiction of a unit: itself and everything below. */
    @Override
    Set<String> unitAndBelow(Handle tx, String unitId);
}
