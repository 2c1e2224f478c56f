package org.kachehri.identity.access;

import static org.kachehri.identity.people.Role.ADMIN;
import static org.kachehri.identity.people.Role.AGENT;
import static org.kachehri.identity.people.Role.ARCHIVIST;
import static org.kachehri.identity.people.Role.CHAIR;
import static org.kachehri.identity.people.Role.CITIZEN;
import static org.kachehri.identity.people.Role.DPO;
import static org.kachehri.identity.people.Role.INSPECTOR;
import static org.kachehri.identity.people.Role.INTERPRETER;
import static org.kachehri.identity.people.Role.LAWYER;
import static org.kachehri.identity.people.Role.OBSERVER;
import static org.kachehri.identity.people.Role.RECEIVER;
import static org.kachehri.identity.people.Role.REPRESENTATIVE;
import static org.kachehri.identity.people.Role.SECRETARY;
import static org.kachehri.identity.people.Role.SPECIALIST;
import static org.kachehri.identity.people.Role.TECH;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kachehri.identity.people.Role;

/**
 * The one table of who may do what (DOMAIN 1.4). Deny by default: a role that isn't named may not. Jurisdiction (which unit, which
 * reception) narrows this further where the thing is known; nothing widens it.
 */
public final class Policy {
    private static final Map<Action, Set<Role>> TABLE = new EnumMap<>(Action.class);

    static {
        // In the room. The technician is there for the devices, has no hand to raise and no papers to see.
        let(
                Action.JOIN,
                CHAIR,
                RECEIVER,
                SECRETARY,
                TECH,
                SPECIALIST,
                CITIZEN,
                REPRESENTATIVE,
                AGENT,
                LAWYER,
                INTERPRETER,
                OBSERVER);
        let(Action.ADMIT, CHAIR, RECEIVER, SECRETARY);
        let(Action.RETURN, CHAIR, RECEIVER, SECRETARY);
        let(Action.START, CHAIR);
        let(Action.PAUSE, CHAIR);
        let(Action.RESUME, CHAIR);
        let(Action.CLOSE, CHAIR);
        let(Action.GIVE_FLOOR, CHAIR);
        let(Action.TAKE_FLOOR, CHAIR);
        let(
                Action.RAISE_HAND,
                RECEIVER,
                SECRETARY,
                SPECIALIST,
                CITIZEN,
                REPRESENTATIVE,
                AGENT,
                LAWYER,
                INTERPRETER,
                OBSERVER);
        let(
                Action.LOWER_HAND,
                CHAIR,
                RECEIVER,
                SECRETARY,
                SPECIALIST,
                CITIZEN,
                REPRESENTATIVE,
                AGENT,
                LAWYER,
                INTERPRETER,
                OBSERVER);
        let(Action.MUTE, CHAIR, SECRETARY);
        let(Action.UNMUTE, CHAIR, SECRETARY);
        let(Action.SHARE_DOCUMENT, CHAIR, RECEIVER, SECRETARY, SPECIALIST, CITIZEN, REPRESENTATIVE, AGENT, LAWYER);
        // A screen may show more than was meant: officials only.
        let(Action.SHARE_SCREEN, CHAIR, RECEIVER, SECRETARY, SPECIALIST);
        // Stopping the recording before the close is the chair's order, with a reason.
        let(Action.OFF_RECORD, CHAIR);
        let(Action.ON_RECORD, CHAIR);
        let(
                Action.CALL_FOR_HELP,
                CHAIR,
                RECEIVER,
                SECRETARY,
                SPECIALIST,
                CITIZEN,
                REPRESENTATIVE,
                AGENT,
                LAWYER,
                INTERPRETER,
                OBSERVER);

        // At the point.
        let(Action.SEE_READINESS, CHAIR, RECEIVER, SECRETARY, TECH);
        let(Action.CHECK_ROOM, TECH);
        let(Action.SEE_QUALITY, CHAIR, RECEIVER, SECRETARY, TECH);
        let(Action.REGISTER_VISIT, RECEIVER);
        let(Action.RENEW_LINK, RECEIVER);
        let(Action.KEEP_QUEUE, RECEIVER, SECRETARY);
        let(Action.ISSUE_PASS, RECEIVER);
        let(Action.CHECK_PASS, RECEIVER);
        let(Action.SEE_VISIT, CHAIR, RECEIVER, SECRETARY);
        let(Action.SEE_TODAY, CHAIR, RECEIVER, SECRETARY);
        // Before the reception (DOMAIN 1.3, steps 1 to 5). Who will chair decides; nobody decides what they ask for
        // themselves.
        let(Action.REQUEST_APPOINTMENT, RECEIVER);
        let(Action.SEE_APPOINTMENTS, CHAIR, RECEIVER, SECRETARY);
        let(Action.TRIAGE_APPOINTMENT, RECEIVER, SECRETARY);
        let(Action.APPROVE_APPOINTMENT, CHAIR);
        let(Action.SCHEDULE_APPOINTMENT, CHAIR, RECEIVER, SECRETARY);
        let(Action.SEE_ROTA, CHAIR, RECEIVER, SECRETARY, INSPECTOR);
        let(Action.KEEP_ROTA, CHAIR, RECEIVER, SECRETARY);
        let(Action.PLAN_ROTA, CHAIR, SECRETARY);
        let(Action.SEE_RECEPTIONS, CHAIR, RECEIVER, SECRETARY, SPECIALIST, INTERPRETER, OBSERVER);

        // The minutes and what follows. The citizen may read the minutes (Law on Citizen Reception, Art. 7).
        let(
                Action.SEE_MINUTES,
                CHAIR,
                RECEIVER,
                SECRETARY,
                SPECIALIST,
                CITIZEN,
                REPRESENTATIVE,
                AGENT,
                LAWYER,
                INSPECTOR);
        let(Action.WRITE_MINUTES, RECEIVER, SECRETARY);
        let(Action.SIGN_MINUTES, SECRETARY);
        let(Action.CONCLUDE, CHAIR);
        let(Action.SEE_BOOK, CHAIR, RECEIVER, SECRETARY, INSPECTOR);
        let(Action.SEE_TICKETS, CHAIR, RECEIVER, SECRETARY, SPECIALIST, INSPECTOR);
        let(Action.SEE_DESK, CHAIR, SECRETARY, SPECIALIST);
        let(Action.WRITE_NOTE, CHAIR, SPECIALIST);

        // The archive. Nobody edits; who watches gives a reason; who exports needs a second person.
        let(Action.FIND_RECORDINGS, CHAIR, INSPECTOR, ARCHIVIST);
        let(Action.REPLAY, INSPECTOR);
        let(Action.SEE_ACCESS, INSPECTOR, ARCHIVIST, DPO);
        let(Action.VIEW_IDENTITY, CHAIR, RECEIVER);
        let(Action.VIEW_SEALED, CHAIR, INSPECTOR);
        let(Action.EXPORT, INSPECTOR);
        let(Action.SEE_ARCHIVE_STATE, INSPECTOR, ARCHIVIST, ADMIN);
        let(Action.SEE_EXTRACTS, CHAIR, INSPECTOR, ARCHIVIST);
        let(Action.APPROVE_EXPORT, CHAIR, ARCHIVIST);
        let(Action.PLACE_HOLD, INSPECTOR, ARCHIVIST);
        let(Action.SET_RETENTION, ARCHIVIST);
        let(Action.DESTROY, ARCHIVIST);
        let(Action.APPROVE_DESTRUCTION, CHAIR);

        // The machines. The administrator has no access to content.
        let(Action.OPERATE, ADMIN);
        // Beginnings of packets are no content, but nearly: each time with a reason, and in the audit.
        let(Action.WATCH_LINES, ADMIN);
        let(Action.KEEP_ACCOUNTS, ADMIN);
        let(Action.KEEP_UNITS, ADMIN);
        let(Action.KEEP_CALENDAR, ADMIN);
        let(Action.KEEP_POSTS, ADMIN);
        let(Action.SEE_POLICY, ADMIN, DPO);
        let(Action.SEE_AUDIT, INSPECTOR, DPO);
        let(Action.REVOKE_PASS, ADMIN);
    }

