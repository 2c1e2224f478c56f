package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorOrdersTest {
    @Test
    void handsStandInTheOrderInWhichTheyWentUp() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.SECRETARY, RoomAction.RAISE_HAND, null));
        scene.after(Duration.ofSeconds(3)).done(Scene.command(Scene.CITIZEN, RoomAction.RAISE_HAND, null));
        assertEquals(
                List.of(Scene.SECRETARY, Scene.CITIZEN),
                scene.reception.floor().hands().stream().map(Floor.Hand::seat).toList());
        Reception before = scene.reception;
        scene.done(Scene.command(Scene.SECRETARY, RoomAction.RAISE_HAND, null));
        assertSame(before, scene.reception);
    }

    @Test
    void theFloorLowersTheHand() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CITIZEN, RoomAction.RAISE_HAND, null));
        scene.done(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN));
        assertEquals(Scene.CITIZEN, scene.reception.floor().holder());
        assertEquals(List.of(), scene.reception.floor().hands());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.TAKE_FLOOR, null));
        assertNull(scene.reception.floor().holder());
    }

    @Test
    void nobodyRaisesSomebodyElsesHand() {
        Step.Refused refused =
                Scene.live().refused(Scene.command(Scene.SECRETARY, RoomAction.RAISE_HAND, Scene.CITIZEN));
        assertEquals(RefusalCode.NOT_ALLOWED, refused.code());
    }

    @Test
    void theCitizenLowersTheOwnHandOnly() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.SECRETARY, RoomAction.RAISE_HAND, null));
        assertEquals(
                RefusalCode.NOT_ALLOWED,
                scene.refused(Scene.command(Scene.CITIZEN, RoomAction.LOWER_HAND, Scene.SECRETARY))
                        .code());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.LOWER_HAND, Scene.SECRETARY));
        assertEquals(List.of(), scene.reception.floor().hands());
    }

    @Test
    void theFloorIsNotGivenIntoTheWaitingRoom() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.RETURN, Scene.CITIZEN));
        assertEquals(
                RefusalCode.OUT_OF_ORDER,
                scene.refused(Scene.command(Scene.CHAIR, RoomAction.GIVE_FLOOR, Scene.CITIZEN))
                        .code());
    }

    @Test
    void takingAFloorNobodyHasIsOutOfOrder() {
        assertEquals(
                RefusalCode.OUT_OF_ORDER,
                Scene.live()
                        .refused(Scene.command(Scene.CHAIR, RoomAction.TAKE_FLOOR, null))
                        .code());
    }

    @Test
    void whoStaffMutedIsSilentUntilStaffSaysOtherwise() {
        Scene scene = Scene.live();
        scene.done(Scene.command(Scene.CHAIR, RoomAction.MUTE, Scene.CITIZEN));
        assertEquals(List.of(new Effect.Silence(Scene.CITIZEN, true)), scene.orders());
        scene.done(new Message.Switched(Scene.CITIZEN, "microphone", true));
        assertTrue(scene.seat(Scene.CITIZEN).muted());
        assertEquals(
                RefusalCode.NOT_ALLOWED,
                scene.refused(Scene.command(Scene.CITIZEN, RoomAction.UNMUTE, Scene.CITIZEN))
                        .code());
        scene.done(Scene.command(Scene.CHAIR, RoomAction.UNMUTE, Scene.CITIZEN));
        assertEquals(List.of(new Effect.Silence(Scene.CITIZEN, false)), scene.orders());
    }

    @Test
    void anOrderAboutNobodyIsRefused() {
        Scene scene = Scene.live();
        for (RoomAction action : List.of(RoomAction.GIVE_FLOOR, RoomAction.MUTE, RoomAction.ADMIT)) {
            assertEquals(
                    RefusalCode.NO_SUCH_PARTICIPANT,
                    scene.refused(Scene.command(Scene.CHAIR, action, "p99")).code());
            assertEquals(
                    RefusalCode.NO_SUCH_PARTICIPANT,
                    scene.refused(Scene.command(Scene.CHAIR, action, null)).code());
        }
    }
}
