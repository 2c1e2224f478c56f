package org.kachehri.scheduler.points;

/** Levels and kinds of units (DOMAIN 7). Since 1 July 2025 there are two tiers of local government; a district is history. */
public enum UnitKind {
    CENTRAL,
    PROVINCE,
    DEPARTMENT,
    COMMUNE,
    DISTRICT_HIST,
    MOBILE
}
