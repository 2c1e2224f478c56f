package org.kachehri.signaling.reception;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Policy;
import org.kachehri.identity.people.Role;

/** Who is where: arriving, getting lost, being admitted and returned. */
final class Entrance {
    /** A line that comes back within this time finds its seat, its place and its floor (DESIGN 4). */
    static final Duration SEAT_KEPT = Duration.ofMinutes(5);

    private Entrance() {}

    static Step arrive(Reception reception, Person person, Instant now) {
        if (!Policy.allows(person.role(), Action.JOIN)) return Step.Refused.of(RefusalCode.NOT_ALLOWED);
        if (ended(reception)) return Step.Refused.of(RefusalCode.WRONG_STATE);
        Optional<Seat> known = reception.seats().of(person.key());
        if (known.isEmpty() && reception.seats().full()) {
            return Step.Refused.of(RefusalCode.TRY_AGAIN, "every seat is taken");
        }
        Seat seat = known.orElseGet(() -> Seat.empty(reception.seats().nextId(), person, now));
        // Who comes back in another post has another right to be inside, and enters again.
        boolean enters = seat.place() == Place.ABSENT || seat.person().role() != person.role();
        Place place = enters ? firstPlace(reception, person.role()) : seat.place();
        Reception next = reception.with(seat.connectedAs(person, place));
        if (place != Place.ROOM) next = next.with(next.floor().without(seat.id()));
        List<Effect> effects = enters
                ? List.of(new Effect.Note("join", seat.id(), person.role().name()), logged("join", seat, null))
                : List.of(new Effect.Note("reconnect", seat.id(), null));
        return new Step.Applied(next, effects);
    }

    static Step socketLost(Reception reception, String id, Instant now) {
        return reception
                .seats()
                .seat(id)
                .filter(seat -> seat.socketLostAt() == null)
                .<Step>map(seat -> new Step.Applied(
                        reception.with(seat.socketLost(now)), List.of(new Effect.Note("lost", id, null))))
                .orElseGet(() -> unchanged(reception));
    }

    /** @param lostAt null when media is back */
    static Step media(Reception reception, String id, Instant lostAt) {
        return reception
                .seats()
                .seat(id)
                .filter(seat -> (seat.mediaLostAt() == null) != (lostAt == null) && seat.place() != Place.ABSENT)
                .<Step>map(seat -> new Step.Applied(
                        reception.with(seat.mediaLost(lostAt)),
                        List.of(new Effect.Note(lostAt == null ? "mediaConnected" : "mediaLost", id, null))))
                .orElseGet(() -> unchanged(reception));
    }

