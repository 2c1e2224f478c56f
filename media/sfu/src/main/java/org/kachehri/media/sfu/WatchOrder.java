package org.kachehri.media.sfu;

import java.util.List;
import org.kachehri.media.transport.CaptureRing;

/** What an operator may have done about one peer of a room. */
public sealed interface WatchOrder {
    /** Keeps the last packets from now on, until {@link StopCapture} or until the room closes. */
    record StartCapture() implements WatchOrder {}

    record StopCapture() implements WatchOrder {}

    /** Hands out what was kept so far, and goes on. */
    record Dump() implements WatchOrder {}

    /**
     * Loses packets on purpose.
     *
     * @param sending those to the peer, else those from it
     * @param share lost in the long run, from 0 (none any more) to 1
     * @param meanBurst lost in a row on the mean, at least 1
     */
    record Lose(boolean sending, double share, double meanBurst, long seed) implements WatchOrder {
        public Lose {
            if (!(share >= 0 && share <= 1 && meanBurst >= 1 && meanBurst <= 1_000)) {
                throw new IllegalArgumentException("share " + share + " in bursts of " + meanBurst);
            }
        }
    }

    /** What came of an order. */
    sealed interface Outcome {
        record Done() implements Outcome {}

        record Dumped(List<CaptureRing.Packet> packets) implements Outcome {}

        record Refused(String reason) implements Outcome {}
    }
}
