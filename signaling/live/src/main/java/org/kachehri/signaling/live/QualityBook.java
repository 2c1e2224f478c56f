package org.kachehri.signaling.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.reception.Place;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.Seat;

/**
 * How well everybody can take part in one reception, now and over all. Only who is in the room is measured, and only while it is live
 * it is kept: while nothing is forwarded there is nothing to lose. Owned by the reception's thread.
 */
final class QualityBook {
    /** One sample in so many seconds. */
    static final int SECONDS_A_SAMPLE = 3;

    private final Map<String, SeatQuality> bySeat = new LinkedHashMap<>();

    /** @param before what an earlier run of the program kept */
    QualityBook(List<SeatQuality.Kept> before) {
        before.forEach(kept -> bySeat.put(kept.seat(), new SeatQuality(kept)));
    }

    void line(BridgeEvent.LineMeasured measured, Instant now) {
        seat(measured.participant()).line(measured, now);
    }

    void played(String seat, int spanMillis, int frozenMillis, Instant now) {
        seat(seat).played(spanMillis, frozenMillis, now);
    }

    void screenChanged(String seat) {
        seat(seat).forgetFigures();
    }

    /** Takes one sample of everybody in the room. */
    List<SeatQuality.Now> sample(Reception reception, Instant now) {
        List<SeatQuality.Now> all = new ArrayList<>();
        for (Seat seat : reception.seats().in(Place.ROOM)) {
            SeatQuality quality = seat(seat.id());
            Optional<SeatQuality.Now> measured = quality.now(seat.connected(), now);
            if (measured.isEmpty()) continue;
            all.add(measured.get());
            if (reception.flows()) quality.sample(measured.get().score(), now);
        }
        return all;
    }

    List<SeatQuality.Kept> kept() {
        return bySeat.values().stream()
                .flatMap(quality -> quality.kept().stream())
                .toList();
    }

    static Recorder.ParticipantQuality told(SeatQuality.Kept kept) {
        return new Recorder.ParticipantQuality(
                kept.seat(),
                kept.mean(),
                kept.lowest(),
                kept.worstMinute(),
                kept.worstMinuteMean(),
                kept.samples() * SECONDS_A_SAMPLE);
    }

    private SeatQuality seat(String id) {
        return bySeat.computeIfAbsent(id, SeatQuality::new);
    }
}
