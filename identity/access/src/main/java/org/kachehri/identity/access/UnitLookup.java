package org.kachehri.identity.access;

import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Units belong to a module above; {@code /api/me} shows them as that module writes them. Implemented by scheduler/points. */
@FunctionalInterface
public interface UnitLookup {
    /** @return what becomes the protocol's {@code Unit} in JSON */
    Optional<?> unit(Handle tx, String unitId);

    /** The unit and all below it; where no tree is known, the unit alone. */
    default Set<String> unitAndBelow(Handle tx, String unitId) {
        return Set.of(unitId);
    }
}
