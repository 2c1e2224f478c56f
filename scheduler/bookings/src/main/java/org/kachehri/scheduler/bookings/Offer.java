package org.kachehri.scheduler.bookings;

/**
 * @param capacity how many may have it at the same time
 */
public record Offer(Resource resource, int capacity) {}
