package org.kachehri.eoffice.cases;

/** How the days of a limit are counted. */
public enum CountingUnit {
    CALENDAR_DAY,
    WORKING_DAY
}
