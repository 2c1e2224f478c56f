package org.kachehri.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How many packets leave together for one subscriber, by what a browser sends: each trace from one publisher to fifty who answer
 * it, through a bridge as the product runs it.
 */
final class TrainsBenchmark {

    private static final String INSIDE = "inside";
    private static final int SUBSCRIBERS = 50;

    /** Until every subscriber's estimate bears the best picture. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(12);

    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private TrainsBenchmark() {}

    /** Arguments: names of traces, all without. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        if (words.isEmpty() || !words.getFirst().equals(INSIDE)) {
            words.addAll(0, List.of("trains", INSIDE));
            QuietNetwork.enter(words);
            return;
        }
        words.removeFirst();
        Figures figures = new Figures();
        for (String name : words.isEmpty() ? Trace.ALL : words) {
            measure(Trace.of(name), figures);
        }
        figures.print();
    }

    private static void measure(Trace trace, Figures figures) throws IOException {
        Roster roster = Roster.fanOut(trace, 1, SUBSCRIBERS);
        try (BridgeServer bridge = new BridgeServer(QuietNetwork.HOST, List.of(), trace.name());
                MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            sender.rate(1);
            clients.verify();
            Pace.until(System.nanoTime() + WARM_UP_NANOS, 0);
            BridgeServer.Counters before = bridge.counters();
            long delivered = clients.delivered();
            long sent = sender.expected();
            long cpu = bridge.process().cpuMillis();
            Pace.until(System.nanoTime() + MEASURE_NANOS, 0);
            BridgeServer.Counters after = bridge.counters();
            delivered = clients.delivered() - delivered;
            sent = sender.expected() - sent;
            cpu = bridge.process().cpuMillis() - cpu;
            double forwarded = after.forwarded() - before.forwarded();
            double length = forwarded / (after.trains() - before.trains());
            double seconds = MEASURE_NANOS / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7.0f packets/s sent for %d, %.0f delivered, %.1f packets a train, %.2f us of the process a packet%n",
                    trace.name(),
                    sent / seconds,
                    SUBSCRIBERS,
                    delivered / seconds,
                    length,
                    cpu * 1000 / forwarded);
            figures.set("forward.train_length." + trace.name(), length, "packets");
        }
    }
}
