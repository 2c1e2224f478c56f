package org.kachehri.scheduler.bookings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.kachehri.platform.postgres.ModuleSchema;

/**
 * What is booked for whom and when; the only SQL over it. Whoever books a resource waits for who books it at the same moment, so that the
 * last place goes to exactly one; the table's constraint holds even against who goes past this class. Safe for any number of threads.
 *
 * <p>A booking isn't a promise to leave: who holds a place longer keeps a place ({@link #prolong}), though it may be one more than there
 * are. That is why the time that was booked by somebody else stays theirs.
 */
public final class Bookings {
    public static final ModuleSchema SCHEMA = new ModuleSchema("bookings");

    private static final String READ =
            """
            SELECT booking.id, kind, resource.id AS resource, place, holder, lower(during) AS since, upper(during) AS until
            FROM bookings.booking JOIN bookings.resource ON number = resource
            """;

    /** The resource can be booked, by so many at a time. With fewer than before, who has booked already keeps what they have. */
    public void offer(Handle tx, Offer offer) {
        tx.createUpdate(
                        """
                        INSERT INTO bookings.resource (kind, id, capacity) VALUES (:kind, :id, :capacity)
                        ON CONFLICT (kind, id) DO UPDATE SET capacity = :capacity""")
                .bind("kind", offer.resource().kind())
                .bind("id", offer.resource().id())
                .bind("capacity", offer.capacity())
                .execute();
    }

    /** All that is offered of a kind, by its id. */
    public List<Offer> offered(Handle tx, Resource.Kind kind) {
        return tx.createQuery(
                        "SELECT id, capacity FROM bookings.resource WHERE kind = :kind AND capacity > 0 ORDER BY id")
                .bind("kind", kind)
                .map((row, context) -> new Offer(new Resource(kind, row.getString("id")), row.getInt("capacity")))
                .list();
    }

    /** A place that is free for the whole time; empty when there is none, or no such resource. */
    public Optional<Booking> book(Handle tx, Resource resource, String holder, Span span) {
        Optional<Found> found = locked(tx, resource);
        if (found.isEmpty()) return Optional.empty();
        int place = firstFree(tx, found.get().number(), span);
        if (place >= found.get().capacity()) return Optional.empty();
        Booking booking = new Booking(UUID.randomUUID(), resource, place, holder, span);
        insert(tx, found.get().number(), booking);
        return Optional.of(booking);
    }

    /**
     * These, and a place at as many of another kind, whichever have one.
     *
     * @param any of these any will do, e.g. recorders
     * @return what isn't free; then the caller rolls back what was booked before it. Empty when all is booked
     */
    public Optional<Resource> bookAll(
            Handle tx, Collection<Resource> named, Resource.Kind any, int count, String holder, Span span) {
        for (Resource resource : named.stream().distinct().sorted().toList()) {
            if (book(tx, resource, holder, span).isEmpty()) return Optional.of(resource);
        }
        int left = count;
        for (Offer offer : offered(tx, any)) {
            if (left > 0 && book(tx, offer.resource(), holder, span).isPresent()) left--;
        }
        return left == 0 ? Optional.empty() : Optional.of(new Resource(any, "any"));
    }

    /** What is booked by somebody, in the order of time. */
    public List<Booking> of(Handle tx, String holder) {
        return tx.createQuery(READ + "WHERE holder = :holder ORDER BY lower(during), booking.id")
                .bind("holder", holder)
                .map(Bookings::booking)
                .list();
    }

    /** What is booked of a resource within a time, in the order of time. */
    public List<Booking> within(Handle tx, Resource resource, Span span) {
        return tx.createQuery(
                        READ
                                + """
                        WHERE kind = :kind AND resource.id = :id AND during && tstzrange(:from, :to)
                        ORDER BY lower(during), place""")
                .bind("kind", resource.kind())
                .bind("id", resource.id())
                .bind("from", Timestamp.from(span.from()))
                .bind("to", Timestamp.from(span.to()))
                .map(Bookings::booking)
                .list();
    }

    /** Another has from now on what was booked: the visit what its appointment had. */
    public void handOver(Handle tx, String holder, String other) {
        tx.createUpdate("UPDATE bookings.booking SET holder = :other WHERE holder = :holder")
                .bind("other", other)
                .bind("holder", holder)
                .execute();
    }

    /** All that somebody has is free again from now on. */
    public void release(Handle tx, String holder, Instant now) {
        of(tx, holder).forEach(booking -> end(tx, booking.id(), now));
    }

