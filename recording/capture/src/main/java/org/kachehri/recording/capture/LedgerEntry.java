package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of the gap ledger: what is missing and why. Times are nanoseconds since 1970 on the capture's clock.
 *
 * @param track name of the track; empty when all tracks are meant
 * @param ssrc the source within the track, or {@link #NONE}
 * @param fromSequence first missing extended sequence number (the first of a source counts from 65 536 up), or {@link #NONE} where only time is known
 * @param toSequence last missing one, inclusive, or {@link #NONE}
 * @param packets how many are missing; 0 where that can't be known
 * @param fromNanos the last thing known before the gap
 * @param toNanos the first thing known after it
 */
public record LedgerEntry(
        Optional<String> track,
        long ssrc,
        long fromSequence,
        long toSequence,
        long packets,
        long fromNanos,
        long toNanos,
        GapCause cause,
        String detail) {
    /** No source or no sequence number is meant. */
    public static final long NONE = -1;

    public LedgerEntry {
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(detail, "detail");
    }

    static LedgerEntry ofTime(long fromNanos, long toNanos, GapCause cause, String detail) {
        return new LedgerEntry(Optional.empty(), NONE, NONE, NONE, 0, fromNanos, toNanos, cause, detail);
    }

    static LedgerEntry ofTrack(String track, long fromNanos, long toNanos, GapCause cause) {
        return new LedgerEntry(Optional.of(track), NONE, NONE, NONE, 0, fromNanos, toNanos, cause, "");
    }

    String line() {
        ObjectNode node = CaptureJson.MAPPER.createObjectNode();
        track.ifPresent(name -> node.put("track", name));
        if (ssrc != NONE) {
            node.put("ssrc", ssrc);
        }
        if (fromSequence != NONE) {
            node.put("fromSequence", fromSequence).put("toSequence", toSequence);
        }
        node.put("packets", packets)
                .put("from", Stamps.text(fromNanos))
                .put("to", Stamps.text(toNanos))
                .put("cause", cause.word());
        if (!detail.isEmpty()) {
            node.put("detail", detail);
        }
        return node.toString();
    }

    static LedgerEntry ofLine(JsonNode node) {
        return new LedgerEntry(
                node.has("track") ? Optional.of(node.get("track").asText()) : Optional.empty(),
                node.path("ssrc").asLong(NONE),
                node.path("fromSequence").asLong(NONE),
                node.path("toSequence").asLong(NONE),
                node.path("packets").asLong(),
                Stamps.nanos(Instant.parse(node.get("from").asText())),
                Stamps.nanos(Instant.parse(node.get("to").asText())),
                GapCause.ofWord(node.get("cause").asText()),
                node.path("detail").asText(""));
    }
}
