package org.kachehri.recording.lease;

import java.nio.file.Path;
import java.util.List;

/**
 * Where receptions are recorded, how many at once, and how full a disk may be.
 *
 * @param further directories of recorders besides the archive's own, best on disks of their own; the first that can takes the place of a
 *     recorder that is lost
 * @param atOnce how many recorders write every reception
 * @param capacity receptions at the same time, for each recorder
 * @param freeBytes no new lease below this much free space; who records goes on
 */
public record RecorderSettings(List<Path> further, int atOnce, int capacity, long freeBytes) {
    /** Each holds a ring of 16 MiB and a thread: 20 are 320 MiB, and 20 × 4 people × 0.6 Mbit/s are 6 MB/s, little for a disk. */
    public static final int CAPACITY = 20;

    /** An hour of four people at 0.6 Mbit/s is 1.1 GB: a reception that still gets a lease can be held to its end. */
    public static final long FREE_BYTES = 1_100_000_000L;

    /** Places of a recorder are numbered from 0 to 999. */
    public static final int MOST_CAPACITY = 1_000;

    public RecorderSettings {
        further = List.copyOf(further);
        if (atOnce < 1 || atOnce > 2) throw new IllegalArgumentException("one or two recorders write at once");
        if (atOnce > further.size() + 1) throw new IllegalArgumentException("two recorders need two directories");
        if (capacity < 1 || capacity > MOST_CAPACITY) {
            throw new IllegalArgumentException("capacity must be from 1, or nobody can be heard, to " + MOST_CAPACITY);
        }
        if (freeBytes < 0) throw new IllegalArgumentException("freeBytes must not be negative");
    }

    public static RecorderSettings defaults() {
        return new RecorderSettings(List.of(), 1, CAPACITY, FREE_BYTES);
    }
}
