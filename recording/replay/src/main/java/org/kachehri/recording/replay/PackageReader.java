package org.kachehri.recording.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.platform.http.Json;
import org.kachehri.recording.seal.Addenda;

/** What the replay shows beside the pictures, read from the package, with times as milliseconds from the recording's beginning. */
final class PackageReader {
    record Gap(String track, long fromMillis, long toMillis, String cause, long packets) {}

    record Event(long atMillis, String type, String person, String detail) {}

    private final Path data;
    private final Instant start;
    private final Instant end;

    PackageReader(Path sealed) throws IOException {
        data = sealed.resolve("data");
        List<JsonNode> segments = lines("segments.jsonl");
        start = segments.isEmpty() ? Instant.EPOCH : time(segments.getFirst(), "from");
        end = segments.isEmpty() ? Instant.EPOCH : time(segments.getLast(), "to");
    }

    Instant start() {
        return start;
    }

    long durationMillis() {
        return Duration.between(start, end).toMillis();
    }

    /** As they were signed, or as they stood when the recording was sealed. */
    Optional<JsonNode> minutes() throws IOException {
        Optional<byte[]> signed = new Addenda(data.getParent()).paper("minutes.json");
        if (signed.isPresent()) {
            return Optional.of(Json.mapper().readTree(signed.get()));
        }
        JsonNode minutes = read(data.resolve("minutes.json"));
        return minutes.isMissingNode() ? Optional.empty() : Optional.of(minutes);
    }

    List<Gap> gaps() throws IOException {
        List<Gap> gaps = new ArrayList<>();
        for (JsonNode line : lines("ledger.jsonl")) {
            gaps.add(new Gap(
                    line.hasNonNull("track") ? line.get("track").asText() : null,
                    millis(time(line, "from")),
                    millis(time(line, "to")),
                    line.path("cause").asText(),
                    line.path("packets").asLong()));
        }
        return gaps;
    }

    /** Without the recorder's clock readings: they are for analysts. */
    List<Event> events() throws IOException {
        Map<String, String> names = new HashMap<>();
        for (JsonNode participant : read(data.resolve("reception.json")).path("participants")) {
            names.put(
                    participant.path("peer").asText(), participant.path("name").asText());
        }
        List<Event> events = new ArrayList<>();
        for (JsonNode line : lines("events.jsonl")) {
            String type = line.path("type").asText();
            if (!type.equals("clock")) {
                String peer = line.path("peer").asText(null);
                String name = line.path("name").asText(names.get(peer));
                String detail = line.path("detail").asText(line.path("cause").asText(null));
                events.add(new Event(millis(time(line, "at")), type, name, detail));
            }
        }
        return events;
    }

    private long millis(Instant at) {
        return Math.max(0, Duration.between(start, at).toMillis());
    }

    private static Instant time(JsonNode line, String field) {
        return Instant.parse(line.path(field).asText());
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.exists(file) ? Json.mapper().readTree(Files.readAllBytes(file)) : MissingNode.getInstance();
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(data.resolve(name))) {
            for (String line : Files.readAllLines(data.resolve(name))) {
                lines.add(Json.mapper().readTree(line));
            }
        }
        return lines;
    }
}
