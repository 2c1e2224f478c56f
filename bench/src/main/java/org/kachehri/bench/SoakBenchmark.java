package org.kachehri.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Whether a bridge that people join and leave for minutes keeps anything of them: heap after a collection, resident
 * memory, file descriptors and threads, after the first rounds and after the last, each with nobody there.
 */
final class SoakBenchmark {

    private static final String INSIDE = "inside";
    private static final int DEFAULT_MINUTES = 10;

    /** Compiled code and pools grow in the first. */
    private static final int FIRST_ROUNDS = 5;

    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(3);

    private record Reading(double heapMegabytes, double residentMegabytes, long descriptors, long threads) {
        static Reading of(BridgeServer bridge) throws IOException {
            return new Reading(
                    bridge.heapMegabytes(),
                    bridge.process().residentMegabytes(),
                    bridge.process().entries("fd"),
                    bridge.process().entries("task"));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "heap %.2f MB, resident %.1f MB, %d descriptors, %d threads",
                    heapMegabytes,
                    residentMegabytes,
                    descriptors,
                    threads);
        }
    }

    private SoakBenchmark() {}

    /** Arguments: {@code --minutes N}. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        int minutes = arguments.length >= 2 && arguments[0].equals("--minutes")
                ? Integer.parseInt(arguments[1])
                : DEFAULT_MINUTES;
        if (arguments.length == 0 || !arguments[arguments.length - 1].equals(INSIDE)) {
            QuietNetwork.enter(List.of("soak", "--minutes", Integer.toString(minutes), INSIDE));
            return;
        }
        try (BridgeServer bridge = new BridgeServer(List.of())) {
            for (int round = 0; round < FIRST_ROUNDS; round++) {
                joinAndLeave(bridge);
            }
            Reading before = Reading.of(bridge);
            System.out.println("after " + FIRST_ROUNDS + " rounds: " + before);
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            int rounds = 0;
            for (; System.nanoTime() < end; rounds++) {
                joinAndLeave(bridge);
            }
            Reading after = Reading.of(bridge);
            System.out.println("after " + rounds + " more:  " + after);
            Figures figures = new Figures();
            figures.set("soak.rounds", rounds, "rounds");
            figures.set("soak.heap_growth_mb", after.heapMegabytes - before.heapMegabytes, "MB");
            figures.set("soak.rss_growth_mb", after.residentMegabytes - before.residentMegabytes, "MB");
            figures.set("soak.descriptor_growth", after.descriptors - before.descriptors, "");
            figures.set("soak.thread_growth", after.threads - before.threads, "");
            figures.print();
        }
    }

    private static void joinAndLeave(BridgeServer bridge) throws IOException {
        Roster roster = Roster.rooms(3, 4);
        try (MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            sender.rate(1);
            clients.verify();
            Pace.until(System.nanoTime() + STAY_NANOS, 0);
        }
        roster.rooms().forEach(bridge::closeRoom);
    }
}
