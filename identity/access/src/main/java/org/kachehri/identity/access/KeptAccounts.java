package org.kachehri.identity.access;

import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Officials;

/**
 * Whose accounts an administrator keeps: of who holds posts in the own unit and below it and nowhere else, and of who holds none. Else the
 * administrator of a commune could sign in as an inspector of the centre, by handing out a password.
 */
record KeptAccounts(Officials officials, UnitLookup units) {
    boolean reach(Handle tx, SignedIn who, String officialId) {
        Set<String> within = units.unitAndBelow(tx, who.unitId());
        return officials.posts(tx, officialId).stream().allMatch(post -> within.contains(post.unitId()));
    }
}
