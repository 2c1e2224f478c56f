package org.kachehri.signaling.reception;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who speaks: hands, the floor, and silence by order. */
final class FloorOrders {
    private FloorOrders() {}

    static Step command(Reception reception, Message.Command command, Instant now) {
        return switch (command.action()) {
            case RAISE_HAND -> raise(reception, command, now);
            case LOWER_HAND -> lower(reception, command);
            case GIVE_FLOOR -> give(reception, command);
            case TAKE_FLOOR -> take(reception, command);
            case MUTE -> mute(reception, command, true);
            case UNMUTE -> mute(reception, command, false);
            case ADMIT,
                    RETURN,
                    START,
                    PAUSE,
                    RESUME,
                    CLOSE,
                    OFF_RECORD,
                    ON_RECORD,
                    CALL_FOR_HELP,
                    SHARE_DOCUMENT,
                    SHARE_SCREEN,
                    WRITE_MINUTES,
                    CONCLUDE -> throw new IllegalArgumentException(command.action() + " is no order of the floor");
        };
    }

    /** A hand is one's own; raising it twice keeps the older place in the row. */
    private static Step raise(Reception reception, Message.Command command, Instant now) {
        if (command.target() != null && !command.target().equals(command.by())) {
            return Step.Refused.of(RefusalCode.NOT_ALLOWED, "somebody else's hand");
        }
        if (!inRoom(reception, command.by())) return Step.Refused.of(RefusalCode.OUT_OF_ORDER, "not in the room");
        Floor floor = reception.floor();
        if (floor.heldBy(command.by()) || floor.handOf(command.by()).isPresent()) return Entrance.unchanged(reception);
        return done(reception.with(floor.raised(command.by(), now)), command, "handRaised", command.by());
    }

    /** One's own hand, or anybody's for whoever gives the floor. */
    private static Step lower(Reception reception, Message.Command command) {
        String target = command.target() == null ? command.by() : command.target();
        boolean own = target.equals(command.by());
        boolean staff = reception
                .seats()
                .seat(command.by())
                .map(seat -> Rights.may(seat.person().role(), RoomAction.GIVE_FLOOR))
                .orElse(false);
        if (!own && !staff) {
            return new Step.Refused(RefusalCode.NOT_ALLOWED, Rights.whoMay(RoomAction.GIVE_FLOOR), null);
        }
        if (reception.floor().handOf(target).isEmpty()) return Entrance.unchanged(reception);
        return done(reception.with(reception.floor().lowered(target)), command, "handLowered", target);
    }

    private static Step give(Reception reception, Message.Command command) {
        if (command.target() == null) return Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT);
        if (!inRoom(reception, command.target())) {
            return Step.Refused.of(RefusalCode.OUT_OF_ORDER, "not in the room");
        }
        return done(reception.with(reception.floor().given(command.target())), command, "floor", command.target());
    }

    private static Step take(Reception reception, Message.Command command) {
        String holder = reception.floor().holder();
        if (holder == null) return Step.Refused.of(RefusalCode.OUT_OF_ORDER, "nobody has the floor");
        if (command.target() != null && !command.target().equals(holder)) {
            return Step.Refused.of(RefusalCode.OUT_OF_ORDER, "somebody else has the floor");
        }
        return done(reception.with(reception.floor().taken()), command, "floorTaken", holder);
    }

    private static Step mute(Reception reception, Message.Command command, boolean muted) {
        Optional<Seat> target = Entrance.target(reception, command);
        if (target.isEmpty()) return Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT);
        return done(
                reception.with(target.get().muted(muted)),
                command,
                muted ? "mute" : "unmute",
                target.get().id());
    }

    private static boolean inRoom(Reception reception, String seat) {
        return reception
                .seats()
                .seat(seat)
                .filter(found -> found.place() == Place.ROOM)
                .isPresent();
    }

    private static Step done(Reception next, Message.Command command, String note, String subject) {
        return new Step.Applied(
                next, List.of(new Effect.Note(note, subject, command.reason()), Entrance.logged(command, subject)));
    }
}
