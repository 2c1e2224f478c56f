package org.kachehri.recording.lease;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Span;

/**
 * How one recorder stands; what the protocol calls so.
 *
 * @param recording receptions that are written there now
 * @param capacity how many can be, at the same time
 * @param freeBytes null when the disk can't be asked
 * @param hours of a reception of four that fit there; null when the disk can't be asked
 * @param booked how many places are spoken for in this hour and each of the next eleven
 */
record RecorderLine(
        int number, int recording, int capacity, Long freeBytes, Long hours, Instant from, List<Integer> booked) {
    private static final int HOURS = 12;

    /** The hours that {@link #booked} is about. */
    static Span ahead(Instant now) {
        return Span.of(now.truncatedTo(ChronoUnit.HOURS), Duration.ofHours(HOURS));
    }

    static RecorderLine of(Disk disk, int recording, int capacity, List<Booking> bookings, Instant now) {
        Instant from = ahead(now).from();
        List<Integer> booked = IntStream.range(0, HOURS)
                .mapToObj(hour -> {
                    // Of this hour only what is left: who had a place earlier has given it back.
                    Instant since = hour == 0 ? now : from.plus(Duration.ofHours(hour));
                    return places(bookings, since, from.plus(Duration.ofHours(hour + 1)));
                })
                .toList();
        Long free = free(disk);
        Long hours = free == null ? null : free / RecorderSettings.FREE_BYTES;
        return new RecorderLine(disk.number(), recording, capacity, free, hours, from, booked);
    }

    /** Of a reception of four that fit there; none when the disk can't be asked. */
    static long hours(Disk disk) {
        Long free = free(disk);
        return free == null ? 0 : free / RecorderSettings.FREE_BYTES;
    }

    private static int places(List<Booking> bookings, Instant since, Instant until) {
        return (int) bookings.stream()
                .filter(booking -> booking.span().from().isBefore(until)
                        && booking.span().to().isAfter(since))
                .mapToInt(Booking::place)
                .distinct()
                .count();
    }

    private static Long free(Disk disk) {
        try {
            return disk.free();
        } catch (IOException e) {
            return null;
        }
    }
}
