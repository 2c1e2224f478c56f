package org.kachehri.recording.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an excerpt shall hold.
 *
 * @param fromMillis from the beginning of the capture
 * @param tracks what people showed and said, e.g. {@code p3/camera} (all layers and parts of it); none means all
 * @param masks of people, by peer
 */
record ExcerptOrder(long fromMillis, long toMillis, Set<String> tracks, Map<String, Mask> masks) {
    /** What becomes of somebody's voice; a picture always becomes a tile. */
    enum Voice {
        /** Low-passed, formants and pitch moved. */
        VEILED,
        /** Left out, for the minutes' text. */
        SILENT
    }

    /** @param alias stands for the name */
    record Mask(String alias, Voice voice) {}

    /** @throws IOException with a sentence, when the order can't be understood */
    static ExcerptOrder of(JsonNode order) throws IOException {
        Set<String> tracks = new LinkedHashSet<>();
        order.path("tracks").forEach(track -> tracks.add(track.asText()));
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (JsonNode mask : order.path("masks")) {
            masks.put(
                    mask.path("peer").asText(),
                    new Mask(
                            mask.path("alias").asText(),
                            voice(mask.path("voice").asText())));
        }
        return new ExcerptOrder(
                order.path("fromMillis").asLong(-1), order.path("toMillis").asLong(-1), tracks, masks);
    }

    private static Voice voice(String name) throws IOException {
        for (Voice voice : Voice.values()) {
            if (voice.name().equals(name)) {
                return voice;
            }
        }
        throw new IOException("There is no such way to mask a voice: " + name);
    }

    Optional<Mask> mask(String peer) {
        return Optional.ofNullable(masks.get(peer));
    }

    boolean holds(ComposedTrack track) {
        return tracks.isEmpty() || tracks.contains(track.track().publication());
    }
}
