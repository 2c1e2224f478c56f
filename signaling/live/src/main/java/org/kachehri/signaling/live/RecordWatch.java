package org.kachehri.signaling.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.bridge.RecorderLease.RecorderHealth;
import org.kachehri.signaling.bridge.RecorderLease.SourceHealth;
import org.kachehri.signaling.reception.Place;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.Seat;

/**
 * Whose picture or sound isn't being recorded though it should be: what the recorder has measured beside what the reception knows of
 * the person. What they or the chair have switched off is missed by nobody. A pure function.
 */
final class RecordWatch {
    /** As often as the protocol promises to tell; a reconnecting camera takes less. */
    private static final long MISSED_SECONDS = 10;

    /** People think before they speak, but a microphone that works is never digitally silent for so long. */
    private static final long SILENT_SECONDS = 60;

    /** @param seconds for how long */
    record Trouble(String participant, Purpose purpose, Code code, long seconds) {}

    /** What is wrong, as the protocol spells it. */
    enum Code {
        /** Nothing that can be decoded was written. */
        NO_PICTURE,
        /** No packet came; silence comes in packets too. */
        NO_SOUND,
        /** Packets come and tell that there is nothing in them. */
        SILENT,
        /** Nothing arrives from this person at all. */
        LINK_DOWN
    }

    private RecordWatch() {}

    static List<Trouble> troubles(Reception reception, RecorderHealth health) {
        List<Trouble> troubles = new ArrayList<>();
        if (!reception.written()) return troubles;
        for (SourceHealth source : health.sources()) {
            reception
                    .seats()
                    .seat(source.participant())
                    .filter(seat -> seat.place() == Place.ROOM)
                    .flatMap(seat -> trouble(seat, source, health.measuredAt()))
                    .filter(found -> troubles.stream()
                            .noneMatch(told -> told.code() == Code.LINK_DOWN
                                    && told.participant().equals(found.participant())))
                    .ifPresent(troubles::add);
        }
        return troubles;
    }

    private static Optional<Trouble> trouble(Seat seat, SourceHealth source, Instant now) {
        boolean sound = source.purpose().kind() == MediaKind.AUDIO;
        if (sound ? seat.muted() || seat.microphoneOff() : seat.cameraOff() && source.purpose() == Purpose.CAMERA) {
            return Optional.empty();
        }
        long missed = seconds(source.since(), source.goodUntil(), now);
        if (missed >= MISSED_SECONDS) {
            boolean own = source.purpose() == Purpose.CAMERA || source.purpose() == Purpose.MICROPHONE;
            // A shared screen or paper may have been taken away.
            if (!own && source.goodUntil() != null) return Optional.empty();
            Code code = seat.mediaLostAt() != null ? Code.LINK_DOWN : sound ? Code.NO_SOUND : Code.NO_PICTURE;
            return Optional.of(new Trouble(seat.id(), source.purpose(), code, missed));
        }
        long silent = seconds(source.since(), source.heard(), now);
        return sound && source.purpose() == Purpose.MICROPHONE && source.loudest() != null && silent >= SILENT_SECONDS
                ? Optional.of(new Trouble(seat.id(), source.purpose(), Code.SILENT, silent))
                : Optional.empty();
    }

    private static long seconds(Instant since, Instant last, Instant now) {
        Instant from = last == null || last.isBefore(since) ? since : last;
        return Duration.between(from, now).toSeconds();
    }
}
