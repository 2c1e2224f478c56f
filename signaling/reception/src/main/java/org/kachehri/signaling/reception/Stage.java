package org.kachehri.signaling.reception;

import java.time.Instant;

/**
 * How far the reception has come.
 *
 * @param since when the state began
 * @param startedAt first time live; null before; minutes count from here
 * @param closedAt null before
 * @param reason of a pause or an interruption; null otherwise
 */
public record Stage(ReceptionState state, Instant since, Instant startedAt, Instant closedAt, String reason) {
    Stage to(ReceptionState next, Instant now, String why) {
        Instant started = next == ReceptionState.LIVE && startedAt == null ? now : startedAt;
        Instant closed = next == ReceptionState.CLOSING ? now : closedAt;
        return new Stage(next, now, started, closed, why);
    }
}