    /**
     * Who has booked it comes now, early or late.
     *
     * @return the booking as it is now; empty when it is over, or when it is too early and nothing is free yet
     */
    public Optional<Booking> begin(Handle tx, UUID id, Instant now) {
        Booking booked = tx.createQuery(READ + "WHERE booking.id = :id")
                .bind("id", id)
                .map(Bookings::booking)
                .one();
        if (!booked.span().to().isAfter(now)) return Optional.empty();
        Found resource = locked(tx, booked.resource()).orElseThrow();
        int place = booked.place();
        if (now.isBefore(booked.span().from())
                && taken(tx, resource.number(), new Span(now, booked.span().from()))
                        .contains(place)) {
            place = firstFree(tx, resource.number(), new Span(now, booked.span().to()));
            if (place >= resource.capacity()) return Optional.empty();
        }
        return Optional.of(moved(tx, booked, place, new Span(now, booked.span().to())));
    }

    /**
     * Who holds these stays until then: in the same place if nobody else has booked it, else in another that is free, else in one more
     * than there are. A booking that lasts longer already stays as it is.
     */
    public void prolong(Handle tx, Collection<UUID> ids, Instant until) {
        List<Booking> ending = tx.createQuery(
                        READ + "WHERE booking.id = ANY(:ids) AND upper(during) < :until ORDER BY resource, booking.id")
                .bindArray("ids", UUID.class, ids)
                .bind("until", Timestamp.from(until))
                .map(Bookings::booking)
                .list();
        for (Booking booking : ending) {
            Found resource = locked(tx, booking.resource()).orElseThrow();
            Span longer = new Span(booking.span().from(), until);
            boolean stays = !taken(
                            tx, resource.number(), new Span(booking.span().to(), until))
                    .contains(booking.place());
            moved(tx, booking, stays ? booking.place() : firstFree(tx, resource.number(), longer), longer);
        }
    }

    /** It is over now; what hadn't begun is gone. */
    public void end(Handle tx, UUID id, Instant now) {
        int shortened = tx.createUpdate(
                        """
                        UPDATE bookings.booking SET during = tstzrange(lower(during), :now)
                        WHERE id = :id AND lower(during) < :now AND upper(during) > :now""")
                .bind("id", id)
                .bind("now", Timestamp.from(now))
                .execute();
        if (shortened == 0) {
            tx.createUpdate("DELETE FROM bookings.booking WHERE id = :id AND lower(during) >= :now")
                    .bind("id", id)
                    .bind("now", Timestamp.from(now))
                    .execute();
        }
    }

    private record Found(int number, int capacity) {}

    /** Until the end of the transaction nobody else books it. */
    private static Optional<Found> locked(Handle tx, Resource resource) {
        return tx.createQuery(
                        "SELECT number, capacity FROM bookings.resource WHERE kind = :kind AND id = :id FOR NO KEY UPDATE")
                .bind("kind", resource.kind())
                .bind("id", resource.id())
                .map((row, context) -> new Found(row.getInt("number"), row.getInt("capacity")))
                .findOne();
    }

    private static int firstFree(Handle tx, int resource, Span span) {
        List<Integer> taken = taken(tx, resource, span);
        int place = 0;
        while (taken.contains(place)) place++;
        return place;
    }

    private static List<Integer> taken(Handle tx, int resource, Span span) {
        return tx.createQuery(
                        """
                        SELECT DISTINCT place FROM bookings.booking
                        WHERE int8range(resource::bigint * 10000 + place, resource::bigint * 10000 + place, '[]')
                            && int8range(:resource::bigint * 10000, :resource::bigint * 10000 + 9999, '[]')
                        AND during && tstzrange(:from, :to)""")
                .bind("resource", resource)
                .bind("from", Timestamp.from(span.from()))
                .bind("to", Timestamp.from(span.to()))
                .mapTo(Integer.class)
                .list();
    }

    private static void insert(Handle tx, int resource, Booking booking) {
        tx.createUpdate(
                        """
                        INSERT INTO bookings.booking (id, resource, place, holder, during)
                        VALUES (:id, :resource, :place, :holder, tstzrange(:from, :to))""")
                .bind("id", booking.id())
                .bind("resource", resource)
                .bind("place", booking.place())
                .bind("holder", booking.holder())
                .bind("from", Timestamp.from(booking.span().from()))
                .bind("to", Timestamp.from(booking.span().to()))
                .execute();
    }

    private static Booking moved(Handle tx, Booking booking, int place, Span span) {
        tx.createUpdate("UPDATE bookings.booking SET place = :place, during = tstzrange(:from, :to) WHERE id = :id")
                .bind("place", place)
                .bind("from", Timestamp.from(span.from()))
                .bind("to", Timestamp.from(span.to()))
                .bind("id", booking.id())
                .execute();
        return new Booking(booking.id(), booking.resource(), place, booking.holder(), span);
    }

    private static Booking booking(ResultSet row, StatementContext context) throws SQLException {
        return new Booking(
                row.getObject("id", UUID.class),
                new Resource(Resource.Kind.valueOf(row.getString("kind")), row.getString("resource")),
                row.getInt("place"),
                row.getString("holder"),
                new Span(
                        row.getTimestamp("since").toInstant(),
                        row.getTimestamp("until").toInstant()));
    }
}
