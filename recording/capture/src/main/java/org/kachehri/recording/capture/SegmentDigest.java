package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A closed segment. {@code chain} ties it to all before it: SHA-256 over the previous segment's chain value and this one's digest, both
 * as lower-case hexadecimal text; the first one's previous value is 64 zeros. So no segment can be taken out, put in or changed
 * without changing every later value.
 *
 * @param name file name, e.g. {@code segment-000001.pcapng}
 * @param sha256 of the file, lower-case hexadecimal
 * @param fromNanos when the segment was opened, nanoseconds since 1970
 * @param toNanos when it was closed
 */
public record SegmentDigest(String name, long bytes, String sha256, String chain, long fromNanos, long toNanos) {
    /** What the first segment is chained to. */
    public static final String GENESIS = "0".repeat(64);

    /** The chain value of a segment with this digest. */
    public static String chain(String previous, String sha256) {
        return HexFormat.of().formatHex(digest().digest((previous + sha256).getBytes(StandardCharsets.US_ASCII)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    String line() {
        ObjectNode node = CaptureJson.MAPPER.createObjectNode();
        node.put("name", name).put("bytes", bytes).put("sha256", sha256).put("chain", chain);
        return node.put("from", Stamps.text(fromNanos))
                .put("to", Stamps.text(toNanos))
                .toString();
    }

    static SegmentDigest ofLine(JsonNode node) {
        return new SegmentDigest(
                node.path("name").asText(),
                node.path("bytes").asLong(),
                node.path("sha256").asText(),
                node.path("chain").asText(),
                Stamps.nanos(Instant.parse(node.path("from").asText())),
                Stamps.nanos(Instant.parse(node.path("to").asText())));
    }
}
