package org.kachehri.recording.composer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who spoke when, from how loud everybody is: what a viewer needs to find a voice again. Not thread-safe. */
final class Speech {
    /** A shorter silence is breath within what somebody says. */
    private static final long BREATH_MILLIS = 1_500;

    /** A shorter sound is a cough or a door. */
    private static final long SHORTEST_MILLIS = 400;

    /** From the beginning of the capture. */
    record Turn(String peer, long fromMillis, long toMillis) {}

    private final List<Turn> ended = new ArrayList<>();
    private final Map<String, Turn> going = new HashMap<>();

    /** @param levels of each peer's voice from {@code fromMillis} to {@code toMillis} (RMS; 1 is full scale); times go forward */
    void hear(Map<String, Double> levels, long fromMillis, long toMillis) {
        levels.forEach((peer, level) -> {
            if (level > Speaker.VOICE) {
                Turn before = going.get(peer);
                boolean goesOn = before != null && fromMillis - before.toMillis() <= BREATH_MILLIS;
                if (before != null && !goesOn) {
                    end(before);
                }
                going.put(peer, new Turn(peer, goesOn ? before.fromMillis() : fromMillis, toMillis));
            }
        });
    }

    /** All turns, in the order in which they began; ends the listening. */
    List<Turn> turns() {
        going.values().forEach(this::end);
        going.clear();
        return ended.stream()
                .sorted(Comparator.comparingLong(Turn::fromMillis).thenComparing(Turn::peer))
                .toList();
    }

    private void end(Turn turn) {
        if (turn.toMillis() - turn.fromMillis() >= SHORTEST_MILLIS) {
            ended.add(turn);
        }
    }
}
