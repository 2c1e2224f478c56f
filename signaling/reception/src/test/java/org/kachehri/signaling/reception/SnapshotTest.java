package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;

class SnapshotTest {
    @Test
    void everyReceiverSeesItsOwnActions() {
        Scene scene = Scene.live();
        assertTrue(scene.reception.snapshotFor(Scene.CHAIR).actions().contains("pause"));
        assertFalse(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("pause"));
        assertTrue(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("raiseHand"));
        scene.done(Scene.command(Scene.CITIZEN, RoomAction.RAISE_HAND, null));
        assertFalse(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("raiseHand"));
    }

    @Test
    void everyOfferedActionOfTheRoomIsOneTheReceptionTakes() {
        for (Scene scene : new Scene[] {Scene.ready(), Scene.live()}) {
            for (Seat seat : scene.reception.seats().all()) {
                for (String word : scene.reception.snapshotFor(seat.id()).actions()) {
                    RoomAction action = RoomAction.ofWord(word).orElseThrow();
                    Step step = scene.reception.apply(
                            new Message.Command(seat.id(), action, Scene.CITIZEN, "because", "lease"), scene.now);
                    if (step instanceof Step.Refused refused) {
                        assertFalse(
                                refused.code() == RefusalCode.NOT_ALLOWED && !word.endsWith("Hand")
                                        || refused.code() == RefusalCode.WRONG_STATE,
                                seat + " " + word + " " + refused);
                    }
                }
            }
        }
    }

    @Test
    void whoMayShareWhatIsOfferedInsideOnly() {
        Scene scene = Scene.live();
        assertTrue(
                scene.reception.snapshotFor(Scene.CHAIR).actions().containsAll(Set.of("shareDocument", "shareScreen")));
        assertTrue(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("shareDocument"));
        assertFalse(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("shareScreen"));
        assertEquals(Optional.empty(), scene.reception.roleRefusal(Scene.CHAIR, RoomAction.SHARE_SCREEN));
        assertEquals(
                Optional.of(new Step.Refused(RefusalCode.NOT_ALLOWED, "CHAIR", "shareScreen")),
                scene.reception.roleRefusal(Scene.CITIZEN, RoomAction.SHARE_SCREEN));
        scene.done(Scene.command(Scene.CHAIR, RoomAction.RETURN, Scene.CITIZEN));
        assertFalse(scene.reception.snapshotFor(Scene.CITIZEN).actions().contains("shareDocument"));
    }

    @Test
    void aProtectedReceptionShowsNoPointOfTheCitizen() {
        Words point = new Words("ur", "vi", "en");
        Person alias = new Person("visit:v1", "TC-2026-0001", Role.CITIZEN, null, point, Language.values()[0]);
        Reception reception = Reception.checkIn(Scene.facts(true), alias, Scene.MORNING);
        assertNull(reception.snapshotFor("p1").participants().getFirst().point());
        assertEquals(
                "TC-2026-0001",
                reception.snapshotFor("p1").participants().getFirst().name());
    }

    @Test
    void aTechnicianReadsTheKindOfMatterOnly() {
        Scene scene = Scene.ready();
        scene.done(new Message.Arrived(Scene.person("official:ky", Role.TECH)));
        assertEquals("", scene.reception.snapshotFor("p4").matter().title());
        assertNull(scene.reception.snapshotFor("p4").matter().wish());
    }
}
