package org.kachehri.recording.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A finished capture. The directory holds the segments, {@code segments.jsonl}, {@code ledger.jsonl} and {@code events.jsonl}, all fsynced.
 *
 * @param fromNanos when it began, nanoseconds since 1970
 * @param toNanos when it ended
 */
public record CaptureResult(
        Path directory, List<SegmentDigest> segments, List<LedgerEntry> ledger, long fromNanos, long toNanos) {
    /** The gap ledger's file name. */
    public static final String LEDGER = "ledger.jsonl";

    /** The room events' file name; the same events lie in the segments. */
    public static final String EVENTS = "events.jsonl";

    /** The list of closed segments with their digests. */
    public static final String SEGMENTS = "segments.jsonl";

    public CaptureResult {
        Objects.requireNonNull(directory, "directory");
        segments = List.copyOf(segments);
        ledger = List.copyOf(ledger);
    }
}
