package org.kachehri.recording.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.kachehri.platform.http.Json;
import org.kachehri.recording.seal.SignedText;
import org.kachehri.recording.storage.StoredCopy;

/**
 * That the archive has a package in a store: what its key signs. A local package goes only on valid ones.
 *
 * @param sealSha256 of the package's seal, by which it is told from any other
 */
record Receipt(StoredCopy copy, String sealSha256, String store, Instant at) {
    private static final String FORMAT = "kachehri-receipt-1";

    byte[] text() {
        return about().put("at", at.toString()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode about() {
        return Json.mapper()
                .createObjectNode()
                .put("format", FORMAT)
                .put("reception", copy.receptionId())
                .put("sealSha256", sealSha256)
                .put("indexSha256", copy.indexSha256())
                .put("bytes", copy.bytes())
                .put("store", store);
    }

    /** Whether a signed text is the archive's receipt for this, whenever it was given. */
    boolean isGivenBy(SignedText signed, List<Path> trust) throws IOException {
        try {
            JsonNode given = Json.mapper().readTree(signed.text());
            if (given instanceof ObjectNode object) {
                object.remove("at");
                // By their texts: a number that was read has another type than one that was put.
                return object.toString().equals(about().toString()) && signed.isBy(trust);
            }
            return false;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
