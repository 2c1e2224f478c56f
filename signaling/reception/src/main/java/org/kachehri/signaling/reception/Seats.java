package org.kachehri.signaling.reception;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who is where. Immutable; the order is the order of first arrival. */
public record Seats(List<Seat> all) {
    /**
     * Three levels with at most six officials each, five representatives of a crowd (the most the law lets in) and an
     * interpreter are 24.
     */
    static final int MOST = 24;

    public Seats {
        all = List.copyOf(all);
    }

    public Optional<Seat> seat(String id) {
        return first(seat -> seat.id().equals(id));
    }

    public Optional<Seat> of(String personKey) {
        return first(seat -> seat.person().key().equals(personKey));
    }

    public List<Seat> in(Place place) {
        return all.stream().filter(seat -> seat.place() == place).toList();
    }

    boolean full() {
        return all.size() >= MOST;
    }

    String nextId() {
        return "p" + (all.size() + 1);
    }

    Seats with(Seat changed) {
        List<Seat> seats = new ArrayList<>(all);
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).id().equals(changed.id())) {
                seats.set(i, changed);
                return new Seats(seats);
            }
        }
        seats.add(changed);
        return new Seats(seats);
    }

    private Optional<Seat> first(Predicate<Seat> wanted) {
        return all.stream().filter(wanted).findFirst();
    }
}
