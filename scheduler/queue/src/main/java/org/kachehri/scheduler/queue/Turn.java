package org.kachehri.scheduler.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A visit's turn among those who wait at its point.
 *
 * @param queuedAt since when its place counts
 * @param appointmentAt null for who came without
 * @param first null for who waits in turn
 * @param calledAt when it was called last; null as long as it wasn't
 * @param room where it was called to; null as long as it wasn't
 */
record Turn(Visit visit, Instant queuedAt, Instant appointmentAt, FirstGround first, Instant calledAt, String room) {
    /** An appointment is due a little before its time: who was on time is in the room when it begins. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** What somebody's place follows from, in this order: those of one kind by their time. */
    enum Why {
        /** The time of the appointment has come. */
        APPOINTMENT_DUE,
        /** Put first, with a reason that is logged. */
        FIRST,
        /** By the time of arrival. */
        IN_TURN,
        /** Has an appointment later; heard now when nobody else waits. */
        BEFORE_APPOINTMENT
    }

    Why why(Instant now) {
        if (appointmentAt != null && !now.isBefore(appointmentAt.minus(EARLY))) return Why.APPOINTMENT_DUE;
        if (first != null) return Why.FIRST;
        return appointmentAt == null ? Why.IN_TURN : Why.BEFORE_APPOINTMENT;
    }

    private Instant since(Instant now) {
        return switch (why(now)) {
            case APPOINTMENT_DUE, BEFORE_APPOINTMENT -> appointmentAt;
            case FIRST, IN_TURN -> queuedAt;
        };
    }

    /** Those who wait, in the order in which they are to be called. */
    static List<Turn> inOrder(List<Turn> turns, Instant now) {
        List<Turn> waiting = new ArrayList<>(
                turns.stream().filter(turn -> turn.visit.state().waits()).toList());
        waiting.sort(Comparator.comparing((Turn turn) -> turn.why(now))
                .thenComparing(turn -> turn.since(now))
                .thenComparing(turn -> turn.visit.registeredAt())
                .thenComparing(turn -> turn.visit.id()));
        return waiting;
    }
}
