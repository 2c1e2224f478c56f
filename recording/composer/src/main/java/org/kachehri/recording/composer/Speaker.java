package org.kachehri.recording.composer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who speaks from how loud everybody is, so that a cough changes nothing and a picture stays for some seconds. Not thread-safe.
 */
final class Speaker {
    /** Somebody who speaks is above -46 dB of full scale; a quiet room is below. */
    static final double VOICE = 0.005;

    /** So much more has to be said by another before the picture follows. */
    private static final double LEAD_SECONDS = 0.75;

    /** What was said longer ago than this counts a third or less. Who speaks on is shown 3 s after the one before fell silent. */
    private static final double MEMORY_SECONDS = 3;

    private final Map<String, Double> said = new HashMap<>();
    private Optional<String> current = Optional.empty();

    /** @param levels of each peer's voice during this time (RMS; 1 is full scale) */
    void hear(Map<String, Double> levels, double seconds) {
        double fade = Math.exp(-seconds / MEMORY_SECONDS);
        said.replaceAll((peer, before) -> before * fade);
        levels.forEach((peer, level) -> {
            if (level > VOICE) {
                said.merge(peer, seconds, Double::sum);
            }
        });
        Optional<Map.Entry<String, Double>> most = said.entrySet().stream().max(Map.Entry.comparingByValue());
        double currently = current.map(peer -> said.getOrDefault(peer, 0.0)).orElse(0.0);
        if (most.isPresent() && most.get().getValue() - currently > LEAD_SECONDS) {
            current = Optional.of(most.get().getKey());
        }
    }

    /** Who spoke last for long enough; empty before anybody did. */
    Optional<String> current() {
        return current;
    }
}
