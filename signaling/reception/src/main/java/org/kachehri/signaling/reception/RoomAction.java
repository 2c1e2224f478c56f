package org.kachehri.signaling.reception;

import java.util.Arrays;
import java.util.Optional;
import org.kachehri.identity.access.Action;

/** What a participant may ask of the reception; the wire word and the line of the policy table that decides. */
public enum RoomAction {
    ADMIT("admit", Action.ADMIT),
    RETURN("return", Action.RETURN),
    START("start", Action.START),
    PAUSE("pause", Action.PAUSE),
    RESUME("resume", Action.RESUME),
    CLOSE("close", Action.CLOSE),
    GIVE_FLOOR("giveFloor", Action.GIVE_FLOOR),
    TAKE_FLOOR("takeFloor", Action.TAKE_FLOOR),
    RAISE_HAND("raiseHand", Action.RAISE_HAND),
    LOWER_HAND("lowerHand", Action.LOWER_HAND),
    MUTE("mute", Action.MUTE),
    UNMUTE("unmute", Action.UNMUTE),
    OFF_RECORD("offRecord", Action.OFF_RECORD),
    ON_RECORD("onRecord", Action.ON_RECORD),
    CALL_FOR_HELP("callForHelp", Action.CALL_FOR_HELP),
    /** Done by publishing; shown in the snapshot so that a screen knows. */
    SHARE_DOCUMENT("shareDocument", Action.SHARE_DOCUMENT),
    /** Done by publishing; shown in the snapshot so that a screen knows. */
    SHARE_SCREEN("shareScreen", Action.SHARE_SCREEN),
    /** Asked over HTTP; shown in the snapshot so that a screen knows. */
    WRITE_MINUTES("writeMinutes", Action.WRITE_MINUTES),
    /** Asked over HTTP; shown in the snapshot so that a screen knows. */
    CONCLUDE("conclude", Action.CONCLUDE);

    private final String word;
    private final Action policy;

    RoomAction(String word, Action policy) {
        this.word = word;
        this.policy = policy;
    }

    /** As the live protocol spells it. */
    public String word() {
        return word;
    }

    public Action policy() {
        return policy;
    }

    public static Optional<RoomAction> ofWord(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }
}
