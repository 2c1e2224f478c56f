package org.kachehri.recording.lease;

/**
 * How many receptions may be recorded at once, and how full the disk may be.
 *
 * @param capacity leases at the same time
 * @param freeBytes no new lease below this much free space; who records goes on
 */
public record RecorderSettings(int capacity, long freeBytes) {
    /** Each holds a ring of 16 MiB and a thread: 20 are 320 MiB, and 20 × 4 people × 0.6 Mbit/s are 6 MB/s, little for a disk. */
    private static final int CAPACITY = 20;

    /** An hour of four people at 0.6 Mbit/s is 1.1 GB: a reception that still gets a lease can be held to its end. */
    private static final long FREE_BYTES = 1_100_000_000L;

    public RecorderSettings {
        if (capacity < 1) throw new IllegalArgumentException("capacity must be at least 1, or nobody can be heard");
        if (freeBytes < 0) throw new IllegalArgumentException("freeBytes must not be negative");
    }

    public static RecorderSettings defaults() {
        return new RecorderSettings(CAPACITY, FREE_BYTES);
    }
}
