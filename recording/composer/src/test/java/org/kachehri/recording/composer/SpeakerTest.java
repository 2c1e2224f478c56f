package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeakerTest {
    private static final double STEP = 0.05;
    private final Speaker speaker = new Speaker();

    private void say(double seconds, Map<String, Double> levels) {
        for (double at = 0; at < seconds; at += STEP) {
            speaker.hear(levels, STEP);
        }
    }

    @Test
    void aCoughMovesNobody() {
        say(20, Map.of("p1", 0.1, "p2", 0.001));
        assertEquals(Optional.of("p1"), speaker.current());
        say(0.5, Map.of("p2", 0.5));
        say(5, Map.of("p1", 0.1));
        assertEquals(Optional.of("p1"), speaker.current());
    }

    @Test
    void whoSpeaksOnIsFollowedWithinFourSeconds() {
        say(20, Map.of("p1", 0.1));
        say(2, Map.of("p2", 0.05));
        assertEquals(Optional.of("p1"), speaker.current());
        say(2, Map.of("p2", 0.05));
        assertEquals(Optional.of("p2"), speaker.current());
    }

    @Test
    void whenAllTalkAtOnceNobodyIsPushedAway() {
        say(3, Map.of("p1", 0.1));
        for (int i = 0; i < 60; i++) {
            say(1, Map.of("p1", 0.02, "p2", 0.3, "p3", 0.3));
            assertEquals(Optional.of("p1"), speaker.current());
        }
    }

    @Test
    void aQuietRoomHasNoSpeaker() {
        say(60, Map.of("p1", 0.002));
        assertEquals(Optional.empty(), speaker.current());
    }
}
