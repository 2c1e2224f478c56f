package org.kachehri.recording.seal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** What {@code data/} holds in any case. */
    private static final List<String> TAKEN =
            List.of("segments", CaptureResult.SEGMENTS, CaptureResult.LEDGER, CaptureResult.EVENTS, "reception.json");

    public SealRequest {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(receptionJson, "receptionJson");
        checkNames(papers.keySet(), TAKEN);
        papers = new TreeMap<>(papers);
    }

    /** @param taken by files that are there in any case */
    static void checkNames(Set<String> names, List<String> taken) {
        // Where capitals don't count, two such names would be one file.
        Set<String> different = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        different.addAll(taken);
        for (String name : names) {
            if (!name.matches(PAPER_NAME) || !different.add(name)) {
                throw new IllegalArgumentException("Not a file name for a package: " + name);
            }
        }
    }
}
