package org.kachehri.recording.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What goes into the bag of an extract.
 *
 * @param code number of the reception it is from
 * @param about the seal's {@code extract}: from which seal, what, for whom, with whose leave (docs/media/recording-format.md)
 * @param files the files of {@code data/} by name; they are copied
 */
public record ExtractRequest(String code, ObjectNode about, Map<String, Path> files) {
    public ExtractRequest {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(about, "about");
        SealRequest.checkNames(files.keySet(), List.of());
        files = new TreeMap<>(files);
    }
}
