package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeechTest {
    private final Speech speech = new Speech();

    @Test
    void aBreathEndsNoTurnAndACoughIsNone() {
        speak("an", 0, 3_000);
        speak("mai", 2_000, 2_300);
        speak("an", 4_000, 6_000);
        speak("mai", 6_100, 8_000);
        speak("an", 9_000, 12_000);
        assertEquals(
                List.of(
                        new Speech.Turn("an", 0, 6_000),
                        new Speech.Turn("mai", 6_100, 8_000),
                        new Speech.Turn("an", 9_000, 12_000)),
                speech.turns());
    }

    @Test
    void aQuietRoomSpeaksToNobody() {
        speech.hear(Map.of("an", 0.001), 0, 60_000);
        assertEquals(List.of(), speech.turns());
    }

    private void speak(String peer, long fromMillis, long toMillis) {
        for (long at = fromMillis; at < toMillis; at += 100) {
            speech.hear(Map.of(peer, 0.1, "silent", 0.001), at, at + 100);
        }
    }
}
