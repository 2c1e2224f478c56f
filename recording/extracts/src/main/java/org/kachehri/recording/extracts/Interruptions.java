package org.kachehri.recording.extracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kachehri.platform.http.Json;

/** When nothing was recorded of anybody: the entries of a package's gap ledger that name no track. */
final class Interruptions {
    private record Interruption(Instant from, Instant to) {}

    private final Instant start;
    private final List<Interruption> interruptions = new ArrayList<>();

    /** @param copies the viewing copies' directory, which tells when the capture began */
    Interruptions(Path sealed, Path copies) throws IOException {
        start = time(Json.mapper().readTree(Files.readAllBytes(copies.resolve("copies.json"))), "startedAt");
        Path ledger = sealed.resolve("data").resolve("ledger.jsonl");
        for (String line : Files.readAllLines(ledger)) {
            JsonNode entry = Json.mapper().readTree(line);
            if (!entry.has("track")) {
                interruptions.add(new Interruption(time(entry, "from"), time(entry, "to")));
            }
        }
        interruptions.sort(Comparator.comparing(Interruption::from));
    }

    /** @return whether nothing at all was recorded between these two, from the beginning of the capture */
    boolean fill(long fromMillis, long toMillis) {
        Instant open = start.plusMillis(fromMillis);
        Instant end = start.plusMillis(toMillis);
        for (Interruption one : interruptions) {
            if (!one.from().isAfter(open) && one.to().isAfter(open)) {
                open = one.to();
            }
        }
        return !open.isBefore(end);
    }

    private static Instant time(JsonNode line, String field) {
        return Instant.parse(line.path(field).asText());
    }
}
