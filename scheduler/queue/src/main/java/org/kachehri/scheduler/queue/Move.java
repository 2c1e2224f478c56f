package org.kachehri.scheduler.queue;

import java.util.EnumSet;
import java.util.Set;

/** What an official does with somebody's turn; each is a line of the visit's history. */
enum Move {
    CALL(VisitState.WAITING, VisitState.CHECKED),
    /** Once more, for who didn't hear it. */
    RECALL(VisitState.CALLED),
    /** Fetches a paper, say: keeps the place and isn't called meanwhile. */
    HOLD(VisitState.WAITING, VisitState.CHECKED, VisitState.CALLED),
    RESUME(VisitState.HELD),
    /** Was called and didn't come. */
    NO_SHOW(VisitState.CALLED),
    /** Is there after all, and waits anew. */
    RETURN(VisitState.ABSENT),
    PUT_FIRST(VisitState.WAITING, VisitState.CHECKED, VisitState.HELD),
    /** No longer before the others. */
    IN_TURN(VisitState.WAITING, VisitState.CHECKED, VisitState.HELD),
    /** The person goes to another point, and takes the time waited along. */
    TRANSFER(VisitState.WAITING, VisitState.CHECKED, VisitState.HELD, VisitState.CALLED, VisitState.ABSENT),
    /** Went home unheard. */
    LEAVE(VisitState.WAITING, VisitState.CHECKED, VisitState.HELD, VisitState.CALLED, VisitState.ABSENT);

    private final Set<VisitState> from;

    Move(VisitState first, VisitState... more) {
        this.from = EnumSet.of(first, more);
    }

    boolean fits(VisitState state) {
        return from.contains(state);
    }

    /** What changes the order, or ends a visit, has to be explained. */
    boolean needsReason() {
        return this == HOLD || this == PUT_FIRST || this == TRANSFER || this == LEAVE;
    }
}
