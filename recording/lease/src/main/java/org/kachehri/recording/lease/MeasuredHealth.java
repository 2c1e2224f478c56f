package org.kachehri.recording.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.recording.capture.CaptureHealth;
import org.kachehri.recording.capture.TrackHealth;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.bridge.RecorderLease;

/** What a capture measures of its tracks, as the reception wants to know it: of every source, whatever its layers and codecs. */
final class MeasuredHealth {
    private MeasuredHealth() {}

    /** None writes any more. */
    static RecorderLease.RecorderHealth lost(String why, Instant now) {
        return new RecorderLease.RecorderHealth(0, now, null, now, 0, 0, why, List.of());
    }

    /** @param recorders that write the same */
    static RecorderLease.RecorderHealth of(int recorders, CaptureHealth health) {
        Map<String, RecorderLease.SourceHealth> sources = new LinkedHashMap<>();
        for (TrackHealth track : health.tracks().values()) {
            source(track).ifPresent(source -> sources.merge(track.source(), source, MeasuredHealth::together));
        }
        return new RecorderLease.RecorderHealth(
                recorders,
                health.measuredAt(),
                health.segments() == 0 ? null : health.sealedUpTo(),
                health.flushedAt(),
                health.bytes(),
                health.freeBytes(),
                null,
                new ArrayList<>(sources.values()));
    }

    private static Optional<RecorderLease.SourceHealth> source(TrackHealth track) {
        List<String> parts = List.of(track.source().split("/", 2));
        return Purpose.ofWord(parts.getLast())
                .map(purpose -> new RecorderLease.SourceHealth(
                        parts.getFirst(),
                        purpose,
                        track.bytes(),
                        track.since(),
                        track.keyFrame().orElse(null),
                        track.goodUntil().orElse(null),
                        track.heard().orElse(null),
                        track.loudest() == TrackHealth.NO_LEVEL ? null : track.loudest()));
    }

    /** One layer that can be played is a picture. */
    private static RecorderLease.SourceHealth together(
            RecorderLease.SourceHealth one, RecorderLease.SourceHealth other) {
        return new RecorderLease.SourceHealth(
                one.participant(),
                one.purpose(),
                one.bytes() + other.bytes(),
                later(one.since(), other.since()),
                later(one.keyFrame(), other.keyFrame()),
                later(one.goodUntil(), other.goodUntil()),
                later(one.heard(), other.heard()),
                one.loudest() == null || other.loudest() == null
                        ? one.loudest() == null ? other.loudest() : one.loudest()
                        : Integer.valueOf(Math.min(one.loudest(), other.loudest())));
    }

    private static Instant later(Instant one, Instant other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.isAfter(other) ? one : other;
    }
}
