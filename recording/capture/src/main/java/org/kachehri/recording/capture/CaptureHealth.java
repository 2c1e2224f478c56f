package org.kachehri.recording.capture;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a capture is doing, measured by the recorder's thread four times a second.
 *
 * @param measuredAt on the capture's clock; older than a second when the disk doesn't answer
 * @param bytes written so far, all segments
 * @param segments closed, fsynced and hashed
 * @param sealedUpTo everything before this lies in a closed, fsynced segment
 * @param flushedAt everything before this is with the operating system
 * @param freeBytes left on the disk; looked at every 5 s
 * @param ringDropped packets the ring had no room for
 * @param paused nothing is written at the moment
 * @param tracks by name
 * @param failure why nothing is written any more, e.g. the disk is full
 */
public record CaptureHealth(
        Instant measuredAt,
        long bytes,
        int segments,
        Instant sealedUpTo,
        Instant flushedAt,
        long freeBytes,
        long ringDropped,
        boolean paused,
        Map<String, TrackHealth> tracks,
        Optional<String> failure) {
    public CaptureHealth {
        Objects.requireNonNull(measuredAt, "measuredAt");
        Objects.requireNonNull(sealedUpTo, "sealedUpTo");
        Objects.requireNonNull(flushedAt, "flushedAt");
        Objects.requireNonNull(failure, "failure");
        tracks = Map.copyOf(tracks);
    }
}
