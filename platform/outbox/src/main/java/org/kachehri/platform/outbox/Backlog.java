package org.kachehri.platform.outbox;

/**
 * Deliveries that have not happened.
 *
 * @param waiting not tried yet, or to be tried again
 * @param dead given up; an operator has to look
 */
public record Backlog(long waiting, long dead) {}