    static Step switched(Reception reception, Message.Switched message) {
        Optional<Seat> found = reception.seats().seat(message.seat());
        if (found.isEmpty()) return Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT);
        Seat seat = found.get();
        boolean microphoneOff = message.purpose().equals("microphone") ? !message.on() : seat.microphoneOff();
        boolean cameraOff = message.purpose().equals("camera") ? !message.on() : seat.cameraOff();
        return new Step.Applied(reception.with(seat.switched(microphoneOff, cameraOff)), List.of());
    }

    /** The kiosk's checks belong to the citizen's own seat, the first one. */
    static Step prepared(Reception reception, Message.CitizenPrepared message, Instant now) {
        Seat citizen = reception.seats().all().getFirst();
        boolean noticed = citizen.noticed() || message.noticeAcknowledged();
        Reception next = reception.with(citizen.prepared(message.devicesReady(), noticed));
        List<Effect> effects = new ArrayList<>();
        if (noticed && !citizen.noticed()) {
            effects.add(new Effect.Note("noticeAcknowledged", citizen.id(), null));
            effects.add(logged("acknowledgeNotice", citizen, null));
        }
        if (noticed && reception.stage().state() == ReceptionState.CHECK_IN) {
            next = next.with(reception.stage().to(ReceptionState.READY, now, null));
        }
        return new Step.Applied(next, effects);
    }

    /** Seats whose screen is gone for longer than they are kept become empty; the floor doesn't wait for them. */
    static Step tick(Reception reception, Instant now) {
        Reception next = reception;
        List<Effect> effects = new ArrayList<>();
        for (Seat seat : reception.seats().all()) {
            if (seat.place() == Place.ABSENT || seat.socketLostAt() == null) continue;
            if (now.isBefore(seat.socketLostAt().plus(SEAT_KEPT))) continue;
            next = next.with(seat.mediaLost(null).at(Place.ABSENT))
                    .with(next.floor().without(seat.id()));
            effects.add(new Effect.Note("leave", seat.id(), null));
            effects.add(logged("leave", seat, null));
        }
        return new Step.Applied(next, effects);
    }

    static Step command(Reception reception, Message.Command command, Instant now) {
        Optional<Seat> target = target(reception, command);
        if (target.isEmpty()) return Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT);
        return command.action() == RoomAction.ADMIT
                ? admit(reception, command, target.get())
                : sendBack(reception, command, target.get());
    }

    private static Step admit(Reception reception, Message.Command command, Seat seat) {
        if (seat.place() != Place.WAITING) {
            return Step.Refused.of(RefusalCode.OUT_OF_ORDER, seat.place().name());
        }
        Role role = seat.person().role();
        boolean citizenNoticed = reception.seats().all().getFirst().noticed();
        if (Reception.citizenSide(role) && !citizenNoticed) {
            return Step.Refused.of(RefusalCode.NOTICE_NOT_ACKNOWLEDGED);
        }
        if (outOfProtectedRoom(reception, role)) {
            return Step.Refused.of(RefusalCode.NOT_ALLOWED, "protected reception");
        }
        return new Step.Applied(
                reception.with(seat.at(Place.ROOM)),
                List.of(new Effect.Note("admit", seat.id(), null), logged(command, seat.id())));
    }

    private static Step sendBack(Reception reception, Message.Command command, Seat seat) {
        if (seat.place() != Place.ROOM) {
            return Step.Refused.of(RefusalCode.OUT_OF_ORDER, seat.place().name());
        }
        return new Step.Applied(
                reception.with(seat.at(Place.WAITING)).with(reception.floor().without(seat.id())),
                List.of(new Effect.Note("return", seat.id(), command.reason()), logged(command, seat.id())));
    }

    /**
     * Everyone passes the waiting room. Who was called by their post (the board that receives) passes it at once, because nobody is
     * inside yet who could admit them; all others wait for the chair.
     */
    private static Place firstPlace(Reception reception, Role role) {
        if (!reception.stage().state().gathers()) return Place.WAITING;
        return switch (role) {
            case CHAIR, RECEIVER, SECRETARY, SPECIALIST -> Place.ROOM;
            case TECH,
                    CITIZEN,
                    REPRESENTATIVE,
                    AGENT,
                    LAWYER,
                    INTERPRETER,
                    OBSERVER,
                    SECURITY,
                    INSPECTOR,
                    ARCHIVIST,
                    DPO,
                    ADMIN -> Place.WAITING;
        };
    }

    /** A confidential denunciation is out of sight and sound of technicians and police (DOMAIN 1.4). */
    private static boolean outOfProtectedRoom(Reception reception, Role role) {
        return reception.facts().protectedIdentity() && (role == Role.TECH || role == Role.SECURITY);
    }

    static boolean ended(Reception reception) {
        return switch (reception.stage().state()) {
            case CHECK_IN, READY, LIVE, PAUSED, INTERRUPTED, CLOSING, MINUTES_PENDING -> false;
            case REQUESTED,
                    TRIAGED,
                    PREPARED,
                    SCHEDULED,
                    CONCLUDED,
                    ARCHIVED,
                    REFUSED,
                    REFERRED,
                    POSTPONED,
                    CANCELLED -> true;
        };
    }

    static Optional<Seat> target(Reception reception, Message.Command command) {
        return Optional.ofNullable(command.target())
                .flatMap(id -> reception.seats().seat(id));
    }

    static Step unchanged(Reception reception) {
        return new Step.Applied(reception, List.of());
    }

    static Effect.Logged logged(Message.Command command, String subject) {
        return new Effect.Logged(command.action().word(), command.by(), subject, command.reason());
    }

    private static Effect.Logged logged(String action, Seat seat, String reason) {
        return new Effect.Logged(action, seat.id(), seat.id(), reason);
    }
}
