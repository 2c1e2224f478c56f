package org.kachehri.signaling.bridge;

/** The port through which signaling asks for a recorder; nobody is live without a lease. */
public interface Recorder {
    /** Reserves a recorder. A lease that is not begun must be {@linkplain RecorderLease#release released}. */
    LeaseOutcome lease(String receptionId);

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
