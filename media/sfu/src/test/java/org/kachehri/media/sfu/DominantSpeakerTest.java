package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DominantSpeakerTest {
    private static final long MILLI = 1_000_000L;
    private static final long FRAME_NANOS = 20 * MILLI;

    /** Frames between what is due, for a room in which somebody is always heard. */
    private static final int FRAMES_TO_FADE = (int) (DominantSpeaker.LEVEL_IDLE_NANOS / FRAME_NANOS);

    private static final int FRAMES_TO_DECISION = (int) (DominantSpeaker.DECISION_INTERVAL_NANOS / FRAME_NANOS);

    /** −dBov of speech, of a quiet room and of a line without a microphone. */
    private static final int SPEECH = 25;

    private static final int ROOM = 100;
    private static final int NOTHING = 127;

    private final DominantSpeaker speakers = new DominantSpeaker();
    private long nowNanos = 7_000_000_000L;

    @Test
    void nobodyHoldsTheFloorUntilSomebodySpeaks() {
        speakers.join(nowNanos);
        speakers.join(nowNanos);
        assertEquals(Long.MAX_VALUE, speakers.nextDeadlineNanos(), "nothing to decide yet");
        assertEquals(DominantSpeaker.NONE, say(3_000, ROOM, ROOM));
        assertEquals(1, say(900, ROOM, SPEECH));
        assertEquals(1, say(5_000, ROOM, ROOM), "and keeps it in silence");
    }

    @Test
    void theFloorGoesOverWhenTheHolderHasStoppedAndAnotherSpeaks() {
        two();
        assertEquals(0, say(2_000, SPEECH, ROOM));
        assertEquals(1, say(900, ROOM, SPEECH));
        assertEquals(0, say(900, SPEECH, ROOM));
    }

    @Test
    void aCoughTakesNoFloor() {
        two();
        assertEquals(0, say(2_000, SPEECH, ROOM));
        for (int i = 0; i < 20; i++) {
            assertEquals(0, say(60, ROOM, SPEECH), "a cough in the holder's pause");
            assertEquals(0, say(500, ROOM, ROOM));
        }
    }

    @Test
    void whoSpeaksFirstKeepsTheFloorWhenBothSpeak() {
        two();
        assertEquals(0, say(2_000, SPEECH, ROOM));
        assertEquals(0, say(10_000, SPEECH, SPEECH));
    }

    @Test
    void aLoudFanIsNoVoice() {
        speakers.join(nowNanos);
        speakers.join(nowNanos);
        // −40 dBov all the time is as loud as quiet speech, but always the same.
        assertEquals(DominantSpeaker.NONE, say(30_000, ROOM, 40));
        assertEquals(0, say(1_000, SPEECH, 40));
        assertEquals(0, say(10_000, ROOM, 40));
    }

    @Test
    void whoSendsNothingFades() {
        two();
        assertEquals(0, say(2_000, SPEECH, ROOM));
        // The holder's packets end in the middle of a word.
        long until = nowNanos + 1_500 * MILLI;
        while (nowNanos < until) {
            nowNanos += FRAME_NANOS;
            speakers.level(1, SPEECH, nowNanos);
            speakers.decide(nowNanos);
        }
        assertEquals(1, speakers.decide(nowNanos));
    }

    @Test
    void whoLeavesGivesTheFloorBack() {
        two();
        assertEquals(0, say(2_000, SPEECH, ROOM));
        speakers.leave(0);
        assertEquals(DominantSpeaker.NONE, speakers.decide(nowNanos));
        assertEquals(0, speakers.join(nowNanos), "its number is free again");
        assertEquals(1, say(2_000, ROOM, SPEECH));
        for (int i = 2; i < 20; i++) {
            assertEquals(i, speakers.join(nowNanos));
        }
    }

    @Test
    void aSilentRoomCostsNoWork() {
        two();
        say(2_000, SPEECH, ROOM);
        int calls = 0;
        long silentSince = nowNanos;
        while (speakers.nextDeadlineNanos() != Long.MAX_VALUE) {
            assertTrue(speakers.nextDeadlineNanos() > nowNanos);
            nowNanos = speakers.nextDeadlineNanos();
            assertEquals(0, speakers.decide(nowNanos));
            calls++;
        }
        assertTrue(nowNanos - silentSince < 2_500 * MILLI, "asleep after " + (nowNanos - silentSince));
        assertTrue(calls < 70, calls + " calls");
        say(1_000, NOTHING, NOTHING);
        assertEquals(Long.MAX_VALUE, speakers.nextDeadlineNanos(), "digital silence wakes nobody");
        assertEquals(1, say(1_000, NOTHING, SPEECH), "a voice does");
    }

    /**
     * Rooms of 2 to 9 people who talk, pause, cough, hum, mute and interrupt for two minutes each: every decision is that of
     * jitsi-utils at the same time. The first to speak is the one the model names anyway, because it names somebody before.
     */
    @Test
    void everyDecisionIsThatOfTheModel() {
        int changes = 0;
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            int people = 2 + random.nextInt(8);
            JitsiSpeakers model = new JitsiSpeakers(people);
            DominantSpeaker ours = new DominantSpeaker();
            RoomOfPeople room = new RoomOfPeople(people, random);
            for (int i = 0; i < people; i++) {
                assertEquals(i, ours.join(0));
            }
            int last = DominantSpeaker.NONE;
            for (int frame = 0; frame < 6_000; frame++) {
                long now = frame * FRAME_NANOS;
                room.goOn(frame);
                for (int i = 0; i < people; i++) {
                    int level = room.level(i);
                    if (level != RoomOfPeople.SENDS_NOTHING) {
                        ours.level(i, level, now);
                        model.level(i, level, now);
                    }
                }
                int chosen = ours.decide(now);
                if (frame > 0 && frame % FRAMES_TO_FADE == 0) {
                    model.fade(now);
                }
                if (frame > 0 && frame % FRAMES_TO_DECISION == 0) {
                    int expected = model.choose();
                    if (frame > RoomOfPeople.OPENING_FRAMES) {
                        assertEquals(expected, chosen, "seed " + seed + ", frame " + frame);
                        changes += chosen == last ? 0 : 1;
                        last = chosen;
                    }
                }
            }
        }
        assertTrue(changes > 500, "the scenes are worth comparing: " + changes + " changes");
    }

    private void two() {
        speakers.join(nowNanos);
        speakers.join(nowNanos);
        say(2_000, ROOM, ROOM);
    }

    /** Both send these levels, each frame a little different, and the one at the end holds the floor. */
    private int say(int millis, int first, int second) {
        int dominant = DominantSpeaker.NONE;
        for (int frame = 0; frame < millis / 20; frame++) {
            nowNanos += FRAME_NANOS;
            speakers.level(0, first, nowNanos);
            speakers.level(1, second, nowNanos);
            dominant = speakers.decide(nowNanos);
        }
        return dominant;
    }
}
