package org.kachehri.recording.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A viewing copy, as {@code copies.json} describes it.
 *
 * @param track the captured track, or empty for the composite
 * @param media {@code AUDIO}, {@code VIDEO} or {@code BOTH}
 * @param startMillis where it begins, from the beginning of the capture
 * @param part counts from 1; a change of picture size or codec begins a new one
 */
record Copy(
        String name,
        String kind,
        String track,
        String person,
        String media,
        String mediaType,
        long startMillis,
        long durationMillis,
        int part) {
    void describe(ObjectNode node) {
        node.put("name", name).put("kind", kind);
        if (!track.isEmpty()) {
            node.put("track", track).put("person", person);
        }
        node.put("media", media).put("mediaType", mediaType);
        node.put("startMillis", startMillis)
                .put("durationMillis", durationMillis)
                .put("part", part);
    }
}
