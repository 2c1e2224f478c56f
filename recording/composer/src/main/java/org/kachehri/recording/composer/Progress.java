package org.kachehri.recording.composer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Tells whoever started the composer how far it is: lines of {@code progress <share done, 0 to 1> <seconds left>} on standard output, at
 * most one a second.
 */
final class Progress implements DoubleConsumer {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long toldNanos;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
        toldNanos = startNanos - INTERVAL_NANOS;
    }

    @Override
    public void accept(double share) {
        long now = nanoTime.getAsLong();
        if (now - toldNanos >= INTERVAL_NANOS && share > 0) {
            toldNanos = now;
            double left = (now - startNanos) / 1e9 * (1 - share) / share;
            out.printf(Locale.ROOT, "progress %.3f %.0f%n", share, left);
            out.flush();
        }
    }
}
