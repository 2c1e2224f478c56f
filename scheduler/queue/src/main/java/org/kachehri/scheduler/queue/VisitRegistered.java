package org.kachehri.scheduler.queue;

/** Event {@value #TYPE}: somebody waits at a point, and a reception has to be prepared. Carries ids only. */
public record VisitRegistered(String visitId, String pointId) {
    public static final String TYPE = "visit.registered";
}
