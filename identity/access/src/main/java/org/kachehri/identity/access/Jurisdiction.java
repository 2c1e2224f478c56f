package org.kachehri.identity.access;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Whose receptions an official may reach besides those the post takes part in: of the points of the own unit and of all units below. Implemented
 * by scheduler/points.
 */
@FunctionalInterface
public interface Jurisdiction {
    /** @return ids of points */
    Set<String> points(Handle tx, String unitId);
}
