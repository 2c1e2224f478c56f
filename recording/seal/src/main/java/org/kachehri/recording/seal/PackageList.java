package org.kachehri.recording.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All packages that were sealed on a day (in UTC), with the list before it, so that a missing package is found, and a missing list.
 *
 * @param previous empty in the very first list
 */
public record PackageList(LocalDate day, Optional<Previous> previous, List<Entry> packages) {
    static final String FORMAT = "kachehri-list-1";

    /** @param sha256 of that list's text */
    public record Previous(LocalDate day, String sha256) {}

    /** @param sealSha256 of the package's seal, by which it is told from any other */
    public record Entry(String code, Instant sealedAt, String sealSha256) {}

    public PackageList {
        packages = List.copyOf(packages);
    }

    byte[] text() {
        ObjectNode list = Bag.JSON.createObjectNode().put("format", FORMAT).put("day", day.toString());
        previous.ifPresent(before ->
                list.putObject("previous").put("day", before.day().toString()).put("sha256", before.sha256()));
        ArrayNode entries = list.putArray("packages");
        for (Entry entry : packages) {
            entries.addObject()
                    .put("code", entry.code())
                    .put("sealedAt", entry.sealedAt().toString())
                    .put("sealSha256", entry.sealSha256());
        }
        return (list.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException with a sentence when it isn't a list */
    static PackageList of(byte[] text) {
        try {
            JsonNode list = Bag.JSON.readTree(text);
            if (!list.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("It isn't a list of packages.");
            }
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : list.path("packages")) {
                entries.add(new Entry(
                        entry.path("code").asText(),
                        Instant.parse(entry.path("sealedAt").asText()),
                        entry.path("sealSha256").asText()));
            }
            JsonNode before = list.path("previous");
            return new PackageList(
                    LocalDate.parse(list.path("day").asText()),
                    before.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(new Previous(
                                    LocalDate.parse(before.path("day").asText()),
                                    before.path("sha256").asText())),
                    entries);
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("It isn't a list of packages.", e);
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException("Bytes in memory can be read", impossible);
        }
    }
}
