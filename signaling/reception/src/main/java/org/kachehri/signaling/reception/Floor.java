package org.kachehri.signaling.reception;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who speaks and who wants to. Immutable. The holder never has a hand up, and a hand is up once.
 *
 * @param holder the seat that has the floor; null when nobody has
 * @param hands in the order in which they went up
 */
public record Floor(String holder, List<Hand> hands) {
    /** A raised hand. */
    public record Hand(String seat, Instant since) {}

    static final Floor FREE = new Floor(null, List.of());

    public Floor {
        hands = List.copyOf(hands);
    }

    public Optional<Instant> handOf(String seat) {
        return hands.stream()
                .filter(hand -> hand.seat().equals(seat))
                .map(Hand::since)
                .findFirst();
    }

    public boolean heldBy(String seat) {
        return seat.equals(holder);
    }

    Floor given(String seat) {
        return new Floor(seat, lowered(seat).hands);
    }

    Floor taken() {
        return new Floor(null, hands);
    }

    Floor raised(String seat, Instant now) {
        List<Hand> more = new ArrayList<>(hands);
        more.add(new Hand(seat, now));
        return new Floor(holder, more);
    }

    Floor lowered(String seat) {
        return new Floor(
                holder, hands.stream().filter(hand -> !hand.seat().equals(seat)).toList());
    }

    /** Whoever leaves the room leaves the floor and the row of hands. */
    Floor without(String seat) {
        Floor lowered = lowered(seat);
        return heldBy(seat) ? lowered.taken() : lowered;
    }
}
