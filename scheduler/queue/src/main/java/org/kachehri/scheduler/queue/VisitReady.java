package org.kachehri.scheduler.queue;

/** Event {@value #TYPE}: the citizen has acknowledged the notice of recording and may be admitted. */
public record VisitReady(String visitId) {
    public static final String TYPE = "visit.ready";
}
