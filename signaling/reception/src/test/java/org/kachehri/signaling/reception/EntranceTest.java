package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Role;

class EntranceTest {
    @Test
    void theCitizenWaitsUntilAdmitted() {
        Scene scene = Scene.ready();
        assertEquals(Place.WAITING, scene.seat(Scene.CITIZEN).place());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.ADMIT, Scene.CITIZEN));
        assertEquals(Place.ROOM, scene.seat(Scene.CITIZEN).place());
        assertEquals(List.of(new Effect.EnterRoom(Scene.CITIZEN)), scene.orders());
    }

    @Test
    void nobodyOfTheCitizensSideEntersBeforeTheNoticeIsAcknowledged() {
        Scene scene = new Scene(false);
        scene.done(new Message.Arrived(Scene.person("visit:v1", Role.CITIZEN)));
        scene.done(new Message.Arrived(Scene.person("official:vo", Role.CHAIR)));
        scene.done(new Message.Arrived(Scene.person("official:law", Role.LAWYER)));
        for (String seat : List.of("p1", "p3")) {
            assertEquals(
                    RefusalCode.NOTICE_NOT_ACKNOWLEDGED,
                    scene.refused(Scene.command("p2", RoomAction.ADMIT, seat)).code());
        }
    }

    @Test
    void acknowledgingTheNoticeMakesTheReceptionReady() {
        Scene scene = new Scene(false);
        scene.done(new Message.CitizenPrepared(true, false));
        assertEquals(ReceptionState.CHECK_IN, scene.state());
        scene.done(new Message.CitizenPrepared(true, true));
        assertEquals(ReceptionState.READY, scene.state());
        Reception before = scene.reception;
        scene.done(new Message.CitizenPrepared(true, true));
        assertSame(before, scene.reception);
        assertEquals(List.of(), scene.effects);
    }

    @Test
    void anAcknowledgementIsNotTakenBackByALaterDeviceCheck() {
        Scene scene = Scene.ready();
        scene.done(new Message.CitizenPrepared(false, false));
        assertTrue(scene.seat(Scene.CITIZEN).noticed());
        assertFalse(scene.seat(Scene.CITIZEN).ready());
    }

    @Test
    void aReconnectWithinFiveMinutesFindsSeatPlaceAndFloor() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN));
        scene.done(new Message.SocketLost(Scene.CITIZEN));
        assertFalse(scene.seat(Scene.CITIZEN).connected());
        scene.after(Duration.ofMinutes(5).minusMillis(1)).done(new Message.Tick());
        scene.done(new Message.Arrived(Scene.person("visit:v1", Role.CITIZEN)));
        assertEquals(Place.ROOM, scene.seat(Scene.CITIZEN).place());
        assertEquals(Scene.CITIZEN, scene.reception.floor().holder());
        assertTrue(scene.seat(Scene.CITIZEN).connected());
    }

    @Test
    void aSeatIsEmptyAfterFiveMinutesAndTheFloorIsFree() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN));
        scene.done(new Message.SocketLost(Scene.CITIZEN));
        scene.after(Duration.ofMinutes(5)).done(new Message.Tick());
        assertEquals(Place.ABSENT, scene.seat(Scene.CITIZEN).place());
        assertNull(scene.reception.floor().holder());
        assertEquals(List.of(new Effect.LeaveRoom(Scene.CITIZEN), new Effect.Release(Scene.CITIZEN)), scene.orders());
        scene.done(new Message.Arrived(Scene.person("visit:v1", Role.CITIZEN)));
        assertEquals(Place.WAITING, scene.seat(Scene.CITIZEN).place());
    }

    @Test
    void theSeatStaysWhileOnlyMediaIsLost() {
        Scene scene = Scene.live();
        scene.done(new Message.MediaLost(Scene.CITIZEN));
        assertEquals(scene.now, scene.seat(Scene.CITIZEN).lostSince());
        scene.after(Duration.ofMinutes(6)).done(new Message.Tick());
        assertEquals(Place.ROOM, scene.seat(Scene.CITIZEN).place());
        scene.done(new Message.MediaConnected(Scene.CITIZEN));
        assertTrue(scene.seat(Scene.CITIZEN).connected());
    }

    @Test
    void returningToWaitingTakesFloorAndHand() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN));
        scene.done(Scene.command(Scene.CHAIR, RoomAction.RETURN, Scene.CITIZEN));
        assertEquals(Place.WAITING, scene.seat(Scene.CITIZEN).place());
        assertNull(scene.reception.floor().holder());
        assertEquals(List.of(new Effect.LeaveRoom(Scene.CITIZEN)), scene.orders());
    }

    @Test
    void admittingTwiceIsOutOfOrder() {
        Scene scene = Scene.live();
        assertEquals(
                RefusalCode.OUT_OF_ORDER,
                scene.refused(Scene.command(Scene.CHAIR, RoomAction.ADMIT, Scene.CITIZEN))
                        .code());
    }

    @Test
    void aTechnicianStaysOutOfAProtectedRoom() {
        Scene scene = new Scene(true);
        scene.done(new Message.CitizenPrepared(true, true));
        scene.done(new Message.Arrived(Scene.person("official:vo", Role.CHAIR)));
        scene.done(new Message.Arrived(Scene.person("official:ky", Role.TECH)));
        assertEquals(
                RefusalCode.NOT_ALLOWED,
                scene.refused(Scene.command("p2", RoomAction.ADMIT, "p3")).code());
    }

    @Test
    void aFullRoomRefusesANewFaceButNotAKnownOne() {
        Scene scene = Scene.ready();
        for (int i = scene.reception.seats().all().size(); i < Seats.MOST; i++) {
            scene.done(new Message.Arrived(Scene.person("official:o" + i, Role.SPECIALIST)));
        }
        assertEquals(
                RefusalCode.TRY_AGAIN,
                scene.refused(new Message.Arrived(Scene.person("official:late", Role.SPECIALIST)))
                        .code());
        scene.done(new Message.Arrived(Scene.person("official:vo", Role.CHAIR)));
    }
}
