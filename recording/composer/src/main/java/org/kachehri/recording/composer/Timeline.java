package org.kachehri.recording.composer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.kachehri.recording.capture.CapturedEvent;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.recording.capture.LedgerEntry;

/**
 * What was so in the room at each moment, from the recorded events and the gap ledger: who had the floor, whether anything was recorded,
 * and why somebody can't be seen. Immutable; times are nanoseconds since 1970.
 */
final class Timeline {
    /** A shorter hole in everything is not worth a card. */
    private static final long SHORTEST_INTERRUPTION_NANOS = 500_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A time in which nothing was recorded of anybody. */
    record Interruption(Cause cause, long sinceNanos) {}

    private final List<LedgerEntry> interruptions = new ArrayList<>();

    /** What is missing of each track, by its beginning: by somebody's doing, and by the line's. */
    private final Map<String, NavigableMap<Long, LedgerEntry>> orders = new HashMap<>();

    private final Map<String, NavigableMap<Long, LedgerEntry>> losses = new HashMap<>();

    private final NavigableMap<Long, Optional<String>> floor = new TreeMap<>();

    /** Since when somebody is away, and why; empty while there. */
    private final Map<String, NavigableMap<Long, Optional<Cause>>> away = new HashMap<>();

    Timeline(List<CapturedEvent> events, List<LedgerEntry> ledger) {
        for (LedgerEntry entry : ledger) {
            // A layer of a simulcast rests while others go on: that is never why there is no picture.
            if (entry.cause() == GapCause.LAYER_OFF) continue;
            if (entry.track().isPresent()) {
                (entry.cause() == GapCause.LOSS ? losses : orders)
                        .computeIfAbsent(entry.track().get(), any -> new TreeMap<>())
                        .put(entry.fromNanos(), entry);
            } else if (entry.toNanos() - entry.fromNanos() >= SHORTEST_INTERRUPTION_NANOS) {
                interruptions.add(entry);
            }
        }
        events.forEach(this::happened);
    }

    private void happened(CapturedEvent event) {
        JsonNode json;
        try {
            json = JSON.readTree(event.json());
        } catch (JsonProcessingException damaged) {
            // Verification names it; the copy is made from what can be read.
            return;
        }
        String peer = json.path("peer").asText("");
        long at = event.nanos();
        switch (json.path("type").asText("")) {
            case "floor" -> floor.put(at, Optional.of(peer));
            case "floorTaken" -> floor.put(at, Optional.empty());
            case "admit" -> back(peer, at, Cause.NOT_THERE);
            case "reconnect", "mediaConnected" -> back(peer, at, Cause.LINK_DOWN);
            case "lost", "mediaLost" -> gone(peer, at, Cause.LINK_DOWN);
            case "leave", "return" -> {
                gone(peer, at, Cause.NOT_THERE);
                if (floorAt(at).equals(Optional.of(peer))) {
                    floor.put(at, Optional.empty());
                }
            }
            default -> {}
        }
    }

    private void gone(String peer, long at, Cause cause) {
        away.computeIfAbsent(peer, any -> new TreeMap<>()).put(at, Optional.of(cause));
    }

    /** Who comes back without having left in the recording was away from its beginning. */
    private void back(String peer, long at, Cause before) {
        NavigableMap<Long, Optional<Cause>> course = away.computeIfAbsent(peer, any -> new TreeMap<>());
        if (course.isEmpty()) {
            course.put(Long.MIN_VALUE, Optional.of(before));
        }
        course.put(at, Optional.empty());
    }

    /** Who had the floor. */
    Optional<String> floorAt(long nanos) {
        Map.Entry<Long, Optional<String>> entry = floor.floorEntry(nanos);
        return entry == null ? Optional.empty() : entry.getValue();
    }

    /** Why nothing at all was recorded then; empty when something was. */
    Optional<Interruption> interruptionAt(long nanos) {
        return interruptions.stream()
                .filter(entry -> entry.fromNanos() <= nanos && nanos < entry.toNanos())
                .findFirst()
                .map(entry -> new Interruption(Cause.of(entry.cause()), entry.fromNanos()));
    }

    /**
     * Why no picture of somebody arrived.
     *
     * @param tracks that would have carried it
     */
    Cause missingAt(String peer, Collection<String> tracks, long nanos) {
        Optional<Cause> absent = Optional.ofNullable(away.get(peer))
                .map(course -> course.floorEntry(nanos))
                .flatMap(Map.Entry::getValue);
        if (absent.isPresent()) {
            return absent.get();
        }
        if (tracks.isEmpty()) {
            return Cause.SOUND_ONLY;
        }
        // An order explains more than the losses that were noticed with it.
        return gapAt(orders, tracks, nanos)
                .or(() -> gapAt(losses, tracks, nanos))
                .map(entry -> Cause.of(entry.cause()))
                // What stopped everything has a card of its own; after it only this one isn't back yet.
                .filter(cause -> !cause.isForAll())
                .orElse(Cause.NO_PICTURE);
    }

    private static Optional<LedgerEntry> gapAt(
            Map<String, NavigableMap<Long, LedgerEntry>> gaps, Collection<String> tracks, long nanos) {
        return tracks.stream()
                .flatMap(track -> Optional.ofNullable(gaps.get(track)).stream())
                .flatMap(missing -> Optional.ofNullable(missing.floorEntry(nanos)).stream())
                .map(Map.Entry::getValue)
                .filter(entry -> nanos < entry.toNanos())
                .findFirst();
    }
}
