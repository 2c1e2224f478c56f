package org.kachehri.recording.capture;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how a reception is captured.
 *
 * @param directory belongs to this capture alone; created when missing, continued (after recovery) when it holds segments
 * @param receptionId written into every segment
 * @param segmentNanos a segment is closed, fsynced and hashed after this long
 * @param segmentBytes ... or this many bytes, whichever comes first
 * @param ringBytes off-heap memory between the shard's thread and the disk
 * @param repairNanos how long a missing packet may still arrive before it enters the ledger
 */
public record CaptureSettings(
        Path directory, String receptionId, long segmentNanos, long segmentBytes, int ringBytes, long repairNanos) {
    /** At most 10 s of a reception lie in a segment without a hash. */
    private static final long SEGMENT_NANOS = 10_000_000_000L;

    /** 10 s at 50 Mbit/s is 62 MiB: more than ten people in 720p, so in practice time closes a segment. */
    private static final long SEGMENT_BYTES = 64L << 20;

    /** Ten people at 2 Mbit/s are 2.5 MB/s: 16 MiB stand a disk that hangs for 6 s. */
    private static final int RING_BYTES = 16 << 20;

    /** Five requests for repair at 1.25 x RTT end within 1 s at a round trip of 150 ms; three times that. */
    private static final long REPAIR_NANOS = 3_000_000_000L;

    public CaptureSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(receptionId, "receptionId");
        if (segmentNanos <= 0 || segmentBytes <= 0 || repairNanos < 0) {
            throw new IllegalArgumentException("Segment length, segment size and repair time must be positive");
        }
        if (ringBytes < PacketRing.MIN_BYTES || Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException("ringBytes must be a power of two of at least " + PacketRing.MIN_BYTES);
        }
    }

    /** The values of the product: 10 s, 64 MiB, a ring of 16 MiB, 3 s for repair. */
    public static CaptureSettings of(Path directory, String receptionId) {
        return new CaptureSettings(directory, receptionId, SEGMENT_NANOS, SEGMENT_BYTES, RING_BYTES, REPAIR_NANOS);
    }
}
