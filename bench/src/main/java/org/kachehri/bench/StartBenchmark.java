package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How long a newcomer waits: from the command until the login page and {@code /health/ready} answer. Cold is everything
 * built and an empty data directory, warm the second start with the same one.
 */
final class StartBenchmark {

    private final Path launcher;
    private final Path data;

    private StartBenchmark(Path launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
    }

    static void run(String[] arguments) throws IOException, InterruptedException {
        Path launcher = Product.launcher(arguments);
        Path data = Files.createTempDirectory("kachehri-start");
        try {
            StartBenchmark benchmark = new StartBenchmark(launcher, data);
            double cold = benchmark.start();
            double warm = benchmark.start();
            System.out.println();
            System.out.println("start   until login page and /health/ready answer");
            System.out.printf(Locale.ROOT, "cold    %6.2f s   (empty data directory)%n", cold);
            System.out.printf(Locale.ROOT, "warm    %6.2f s   (second start)%n", warm);
            Figures figures = new Figures();
            figures.set("start.cold_s", cold, "s");
            figures.set("start.warm_s", warm, "s");
            figures.print();
        } finally {
            Product.delete(data);
        }
    }

    private double start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (Product product = Product.start(launcher, data)) {
            return (product.readyNanos() - begin) / 1e9;
        }
    }
}
