package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Role;

/** Random but repeatable lives of receptions: whatever comes in whatever order, what is promised holds after every step. */
class ReceptionInvariantsTest {
    /** 400 lives of 150 messages reach every state; the whole takes about a second. */
    private static final int LIVES = 400;

    private static final int MESSAGES = 150;

    @Test
    void whateverHappensThePromisesHold() {
        Set<ReceptionState> reached = new HashSet<>();
        for (int seed = 0; seed < LIVES; seed++) {
            Random random = new Random(seed);
            Scene scene = new Scene(random.nextBoolean());
            World world = new World();
            for (int i = 0; i < MESSAGES; i++) {
                scene.after(Duration.ofSeconds(random.nextInt(90)));
                Message message = anything(random, scene.reception);
                Reception before = scene.reception;
                Step step = before.apply(message, scene.now);
                if (step instanceof Step.Applied applied) {
                    scene.reception = applied.reception();
                    if (scene.reception.equals(before)) assertSame(before, scene.reception);
                    else assertEquals(before.revision() + 1, scene.reception.revision());
                    applied.effects().forEach(world::happens);
                }
                String context = "seed " + seed + " step " + i + " " + message + " -> " + scene.reception;
                check(scene.reception, context);
                world.agreesWith(scene.reception, context);
                reached.add(scene.state());
            }
        }
        assertTrue(
                reached.containsAll(List.of(
                        ReceptionState.CHECK_IN,
                        ReceptionState.READY,
                        ReceptionState.LIVE,
                        ReceptionState.PAUSED,
                        ReceptionState.CLOSING,
                        ReceptionState.MINUTES_PENDING,
                        ReceptionState.CONCLUDED,
                        ReceptionState.INTERRUPTED)),
                reached.toString());
    }

    @Test
    void theSameSeedLivesTheSameLife() {
        assertEquals(life(7), life(7));
    }

    private static Reception life(int seed) {
        Random random = new Random(seed);
        Scene scene = new Scene(false);
        for (int i = 0; i < MESSAGES; i++) {
            scene.after(Duration.ofSeconds(random.nextInt(90)));
            if (scene.reception.apply(anything(random, scene.reception), scene.now) instanceof Step.Applied applied) {
                scene.reception = applied.reception();
            }
        }
        return scene.reception;
    }

    private static void check(Reception reception, String context) {
        boolean live = reception.stage().state() == ReceptionState.LIVE;
        assertTrue(!live || reception.recording().leased(), context);
        Seat citizen = reception.seats().all().getFirst();
        boolean citizenSideIn = reception.seats().in(Place.ROOM).stream()
                .anyMatch(seat -> Reception.citizenSide(seat.person().role()));
        assertTrue(!citizenSideIn || citizen.noticed(), context);
        String holder = reception.floor().holder();
        if (holder != null) {
            assertEquals(
                    Place.ROOM, reception.seats().seat(holder).orElseThrow().place(), context);
        }
        Set<String> hands = new HashSet<>();
        for (Floor.Hand hand : reception.floor().hands()) {
            assertTrue(hands.add(hand.seat()), context);
            assertFalse(reception.floor().heldBy(hand.seat()), context);
            assertEquals(
                    Place.ROOM,
                    reception.seats().seat(hand.seat()).orElseThrow().place(),
                    context);
        }
        boolean forbidden = reception.facts().protectedIdentity()
                && reception.seats().in(Place.ROOM).stream()
                        .anyMatch(seat -> seat.person().role() == Role.TECH);
        assertFalse(forbidden, context);
        assertTrue(reception.seats().all().size() <= Seats.MOST, context);
        assertTrue(
                reception.stage().state() != ReceptionState.CONCLUDED
                        || !reception.recording().leased(),
                context);
        reception.seats().all().forEach(seat -> reception.snapshotFor(seat.id()));
    }

    private static Message anything(Random random, Reception reception) {
        String seat = "p" + (1 + random.nextInt(reception.seats().all().size() + 1));
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Message.Arrived(anybody(random));
            case 3 -> new Message.SocketLost(seat);
            case 4 -> random.nextBoolean() ? new Message.MediaLost(seat) : new Message.MediaConnected(seat);
            case 5 -> new Message.Switched(seat, random.nextBoolean() ? "camera" : "microphone", random.nextBoolean());
            case 6 -> new Message.CitizenPrepared(random.nextBoolean(), random.nextInt(3) == 0);
            case 7 -> new Message.Tick();
            case 8 -> rare(random);
            default ->
                new Message.Command(
                        seat,
                        RoomAction.values()[random.nextInt(RoomAction.values().length)],
                        random.nextInt(4) == 0 ? null : "p" + (1 + random.nextInt(6)),
                        random.nextBoolean() ? "because" : null,
                        random.nextInt(3) == 0 ? null : "lease-" + random.nextInt(100));
        };
    }

    private static Message rare(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Message.RecorderLost("disk");
            case 1, 2 -> new Message.RecordingFinished();
            case 3 -> random.nextInt(8) == 0 ? new Message.Restarted() : new Message.Tick();
            default -> new Message.Concluded("t1");
        };
    }

    private static Person anybody(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> Scene.person("visit:v1", Role.CITIZEN);
            case 2, 3 -> Scene.person("official:vo", Role.CHAIR);
            case 4 -> Scene.person("official:ky", Role.TECH);
            default ->
                Scene.person("official:o" + random.nextInt(4), Role.values()[random.nextInt(Role.values().length)]);
        };
    }

    /** What bridge and recorder believe, from the effects alone. A restart wipes both, as it does in life. */
    private static final class World {
        private final Set<String> inRoom = new HashSet<>();
        private final Set<String> silenced = new HashSet<>();
        private boolean flowing;
        private boolean writing;
        private boolean recording;

        void happens(Effect effect) {
            switch (effect) {
                case Effect.EnterRoom enter -> assertTrue(inRoom.add(enter.seat()));
                case Effect.LeaveRoom leave -> assertTrue(inRoom.remove(leave.seat()));
                case Effect.Release ignored -> {}
                case Effect.Forward forward -> flowing = forward.on();
                case Effect.Write ignored -> writing = true;
                case Effect.WriteNothing ignored -> writing = false;
                case Effect.Silence silence -> {
                    if (silence.on()) silenced.add(silence.seat());
                    else silenced.remove(silence.seat());
                }
                case Effect.BeginRecording ignored -> {
                    assertFalse(recording);
                    recording = true;
                }
                case Effect.SealRecording ignored -> assertFalse(recording);
                case Effect.ReleaseRecorder ignored -> {
                    assertTrue(recording);
                    recording = false;
                    writing = false;
                }
                case Effect.Switched ignored -> {}
                case Effect.Link ignored -> {}
                case Effect.Note ignored -> {}
                case Effect.Dismiss ignored -> {}
                case Effect.Logged ignored -> {}
                case Effect.Announced ignored -> {}
            }
        }

        void agreesWith(Reception reception, String context) {
            boolean live = reception.stage().state() == ReceptionState.LIVE;
            assertEquals(live, flowing, context);
            assertEquals(live && !reception.recording().offRecord(), writing, context);
            assertEquals(reception.recording().leased(), recording, context);
            Set<String> expected = new HashSet<>();
            if (reception.stage().state().gathers()) {
                reception.seats().in(Place.ROOM).forEach(seat -> expected.add(seat.id()));
            }
            assertEquals(expected, inRoom, context);
            reception.seats().all().forEach(seat -> assertEquals(seat.muted(), silenced.contains(seat.id()), context));
        }
    }
}
