package org.kachehri.identity.access;

import java.time.Instant;

/**
 * A question whether somebody may do what takes two persons (DOMAIN 1.4 and 3.6), with its answer; the protocol calls it so too.
 *
 * @param action what the asker wants to do, as {@link Action#word}
 * @param about id of what it is about
 * @param label what people call that, e.g. a reception's number
 * @param askerId the asking official
 * @param until how long the question waits, or the permission lasts
 * @param decidedBy name of who answered; null while it waits, like the two after it
 */
public record Approval(
        String id,
        String action,
        String about,
        String label,
        String reason,
        String askerId,
        String askedBy,
        Instant askedAt,
        State state,
        Instant until,
        String decidedBy,
        Instant decidedAt,
        String answer) {
    /** Where the question stands. */
    public enum State {
        WAITING,
        APPROVED,
        REFUSED,
        /** Nobody answered in time, or the permission's time is over. */
        EXPIRED
    }
}
