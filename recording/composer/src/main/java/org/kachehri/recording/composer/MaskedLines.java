package org.kachehri.recording.composer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies the lines of a package's events and ledger that fall into a time, with the alias where a masked person's name stood. Free words
 * about a masked person aren't copied: nobody can say who is recognised by them.
 */
final class MaskedLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExcerptOrder order;
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Instant from;
    private final Instant to;

    /** @param named people by peer with the names that the package has */
    MaskedLines(ExcerptOrder order, Map<String, Person> named, Instant from, Instant to) {
        this.order = order;
        this.from = from;
        this.to = to;
        // The longest first: of a name that holds another nothing may be left.
        order.masks().entrySet().stream()
                .sorted(Comparator.comparing(
                        (Map.Entry<String, ExcerptOrder.Mask> one) ->
                                named.get(one.getKey()).name().length(),
                        Comparator.reverseOrder()))
                .forEach(one -> aliases.put(
                        named.get(one.getKey()).name(), one.getValue().alias()));
    }

    void copy(Path source, Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(source)) {
            for (String line : Files.readAllLines(source)) {
                try {
                    ObjectNode read = (ObjectNode) JSON.readTree(line);
                    if (falls(read)) {
                        lines.add(JSON.writeValueAsString(masked(read)));
                    }
                } catch (JsonProcessingException | ClassCastException | DateTimeException damaged) {
                    // What can't be read can't be masked.
                    continue;
                }
            }
        }
        Files.write(target, lines);
    }

    /** An event has one time, a gap two. */
    private boolean falls(JsonNode line) {
        Instant begins = Instant.parse(line.path(line.has("at") ? "at" : "from").asText());
        Instant ends = line.has("at") ? begins : Instant.parse(line.path("to").asText());
        return begins.isBefore(to) && !ends.isBefore(from);
    }

    private ObjectNode masked(ObjectNode line) {
        String track = line.path("track").asText("");
        String peer = line.path("peer").asText(track.contains("/") ? track.substring(0, track.indexOf('/')) : track);
        if (order.mask(peer).isPresent()) {
            line.remove("detail");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        line.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                texts.put(field.getKey(), aliased(field.getValue().asText()));
            }
        });
        texts.forEach(line::put);
        return line;
    }

    private String aliased(String text) {
        String aliased = text;
        for (Map.Entry<String, String> alias : aliases.entrySet()) {
            aliased = alias.getKey().isBlank() ? aliased : aliased.replace(alias.getKey(), alias.getValue());
        }
        return aliased;
    }
}
