package org.kachehri.recording.capture;

import java.time.Instant;

/** Nanoseconds since 1970 in a {@code long} (good until 2262) to and from {@link Instant}. */
final class Stamps {
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Stamps() {}

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), (long) instant.getNano());
    }

    static String text(long nanos) {
        return instant(nanos).toString();
    }
}
