package org.kachehri.signaling.reception;

import java.util.ArrayList;
import java.util.List;

/**
 * What the bridge and the recorder must do because a reception became another one. Computed from the difference of the two values,
 * so that no transition can forget to silence or to stop: what is taken away goes first, what is given comes last.
 */
final class Consequences {
    private Consequences() {}

    static List<Effect> between(Reception before, Reception after) {
        List<Effect> effects = new ArrayList<>();
        boolean leaseTaken = after.recording().leased()
                && !after.recording().equals(before.recording())
                && !before.recording().leased();
        boolean leaseEnded = before.recording().leased() && !after.recording().leased();
        if (before.flows() && !after.flows()) effects.add(new Effect.Forward(false));
        // A recorder that is given back stops by itself.
        if (before.written() && !after.written() && !leaseEnded) effects.add(writeNothing(after));
        places(before, after, effects);
        if (leaseEnded) effects.add(new Effect.ReleaseRecorder());
        if (leaseTaken) effects.add(new Effect.BeginRecording(after.recording().leaseId()));
        if (!before.written() && after.written()) effects.add(new Effect.Write());
        if (!before.flows() && after.flows()) effects.add(new Effect.Forward(true));
        if (before.stage().state() != ReceptionState.CLOSING && after.stage().state() == ReceptionState.CLOSING) {
            effects.add(new Effect.SealRecording());
        }
        return effects;
    }

    private static Effect writeNothing(Reception after) {
        boolean offRecord = after.flows() && after.recording().offRecord();
        return new Effect.WriteNothing(
                offRecord,
                offRecord ? after.recording().offRecordReason() : after.stage().reason());
    }

    private static void places(Reception before, Reception after, List<Effect> effects) {
        for (Seat seat : after.seats().all()) {
            Seat was = before.seats().seat(seat.id()).orElse(null);
            boolean wasIn = was != null && inRoom(before, was);
            boolean isIn = inRoom(after, seat);
            boolean wasThere = was != null && present(before, was);
            boolean isThere = present(after, seat);
            if (wasIn && !isIn) effects.add(new Effect.LeaveRoom(seat.id()));
            if (wasThere && !isThere) effects.add(new Effect.Release(seat.id()));
            boolean wasMuted = was != null && was.muted();
            if (wasMuted != seat.muted()) effects.add(new Effect.Silence(seat.id(), seat.muted()));
            link(was, seat, effects);
            if (!wasIn && isIn) effects.add(new Effect.EnterRoom(seat.id()));
        }
    }

    private static void link(Seat was, Seat seat, List<Effect> effects) {
        if (was == null) return;
        if (was.cameraOff() != seat.cameraOff()) {
            effects.add(new Effect.Switched(seat.id(), "camera", !seat.cameraOff()));
        }
        if (was.microphoneOff() != seat.microphoneOff()) {
            effects.add(new Effect.Switched(seat.id(), "microphone", !seat.microphoneOff()));
        }
        boolean wasUp = was.mediaLostAt() == null;
        boolean isUp = seat.mediaLostAt() == null;
        if (wasUp != isUp) effects.add(new Effect.Link(seat.id(), isUp));
    }

    private static boolean inRoom(Reception reception, Seat seat) {
        return reception.stage().state().gathers() && seat.place() == Place.ROOM;
    }

    private static boolean present(Reception reception, Seat seat) {
        return reception.stage().state().gathers() && seat.place() != Place.ABSENT;
    }
}
