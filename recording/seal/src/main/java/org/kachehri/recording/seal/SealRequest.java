package org.kachehri.recording.seal;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.kachehri.recording.capture.CaptureResult;

/**
 * What goes into a package.
 *
 * @param code the reception's number, e.g. {@code PS-20261122-yen-hoa-1}; the bag's external identifier
 * @param receptionJson {@code data/reception.json}: see docs/media/recording-format.md for what it must hold
 * @param papers further files of {@code data/} by name, e.g. {@code minutes.json}
 */
public record SealRequest(CaptureResult capture, String code, String receptionJson, Map<String, byte[]> papers) {
    private static final String PAPER_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}";

    public SealRequest {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(receptionJson, "receptionJson");
        for (String name : papers.keySet()) {
            if (!name.matches(PAPER_NAME)) {
                throw new IllegalArgumentException("Not a file name for a package: " + name);
            }
        }
        papers = new TreeMap<>(papers);
    }
}
