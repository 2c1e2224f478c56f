package org.kachehri.scheduler.appointments;

/**
 * One of a group who signed its mandate.
 *
 * @param speaks for all
 */
record Signer(String name, boolean speaks) {}
