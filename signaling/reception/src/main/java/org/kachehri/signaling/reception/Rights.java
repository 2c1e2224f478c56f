package org.kachehri.signaling.reception;

import java.util.EnumSet;
import java.util.Set;
import org.kachehri.identity.access.Policy;
import org.kachehri.identity.people.Role;

/** What a seat may do now: the policy table says which role, the state says when. Deny by default in both. */
final class Rights {
    private Rights() {}

    static boolean may(Role role, RoomAction action) {
        return Policy.allows(role, action.policy());
    }

    /** The role to name in a refusal; null when the table gives it to nobody. */
    static String whoMay(RoomAction action) {
        return Policy.rolesFor(action.policy()).stream()
                .findFirst()
                .map(Role::name)
                .orElse(null);
    }

    static boolean stateAllows(Reception reception, RoomAction action) {
        ReceptionState state = reception.stage().state();
        boolean live = state == ReceptionState.LIVE;
        return switch (action) {
            case ADMIT, RETURN -> state.gathers();
            case START -> state == ReceptionState.READY;
            case PAUSE, GIVE_FLOOR, TAKE_FLOOR -> live;
            case RESUME -> state == ReceptionState.PAUSED || state == ReceptionState.INTERRUPTED;
            case CLOSE -> live || state == ReceptionState.PAUSED || state == ReceptionState.INTERRUPTED;
            case RAISE_HAND, LOWER_HAND -> live || state == ReceptionState.PAUSED;
            case MUTE, UNMUTE -> state.gathers();
            case OFF_RECORD -> live && !reception.recording().offRecord();
            case ON_RECORD -> live && reception.recording().offRecord();
            case CALL_FOR_HELP, SHARE_DOCUMENT, SHARE_SCREEN -> state.gathers();
            case WRITE_MINUTES ->
                live
                        || state == ReceptionState.PAUSED
                        || state == ReceptionState.INTERRUPTED
                        || state == ReceptionState.CLOSING
                        || state == ReceptionState.MINUTES_PENDING
                        || state == ReceptionState.CONCLUDED;
            case CONCLUDE -> state == ReceptionState.MINUTES_PENDING;
        };
    }

    /** What the receiver's screen may offer now. */
    static Set<RoomAction> of(Reception reception, Seat seat) {
        Set<RoomAction> allowed = EnumSet.noneOf(RoomAction.class);
        Floor floor = reception.floor();
        for (RoomAction action : RoomAction.values()) {
            if (!may(seat.person().role(), action) || !stateAllows(reception, action)) continue;
            boolean fits =
                    switch (action) {
                        case RAISE_HAND ->
                            seat.place() == Place.ROOM
                                    && !floor.heldBy(seat.id())
                                    && floor.handOf(seat.id()).isEmpty();
                        case LOWER_HAND ->
                            floor.handOf(seat.id()).isPresent()
                                    || (may(seat.person().role(), RoomAction.GIVE_FLOOR)
                                            && !floor.hands().isEmpty());
                        case TAKE_FLOOR -> floor.holder() != null;
                        case SHARE_DOCUMENT, SHARE_SCREEN -> seat.place() == Place.ROOM;
                        case ADMIT,
                                RETURN,
                                START,
                                PAUSE,
                                RESUME,
                                CLOSE,
                                GIVE_FLOOR,
                                MUTE,
                                UNMUTE,
                                OFF_RECORD,
                                ON_RECORD,
                                CALL_FOR_HELP,
                                WRITE_MINUTES,
                                CONCLUDE -> true;
                    };
            if (fits) allowed.add(action);
        }
        return allowed;
    }
}
