package org.kachehri.eoffice.cases;

/** How a legal clock stands on a day. Computed from its events, never stored. */
public enum ClockStatus {
    RUNNING,
    DUE_SOON,
    RED,
    /** The limit has passed, or what it was for was done after it: lateness is never erased. */
    OVERDUE,
    SUSPENDED,
    /** Done within the limit. */
    MET
}
