package org.kachehri.scheduler.bookings;

import java.time.Duration;
import java.time.Instant;

/**
 * A time for which something is booked.
 *
 * @param from the first instant of it
 * @param to the first instant after it, so that one booking may begin when another ends
 */
public record Span(Instant from, Instant to) {
    public Span {
        if (!to.isAfter(from))
            throw new IllegalArgumentException("a booking that ends at " + to + " can't begin at " + from);
    }

    public static Span of(Instant from, Duration length) {
        return new Span(from, from.plus(length));
    }
}
