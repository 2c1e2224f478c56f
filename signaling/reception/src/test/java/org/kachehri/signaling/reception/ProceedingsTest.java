package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProceedingsTest {
    @Test
    void startingBeginsTheRecordingBeforeMediaFlows() {
        Scene scene = Scene.ready();
        scene.done(new Message.Command(Scene.CHAIR, RoomAction.START, null, null, "lease-1"));
        assertEquals(
                List.of(
                        new Effect.BeginRecording("lease-1"),
                        new Effect.Write(),
                        new Effect.Forward(true),
                        new Effect.Announced("reception.started")),
                scene.orders());
        assertEquals(scene.now, scene.reception.stage().startedAt());
    }

    @Test
    void nobodyIsLiveWithoutARecorderLease() {
        Scene scene = Scene.ready();
        Message.Command start = Scene.command(Scene.CHAIR, RoomAction.START, null);
        assertTrue(scene.reception.needsRecorder(start));
        assertEquals(RefusalCode.NO_RECORDER, scene.refused(start).code());
    }

    @Test
    void aLeaseIsOnlyAskedForWhenTheStartWouldBeAllowed() {
        Scene scene = Scene.ready();
        assertFalse(scene.reception.needsRecorder(Scene.command(Scene.SECRETARY, RoomAction.START, null)));
        scene.done(new Message.Command(Scene.CHAIR, RoomAction.START, null, null, "lease-1"));
        assertFalse(scene.reception.needsRecorder(Scene.command(Scene.CHAIR, RoomAction.START, null)));
    }

    @Test
    void aRoleThatMayNotIsToldWhoMay() {
        Step.Refused refused = Scene.live().refused(Scene.because(Scene.CITIZEN, RoomAction.PAUSE, "tea"));
        assertEquals(RefusalCode.NOT_ALLOWED, refused.code());
        assertEquals("CHAIR", refused.role());
    }

    @Test
    void aPauseNeedsAReasonAndSilencesBeforeItStopsWriting() {
        Scene scene = Scene.live();
        assertEquals(
                RefusalCode.REASON_MISSING,
                scene.refused(Scene.because(Scene.CHAIR, RoomAction.PAUSE, " ")).code());
        scene.done(Scene.because(Scene.CHAIR, RoomAction.PAUSE, "somebody is unwell"));
        assertEquals(ReceptionState.PAUSED, scene.state());
        assertEquals("somebody is unwell", scene.reception.stage().reason());
        assertEquals(
                List.of(new Effect.Forward(false), new Effect.WriteNothing(false, "somebody is unwell")),
                scene.orders());
        assertTrue(scene.reception.recording().leased());
    }

    @Test
    void resumingGoesOnUnderTheSameLease() {
        Scene scene = Scene.live();
        scene.done(Scene.because(Scene.CHAIR, RoomAction.PAUSE, "tea"));
        Message.Command resume = Scene.command(Scene.CHAIR, RoomAction.RESUME, null);
        assertFalse(scene.reception.needsRecorder(resume));
        scene.after(Duration.ofMinutes(1)).done(resume);
        assertEquals(List.of(new Effect.Write(), new Effect.Forward(true)), scene.orders());
        assertEquals(Scene.MORNING, scene.reception.stage().startedAt());
        assertNull(scene.reception.stage().reason());
    }

    @Test
    void offTheRecordPeopleAreHeardAndNothingIsWritten() {
        Scene scene = Scene.live();
        assertEquals(
                RefusalCode.REASON_MISSING,
                scene.refused(Scene.because(Scene.CHAIR, RoomAction.OFF_RECORD, null))
                        .code());
        scene.done(Scene.because(Scene.CHAIR, RoomAction.OFF_RECORD, "medical matter"));
        assertEquals(List.of(new Effect.WriteNothing(true, "medical matter")), scene.orders());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.ON_RECORD, null));
        assertEquals(List.of(new Effect.Write()), scene.orders());
    }

    @Test
    void aPauseOffTheRecordComesBackOffTheRecord() {
        Scene scene = Scene.live();
        scene.done(Scene.because(Scene.CHAIR, RoomAction.OFF_RECORD, "medical matter"));
        scene.done(Scene.because(Scene.CHAIR, RoomAction.PAUSE, "doctor"));
        scene.done(Scene.command(Scene.CHAIR, RoomAction.RESUME, null));
        assertEquals(List.of(new Effect.Forward(true)), scene.orders());
        assertTrue(scene.reception.recording().offRecord());
    }

    @Test
    void closingEmptiesTheRoomAndFinishesTheRecording() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN));
        scene.done(Scene.command(Scene.CHAIR, RoomAction.CLOSE, null));
        assertEquals(ReceptionState.CLOSING, scene.state());
        assertNull(scene.reception.floor().holder());
        List<Effect> orders = scene.orders();
        assertEquals(new Effect.Forward(false), orders.getFirst());
        assertEquals(new Effect.Announced("reception.closed"), orders.getLast());
        assertTrue(orders.indexOf(new Effect.ReleaseRecorder()) < orders.indexOf(new Effect.SealRecording()));
        assertTrue(orders.contains(new Effect.Release(Scene.CITIZEN)));
        scene.done(new Message.RecordingFinished());
        assertEquals(ReceptionState.MINUTES_PENDING, scene.state());
    }

    @Test
    void aConclusionEndsItOnceHoweverOftenItIsDelivered() {
        Scene scene = Scene.live();
        assertEquals(
                RefusalCode.WRONG_STATE,
                scene.refused(new Message.Concluded("t1")).code());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.CLOSE, null)).done(new Message.RecordingFinished());
        scene.done(new Message.Concluded("t1"));
        assertEquals(List.of(new Effect.Announced("reception.concluded"), new Effect.Dismiss()), scene.orders());
        Reception concluded = scene.reception;
        scene.done(new Message.Concluded("t1"));
        assertSame(concluded, scene.reception);
        assertEquals(List.of(), scene.effects);
    }

    @Test
    void aLostRecorderPausesTheReceptionAndANewLeaseResumesIt() {
        Scene scene = Scene.live();
        scene.done(new Message.RecorderLost("disk full"));
        assertEquals(ReceptionState.PAUSED, scene.state());
        assertEquals(new Effect.Forward(false), scene.orders().getFirst());
        Message.Command resume = Scene.command(Scene.CHAIR, RoomAction.RESUME, null);
        assertTrue(scene.reception.needsRecorder(resume));
        assertEquals(RefusalCode.NO_RECORDER, scene.refused(resume).code());
        scene.done(new Message.Command(Scene.CHAIR, RoomAction.RESUME, null, null, "lease-2"));
        assertEquals(ReceptionState.LIVE, scene.state());
    }

    @Test
    void aRestartInterruptsWhatWasLiveAndKeepsTheSeatsFiveMinutesFromNow() {
        Scene scene = Scene.live().after(Duration.ofHours(1));
        scene.done(new Message.Restarted());
        assertEquals(ReceptionState.INTERRUPTED, scene.state());
        assertFalse(scene.reception.recording().leased());
        assertEquals(Place.ROOM, scene.seat(Scene.CITIZEN).place());
        scene.after(Duration.ofMinutes(4)).done(new Message.Tick());
        assertEquals(Place.ROOM, scene.seat(Scene.CITIZEN).place());
        scene.done(new Message.Command(Scene.CHAIR, RoomAction.RESUME, null, null, "lease-2"));
        assertEquals(ReceptionState.LIVE, scene.state());
    }

    @Test
    void aRestartWhileSealingSealsAgain() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.CLOSE, null));
        scene.done(new Message.Restarted());
        assertEquals(ReceptionState.CLOSING, scene.state());
        assertEquals(List.of(new Effect.SealRecording()), scene.orders());
    }

    @Test
    void aRestartLeavesAReadyReceptionReady() {
        Scene scene = Scene.ready();
        scene.done(new Message.Restarted());
        assertEquals(ReceptionState.READY, scene.state());
    }

    @Test
    void anInterruptedReceptionCanBeClosedAndWhatWasWrittenIsSealed() {
        Scene scene = Scene.live();
        scene.done(new Message.Restarted());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.CLOSE, null));
        assertEquals(ReceptionState.CLOSING, scene.state());
        assertTrue(scene.orders().contains(new Effect.SealRecording()));
        assertEquals(scene.now, scene.reception.stage().closedAt());
    }

    @Test
    void anInterruptedReceptionToWhichNobodyComesBackIsClosedAndSealed() {
        Scene scene = Scene.live();
        scene.done(new Message.Restarted());
        scene.after(Duration.ofMinutes(6)).done(new Message.Tick());
        assertEquals(ReceptionState.INTERRUPTED, scene.state());
        scene.after(Duration.ofMinutes(25)).done(new Message.Tick());
        assertEquals(ReceptionState.CLOSING, scene.state());
        assertTrue(scene.orders().contains(new Effect.SealRecording()));
    }

    @Test
    void nothingIsCommandedOverTheRoomThatBelongsToTheOffice() {
        Scene scene = Scene.live();
        assertEquals(
                RefusalCode.OUT_OF_ORDER,
                scene.refused(Scene.command(Scene.SECRETARY, RoomAction.WRITE_MINUTES, null))
                        .code());
    }

    @Test
    void hoursWithoutAWordEndNoRecording() {
        Scene scene = Scene.live();
        for (Seat seat : scene.reception.seats().all()) {
            scene.done(new Message.MediaLost(seat.id())).done(new Message.SocketLost(seat.id()));
        }
        for (int minute = 0; minute < 12 * 60; minute++) {
            scene.after(Duration.ofMinutes(1)).done(new Message.Tick());
        }
        assertEquals(ReceptionState.LIVE, scene.state());
        assertTrue(scene.reception.written());
    }
}
