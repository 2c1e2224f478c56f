package org.kachehri.scheduler.bookings;

import java.util.Objects;

/**
 * Something that can be booked.
 *
 * @param id among those of its kind; whoever offers it gives it
 */
public record Resource(Kind kind, String id) {
    public enum Kind {
        RECORDER,
        ROOM,
        DEVICE,
        PERSON
    }

    public Resource {
        Objects.requireNonNull(kind);
        if (id.isBlank()) throw new IllegalArgumentException("a resource has an id");
    }
}
