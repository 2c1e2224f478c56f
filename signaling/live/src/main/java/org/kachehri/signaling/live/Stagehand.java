package org.kachehri.signaling.live;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kachehri.media.congestion.BandwidthEstimator;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.kachehri.signaling.reception.Effect;
import org.kachehri.signaling.reception.Place;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.Seat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does at the bridge and the recorder what a reception orders. Owned by the reception's thread. */
final class Stagehand {
    private static final Logger LOG = LoggerFactory.getLogger(Stagehand.class);

    private final Surroundings around;
    private final Consumer<BridgeEvent> listener;
    private final Runnable sealed;
    private final Consumer<String> recorderLost;
    private final Supplier<List<Recorder.ParticipantQuality>> quality;
    private BridgeRoom room;
    private RecorderLease lease;
    private boolean begun;
    private boolean hushed;
    private boolean tapped;

    Stagehand(
            Surroundings around,
            Consumer<BridgeEvent> listener,
            Runnable sealed,
            Consumer<String> recorderLost,
            Supplier<List<Recorder.ParticipantQuality>> quality) {
        this.quality = quality;
        this.around = around;
        this.listener = listener;
        this.sealed = sealed;
        this.recorderLost = recorderLost;
    }

    /** Opens the bridge's room on first need; who sits in it already (after a restart) is put into it again. */
    void open(Reception reception) {
        if (room != null || !reception.stage().state().gathers()) return;
        room = around.bridge().open(reception.facts().id(), listener);
        for (Seat seat : reception.seats().all()) {
            if (seat.muted()) room.silence(seat.id(), true);
            if (seat.place() == Place.ROOM) enter(room, seat);
        }
    }

    private static void enter(BridgeRoom room, Seat seat) {
        // A citizen comes over the line of a commune or of a phone, an official over that of an office.
        room.lineStart(
                seat.id(),
                switch (seat.person().role()) {
                    case CITIZEN, REPRESENTATIVE -> BandwidthEstimator.CITIZEN_START_BPS;
                    default -> BandwidthEstimator.POINT_START_BPS;
                });
        room.rank(
                seat.id(),
                switch (seat.person().role()) {
                    case CHAIR -> BridgeRoom.Rank.CHAIR;
                    case CITIZEN, REPRESENTATIVE -> BridgeRoom.Rank.CITIZEN;
                    default -> BridgeRoom.Rank.OTHER;
                });
        room.enter(seat.id());
    }

    Optional<BridgeRoom> room() {
        return Optional.ofNullable(room);
    }

    Recorder.LeaseOutcome lease(String receptionId) {
        Recorder.LeaseOutcome outcome = around.recorder().lease(receptionId);
        if (outcome instanceof Recorder.LeaseOutcome.Granted granted) {
            lease = granted.lease();
            begun = false;
            hushed = false;
        }
        return outcome;
    }

    /** Gives back a lease that came to nothing. */
    void returnUnused() {
        if (lease != null && !begun) {
            lease.release();
            lease = null;
        }
    }

    /** Another recorder in the place of a lost one is told of everything that is in the room. */
    void mend() {
        if (begun && lease.mend() && tapped) room().ifPresent(open -> open.tap(lease.tap()));
    }

    /** Empty while nothing is recorded. */
    Optional<RecorderLease.RecorderHealth> health() {
        return begun ? Optional.of(lease.health()) : Optional.empty();
    }

    void perform(Reception reception, List<Effect> effects) {
        for (Effect effect : effects) perform(reception, effect);
        if (room != null && !reception.stage().state().gathers()) {
            room.close();
            room = null;
        }
    }

