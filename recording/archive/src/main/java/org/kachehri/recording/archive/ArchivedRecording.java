package org.kachehri.recording.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A recording as the archive holds it.
 *
 * @param sealedAt by the signer's clock
 * @param manifestSha256 of the seal, so that a package in its place is found
 * @param durationMillis from the first to the last stamp of the capture
 * @param copiesReady whether there are viewing copies
 */
public record ArchivedRecording(
        RecordingSubject subject,
        RecordingState state,
        Optional<Instant> sealedAt,
        Optional<String> manifestSha256,
        Optional<Long> durationMillis,
        boolean copiesReady) {
    public ArchivedRecording {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(sealedAt, "sealedAt");
        Objects.requireNonNull(manifestSha256, "manifestSha256");
        Objects.requireNonNull(durationMillis, "durationMillis");
    }
}
