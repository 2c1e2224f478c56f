package org.kachehri.scheduler.readiness;

/** Recorders belong to a module above; implemented by recording/lease. */
@FunctionalInterface
public interface RecorderSpace {
    /** For how many hours of a reception of four the recorders have room, all together. */
    long hours();
}
