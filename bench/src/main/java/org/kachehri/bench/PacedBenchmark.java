package org.kachehri.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long the packets of a camera wait in the bridge for a subscriber whose line bears 1.2 times what the camera needs, so that the
 * pacer spreads its frames; beside it the same subscriber on a line without an end.
 */
final class PacedBenchmark {

    private static final String INSIDE = "inside";
    private static final double OF_THE_NEEDED = 1.2;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(12);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(30);

    private PacedBenchmark() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || !arguments[0].equals(INSIDE)) {
            QuietNetwork.enter(List.of("paced", INSIDE));
            return;
        }
        Roster roster = Roster.fanOut(Trace.chromium(), 1, 1);
        Figures figures = new Figures();
        try (BridgeServer bridge = new BridgeServer(List.of());
                MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher);
                Listener listener = clients.listener()) {
            sender.rate(1);
            listener.open();
            hear(listener, WARM_UP_NANOS);
            long bytes = listener.bytes();
            double[] wide = measure(listener);
            double needed = (listener.bytes() - bytes) * 8 / (MEASURE_NANOS / 1e9);
            listener.line((long) (OF_THE_NEEDED * needed));
            hear(listener, SETTLE_NANOS);
            long expected = sender.expected();
            long heard = listener.heard();
            double[] narrow = measure(listener);
            System.out.printf(
                    Locale.ROOT,
                    "%.0f kbit/s needed; of %d packets %d came over the narrow line%n",
                    needed / 1000,
                    sender.expected() - expected,
                    listener.heard() - heard);
            System.out.printf(
                    Locale.ROOT,
                    "median %.2f ms, without the line %.2f; p99 %.2f ms, without the line %.2f%n",
                    Figures.percentile(narrow, 0.5),
                    Figures.percentile(wide, 0.5),
                    Figures.percentile(narrow, 0.99),
                    Figures.percentile(wide, 0.99));
            figures.set("forward.paced_p50_ms", Figures.percentile(narrow, 0.5), "ms");
            figures.set("forward.paced_p99_ms", Figures.percentile(narrow, 0.99), "ms");
            figures.set("forward.unpaced_p99_ms", Figures.percentile(wide, 0.99), "ms");
            figures.print();
        }
    }

    private static double[] measure(Listener listener) throws IOException {
        listener.forget();
        hear(listener, MEASURE_NANOS);
        return listener.latencies();
    }

    private static void hear(Listener listener, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            listener.hear(now);
            Pace.until(now + POLL_NANOS, 0);
        }
    }
}