    private void perform(Reception reception, Effect effect) {
        switch (effect) {
            case Effect.EnterRoom enter ->
                room().ifPresent(open -> reception.seats().seat(enter.seat()).ifPresent(seat -> enter(open, seat)));
            case Effect.LeaveRoom leave -> room().ifPresent(open -> open.leave(leave.seat()));
            case Effect.Release release -> room().ifPresent(open -> open.release(release.seat()));
            case Effect.Forward forward -> room().ifPresent(open -> open.forward(forward.on()));
            case Effect.Silence silence -> silence(silence);
            case Effect.Switched switched -> {
                if (begun) lease.switched(switched.seat() + "/" + switched.purpose(), switched.on());
            }
            case Effect.Link link -> {
                if (begun) lease.link(link.seat(), link.up());
            }
            case Effect.BeginRecording ignored -> begin(reception);
            case Effect.Write ignored -> write();
            case Effect.WriteNothing nothing -> writeNothing(nothing);
            case Effect.ReleaseRecorder ignored -> releaseRecorder();
            case Effect.SealRecording ignored -> around.recorder().seal(finished(reception), sealed);
            case Effect.Note note -> note(reception, note);
            case Effect.Dismiss ignored -> {
                // The screens are told by the reception itself.
            }
            case Effect.Logged ignored -> {
                // Committed with the state.
            }
            case Effect.Announced ignored -> {
                // Committed with the state.
            }
        }
    }

    private void silence(Effect.Silence silence) {
        room().ifPresent(open -> open.silence(silence.seat(), silence.on()));
        if (begun && !silence.on()) {
            lease.unmuted(silence.seat() + "/" + Purpose.MICROPHONE.word());
            lease.unmuted(silence.seat() + "/" + Purpose.SCREEN_SOUND.word());
        }
    }

    private void begin(Reception reception) {
        try {
            lease.begin(subject(reception), around.clock().instant());
            begun = true;
            for (Seat seat : reception.seats().all()) {
                if (seat.cameraOff()) lease.switched(seat.id() + "/" + Purpose.CAMERA.word(), false);
                if (seat.microphoneOff()) lease.switched(seat.id() + "/" + Purpose.MICROPHONE.word(), false);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "the recorder of reception {} does not begin",
                    reception.facts().id(),
                    e);
            recorderLost.accept("the recorder does not begin");
        }
    }

    private void write() {
        if (!begun) return;
        if (hushed) lease.resume();
        hushed = false;
        room().ifPresent(open -> open.tap(lease.tap()));
        tapped = true;
    }

    private void writeNothing(Effect.WriteNothing nothing) {
        room().ifPresent(open -> open.tap(null));
        tapped = false;
        if (!begun) return;
        lease.pause(nothing.offRecord(), nothing.reason());
        hushed = true;
    }

    private void releaseRecorder() {
        room().ifPresent(open -> open.tap(null));
        tapped = false;
        if (lease != null) lease.release();
        lease = null;
        begun = false;
    }

    private void note(Reception reception, Effect.Note note) {
        if (!begun) return;
        String name = note.seat() == null
                ? null
                : reception
                        .seats()
                        .seat(note.seat())
                        .map(seat -> seat.person().name())
                        .orElse(null);
        lease.event(
                new RecorderLease.RoomEvent(around.clock().instant(), note.type(), note.seat(), name, note.detail()));
    }

    private Recorder.FinishedReception finished(Reception reception) {
        return new Recorder.FinishedReception(
                subject(reception),
                reception.stage().startedAt(),
                reception.stage().closedAt(),
                quality.get());
    }

    private static RecorderLease.Subject subject(Reception reception) {
        return new RecorderLease.Subject(
                reception.facts().id(),
                reception.facts().code(),
                reception.facts().pointId(),
                reception.facts().day(),
                reception.facts().zone(),
                reception.seats().all().getFirst().person().name(),
                reception.facts().matter().type(),
                reception.facts().protectedIdentity(),
                reception.seats().all().stream()
                        .map(seat -> new RecorderLease.Participant(
                                seat.id(),
                                seat.person().name(),
                                seat.person().role().name(),
                                seat.person().language().code()))
                        .toList());
    }
}
