package org.kachehri.signaling.bridge;

import java.time.Instant;

/** The port through which signaling asks for a recorder; nobody is live without a lease. */
public interface Recorder {
    /** Reserves a recorder; a second lease for the same reception goes on where the first ended. */
    LeaseOutcome lease(String receptionId);

    /**
     * Seals all that was recorded of a reception whose lease was released, in the background. Sealing again what is sealed does
     * nothing.
     *
     * @param sealed told once, on another thread, when the package is sealed or has failed for good
     */
    void seal(FinishedReception finished, Runnable sealed);

    /** @param startedAt null when it never was live */
    record FinishedReception(RecorderLease.Subject subject, Instant startedAt, Instant closedAt) {}

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
