package org.kachehri.scheduler.bookings;

import java.util.Comparator;
import java.util.Objects;

/**
 * Something that can be booked. In their order they are locked, so that two who want the same never wait for each other.
 *
 * @param id among those of its kind; whoever offers it gives it
 */
public record Resource(Kind kind, String id) implements Comparable<Resource> {
    private static final Comparator<Resource> ORDER =
            Comparator.comparing(Resource::kind).thenComparing(Resource::id);

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

    @Override
    public int compareTo(Resource other) {
        return ORDER.compare(this, other);
    }
}
