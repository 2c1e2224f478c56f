package org.kachehri.recording.composer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/**
 * Tells whoever started the composer how far it is: lines of {@code progress <share done, 0 to 1> <seconds left>} on standard output, at
 * most one a second.
 */
final class Progress implements DoubleConsumer {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos - INTERVAL_NANOS;

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(double share) {
        long now = System.nanoTime();
        if (now - toldNanos >= INTERVAL_NANOS && share > 0) {
            toldNanos = now;
            double left = (now - startNanos) / 1e9 * (1 - share) / share;
            out.printf(Locale.ROOT, "progress %.3f %.0f%n", share, left);
            out.flush();
        }
    }
}
