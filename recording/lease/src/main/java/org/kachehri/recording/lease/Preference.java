package org.kachehri.recording.lease;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Resource;

/** In which order a reception asks recorders for a place. */
final class Preference {
    private final Map<Resource, Integer> ranks = new HashMap<>();

    /**
     * Who wrote for this lane last goes on, then who is booked; who was lost in this reception, or wrote for another lane, comes last.
     *
     * @param before all leases the reception had, in their order
     */
    Preference(int lane, List<LeaseStore.Lease> before, List<Booking> booked, Instant now) {
        booked.stream()
                .filter(booking -> booking.span().to().isAfter(now))
                .forEach(booking -> ranks.put(booking.resource(), -1));
        for (LeaseStore.Lease lease : before) {
            ranks.put(Disk.resource(lease.recorder()), lease.fault() != null ? 2 : lease.lane() == lane ? -2 : 1);
        }
    }

    List<Disk> inOrder(List<Disk> disks) {
        return disks.stream()
                .sorted(Comparator.comparing(disk -> ranks.getOrDefault(disk.resource(), 0)))
                .toList();
    }
}
