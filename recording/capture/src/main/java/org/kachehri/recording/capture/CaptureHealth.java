package org.kachehri.recording.capture;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a capture is doing; a snapshot at most 1 s old.
 *
 * @param bytes written so far, all segments
 * @param segments closed, fsynced and hashed
 * @param sealedUpTo everything before this lies in a closed segment
 * @param ringDropped packets the ring had no room for
 * @param paused nothing is written at the moment
 * @param tracks by name
 * @param failure why nothing is written any more, e.g. the disk is full
 */
public record CaptureHealth(
        long bytes,
        int segments,
        Instant sealedUpTo,
        long ringDropped,
        boolean paused,
        Map<String, TrackHealth> tracks,
        Optional<String> failure) {
    public CaptureHealth {
        Objects.requireNonNull(sealedUpTo, "sealedUpTo");
        Objects.requireNonNull(failure, "failure");
        tracks = Map.copyOf(tracks);
    }
}
