package org.kachehri.signaling.bridge;

import java.time.Instant;
import java.util.List;

/** The port through which signaling asks for a recorder; nobody is live without a lease. */
public interface Recorder {
    /** Reserves a recorder; a second lease for the same reception goes on where the first ended. */
    LeaseOutcome lease(String receptionId);

    /**
     * Seals all that was recorded of a reception whose lease was released, in the background. Sealing again what is sealed does
     * nothing.
     *
     * @param sealed told once, on another thread, when the package is sealed, or the order is kept and tried until it is
     */
    void seal(FinishedReception finished, Runnable sealed);

    /**
     * @param startedAt null when it never was live
     * @param quality of those who were in the room while it was live, as far as it was measured
     */
    record FinishedReception(
            RecorderLease.Subject subject, Instant startedAt, Instant closedAt, List<ParticipantQuality> quality) {
        public FinishedReception {
            quality = List.copyOf(quality);
        }
    }

    /**
     * How well somebody could take part while the reception was live; scores from 0 to 100 (docs/media/quality.md).
     *
     * @param worstMinute beginning of the minute with the lowest mean
     * @param worstMinuteMean mean of that minute
     * @param seconds that were measured
     */
    record ParticipantQuality(
            String participant, int mean, int lowest, Instant worstMinute, int worstMinuteMean, int seconds) {}

    /** A recorder, or why there is none. */
    sealed interface LeaseOutcome {
        record Granted(RecorderLease lease) implements LeaseOutcome {}

        record Refused(Reason reason, String detail) implements LeaseOutcome {}
    }

    /** Why no recorder is lent. */
    enum Reason {
        /** As many receptions are recorded as this machine may. */
        NO_CAPACITY,
        /** The disk's watermark is reached. */
        NO_SPACE,
        /** The recorder did not open. */
        FAILED
    }
}
