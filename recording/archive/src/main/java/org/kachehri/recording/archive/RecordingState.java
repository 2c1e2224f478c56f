package org.kachehri.recording.archive;

/** Where a recording is on its way into the archive. */
public enum RecordingState {
    /** The reception will be recorded. */
    EXPECTED,
    /** It is being recorded. */
    WRITING,
    /** The package is made. */
    SEALED,
    /** Every store has taken it. */
    ARCHIVED,
    /** Read back from every store without a fault. */
    VERIFIED,
    /** Something isn't as it was sealed. */
    DAMAGED,
    /** By a decision, when its time was over; only that it was is kept. */
    DESTROYED
}
