package org.kachehri.bench;

import java.util.Locale;
import org.kachehri.media.simulation.Scenario;
import org.kachehri.media.simulation.SeededReception;

/** How many seeds of the simulation a second of this machine plays through; the first with a fault ends it. */
final class SimulateBenchmark {

    private static final int DEFAULT_SEEDS = 100;

    private SimulateBenchmark() {}

    /** Arguments: {@code --seeds N}. */
    static void run(String[] arguments) {
        int seeds = arguments.length == 2 && arguments[0].equals("--seeds")
                ? Integer.parseInt(arguments[1])
                : DEFAULT_SEEDS;
        long packets = 0;
        long start = System.nanoTime();
        for (long seed = 1; seed <= seeds; seed++) {
            SeededReception played = SeededReception.play(seed);
            if (!played.fault().isEmpty()) {
                throw new IllegalStateException("seed " + seed + ", " + played.scenario() + ": " + played.fault());
            }
            packets += played.packets();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d seeds, %d packets heard, no fault, %.1f s; each %d s of a reception of three%n",
                seeds,
                packets,
                seconds,
                Scenario.SECONDS);
        Figures figures = new Figures();
        figures.set("simulation.seeds_per_s", seeds / seconds, "1/s");
        figures.print();
    }
}
