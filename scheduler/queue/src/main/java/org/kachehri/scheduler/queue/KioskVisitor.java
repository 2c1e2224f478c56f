package org.kachehri.scheduler.queue;

/** The citizen before a device that has opened their link. */
public record KioskVisitor(String visitId) {}
