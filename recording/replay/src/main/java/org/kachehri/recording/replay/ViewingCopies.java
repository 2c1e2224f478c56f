package org.kachehri.recording.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.platform.http.Json;

/** The viewing copies of a recording, as the composer described them; none until it has finished. */
final class ViewingCopies {
    record Turn(String person, long fromMillis, long toMillis) {}

    private final JsonNode description;

    ViewingCopies(Path directory) throws IOException {
        Path file = directory.resolve("copies.json");
        description = Files.exists(file) ? Json.mapper().readTree(Files.readAllBytes(file)) : MissingNode.getInstance();
    }

    /** One object a copy. */
    JsonNode all() {
        return description.path("copies");
    }

    /** Only what the composer listed: a name can't lead anywhere else. */
    Optional<JsonNode> named(String name) {
        for (JsonNode one : all()) {
            if (one.path("name").asText().equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Who spoke when, as the composer heard it. */
    List<Turn> speech() {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : description.path("speech")) {
            turns.add(new Turn(
                    turn.path("person").asText(),
                    turn.path("fromMillis").asLong(),
                    turn.path("toMillis").asLong()));
        }
        return turns;
    }
}
