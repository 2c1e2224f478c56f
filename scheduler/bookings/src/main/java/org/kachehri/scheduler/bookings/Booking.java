package org.kachehri.scheduler.bookings;

import java.util.UUID;

/**
 * One place of a resource, for somebody and a time.
 *
 * @param place from 0; a place the resource doesn't have (from its capacity on) is one of somebody whose time was over
 * @param holder who has it: the id of an appointment or a reception
 */
public record Booking(UUID id, Resource resource, int place, String holder, Span span) {}
