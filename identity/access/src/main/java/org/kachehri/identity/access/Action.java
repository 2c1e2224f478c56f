package org.kachehri.identity.access;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that needs a right, over HTTP and in the live room. Who has it is in {@link Policy}. {@link #word()} is how the protocol
 * writes it ({@code GIVE_FLOOR} is {@code giveFloor}).
 */
public enum Action {
    /** Enter the room of a live reception, by way of the waiting room. */
    JOIN,
    ADMIT,
    /** Send somebody back to the waiting room. */
    RETURN,
    /** Start the reception and with it the recording. */
    START,
    PAUSE,
    RESUME,
    CLOSE,
    GIVE_FLOOR,
    TAKE_FLOOR,
    RAISE_HAND,
    LOWER_HAND,
    /** Mute somebody else; one's own microphone needs no right. */
    MUTE,
    UNMUTE,
    /** Put a paper under a camera for all to see. */
    SHARE_DOCUMENT,
    /** Show a screen, with its sound. */
    SHARE_SCREEN,
    /** Stop the recording before the close, with a reason that is kept. */
    OFF_RECORD,
    ON_RECORD,
    CALL_FOR_HELP,
    SEE_READINESS,
    /** Sign for a room: its devices, line and clock were looked at. */
    CHECK_ROOM,
    REGISTER_VISIT,
    RENEW_LINK,
    /** Call, hold and move those who wait at the own point. */
    KEEP_QUEUE,
    /** Sign a pass for a visit. */
    ISSUE_PASS,
    /** Say whether a scanned pass is good, and use it up. */
    CHECK_PASS,
    /** Take back a pass that was lost or stolen. */
    REVOKE_PASS,
    SEE_VISIT,
    SEE_TODAY,
    /** Ask for a reception on another day, for a citizen. */
    REQUEST_APPOINTMENT,
    SEE_APPOINTMENTS,
    /** Find what it is and whose; refer it, or cancel it as the citizen wishes. */
    TRIAGE_APPOINTMENT,
    /** Say yes or no to an online reception, as the leader who will chair. */
    APPROVE_APPOINTMENT,
    /** Give it a time, a room and people. */
    SCHEDULE_APPOINTMENT,
    SEE_RECEPTIONS,
    /** See the reception days of leaders and which were held. */
    SEE_ROTA,
    /** Move a reception day, and say that it was held. */
    KEEP_ROTA,
    /** Set the rule by which a leader receives. */
    PLAN_ROTA,
    SEE_MINUTES,
    WRITE_MINUTES,
    SIGN_MINUTES,
    CONCLUDE,
    SEE_BOOK,
    SEE_TICKETS,
    SEE_DESK,
    WRITE_NOTE,
    /** See how well each participant's line carries, live and afterwards. */
    SEE_QUALITY,
    FIND_RECORDINGS,
    REPLAY,
    /** See who watched what and why. */
    SEE_ACCESS,
    /** See who a denouncer is. */
    VIEW_IDENTITY,
    /** Open the sealed original of a protected recording; takes two persons. */
    VIEW_SEALED,
    EXPORT,
    /** See which extracts were asked for, and who got them. */
    SEE_EXTRACTS,
    /** Be the second person of an export. */
    APPROVE_EXPORT,
    /** See how far recordings are and what the archive's own checks found; nothing of their content. */
    SEE_ARCHIVE_STATE,
    PLACE_HOLD,
    /** Say in which class of retention a recording is, and when the work on its case ended. */
    SET_RETENTION,
    /** Draw up a list of what is to be destroyed, and carry it out; takes two persons. */
    DESTROY,
    /** Decide on such a list. */
    APPROVE_DESTRUCTION,
    /** Health, dead letters, backup: the product, never its content. */
    OPERATE,
    /** Look at the packets of one participant's line, and lose some on purpose; always with a reason. */
    WATCH_LINES,
    KEEP_ACCOUNTS,
    /** Add a unit below one's own, and name it anew. */
    KEEP_UNITS,
    /** Declare days off and swapped days for a country. */
    KEEP_CALENDAR,
    /** Say who is in which post from when to when, and who stands in during a leave; never for oneself. */
    KEEP_POSTS,
    /** See this table. */
    SEE_POLICY,
    /** Read, check and export the log of what was done and looked at. */
    SEE_AUDIT;

    private static final Map<String, Action> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Action::word, Function.identity()));

    public String word() {
        StringBuilder word = new StringBuilder();
        boolean capital = false;
        for (char c : name().toCharArray()) {
            if (c == '_') {
                capital = true;
            } else {
                word.append(capital ? c : Character.toLowerCase(c));
                capital = false;
            }
        }
        return word.toString();
    }

    public static Optional<Action> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
