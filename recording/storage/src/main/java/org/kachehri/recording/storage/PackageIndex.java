package org.kachehri.recording.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which chunks make which files of a package; stored beside them as JSON, last, so that a copy without one doesn't count. The digests are of what
 * is stored: with encryption of the ciphertext, so that checking a copy needs no key.
 */
record PackageIndex(String receptionId, boolean encrypted, List<File> files) {
    static final String FORMAT = "kachehri-copy-1";

    /** A file has 130 bytes and each of its chunks 90: 100 000 segments, more than ten days, are 25 MB. */
    static final int MAX_BYTES = 32 << 20;

    /** Relative to the package, with slashes. */
    record File(String path, long bytes, List<Chunk> chunks) {}

    /** As stored; the digest is its name. */
    record Chunk(String sha256, int bytes) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] bytes() {
        ObjectNode index = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("reception", receptionId)
                .put("encrypted", encrypted);
        ArrayNode list = index.putArray("files");
        for (File file : files) {
            ArrayNode chunks = list.addObject()
                    .put("path", file.path())
                    .put("bytes", file.bytes())
                    .putArray("chunks");
            for (Chunk chunk : file.chunks()) {
                chunks.addObject().put("sha256", chunk.sha256()).put("bytes", chunk.bytes());
            }
        }
        return index.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException with a sentence when it isn't an index */
    static PackageIndex of(byte[] bytes) throws IOException {
        JsonNode index;
        try {
            index = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("The index of the copy isn't JSON.", e);
        }
        if (!index.path("format").asText().equals(FORMAT)) {
            throw new IOException("The index of the copy isn't of the format " + FORMAT + ".");
        }
        List<File> files = new ArrayList<>();
        for (JsonNode file : index.path("files")) {
            List<Chunk> chunks = new ArrayList<>();
            for (JsonNode chunk : file.path("chunks")) {
                chunks.add(new Chunk(
                        chunk.path("sha256").asText(), chunk.path("bytes").asInt()));
            }
            files.add(new File(
                    inside(file.path("path").asText()), file.path("bytes").asLong(), chunks));
        }
        return new PackageIndex(
                index.path("reception").asText(), index.path("encrypted").asBoolean(), files);
    }

    /** A path that leaves the package is none of its files. */
    private static String inside(String path) throws IOException {
        Path normal = Path.of("package").resolve(path).normalize();
        if (path.isEmpty() || !normal.startsWith("package") || normal.getNameCount() < 2) {
            throw new IOException("The index of the copy names a file outside of the package: " + path);
        }
        return path;
    }

    long storedBytes() {
        return files.stream()
                .flatMap(file -> file.chunks().stream())
                .mapToLong(Chunk::bytes)
                .sum();
    }
}
