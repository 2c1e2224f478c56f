package org.kachehri.scheduler.points;

/** Whose law and holidays a unit lives by. */
public enum Country {
    VN,
    PK
}