    /** What one person may not do alone, and the right of the one who agrees (DOMAIN 3.6). */
    private static final Map<Action, Action> SECOND = Map.of(
            Action.VIEW_SEALED, Action.VIEW_SEALED,
            Action.EXPORT, Action.APPROVE_EXPORT,
            Action.DESTROY, Action.APPROVE_DESTRUCTION);

    private Policy() {}

    public static boolean allows(Role role, Action action) {
        return TABLE.getOrDefault(action, Set.of()).contains(role);
    }

    /** Who may; to be named to who may not. */
    public static List<Role> rolesFor(Action action) {
        return List.copyOf(TABLE.getOrDefault(action, Set.of()));
    }

    public static List<Action> actionsOf(Role role) {
        return TABLE.entrySet().stream()
                .filter(row -> row.getValue().contains(role))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The right a second person needs so that this may be done; empty when one person may do it alone. */
    public static Optional<Action> second(Action action) {
        return Optional.ofNullable(SECOND.get(action));
    }

    /** The actions of others to which somebody in this role may agree. */
    static List<Action> secondedBy(Role role) {
        return SECOND.keySet().stream()
                .filter(action -> allows(role, SECOND.get(action)))
                .sorted()
                .toList();
    }

    private static void let(Action action, Role first, Role... others) {
        if (TABLE.put(action, EnumSet.of(first, others)) != null) {
            throw new IllegalStateException("Two rows for " + action);
        }
    }
}
