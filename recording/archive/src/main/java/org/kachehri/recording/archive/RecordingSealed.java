package org.kachehri.recording.archive;

import java.time.Instant;

/** The event {@code recording.sealed}: the package of a reception is in the store. */
record RecordingSealed(String receptionId, String manifestSha256, Instant sealedAt) {
    /** Its type in the outbox. */
    static final String TYPE = "recording.sealed";
}
