package org.kachehri.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a newcomer waits: from the command until the login page and {@code /health/ready} answer. Cold is everything
 * built and an empty data directory, warm the second start with the same one.
 */
final class StartBenchmark {

    /** A start that takes longer is a failure, not a figure. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Path launcher;
    private final Path data;

    private StartBenchmark(Path launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
    }

    static void run(String[] arguments) throws IOException, InterruptedException {
        Path launcher =
                Path.of(arguments.length > 0 ? arguments[0] : "kachehri").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            System.err.println("no launcher at " + launcher + "; run this from the repository's root");
            System.exit(2);
        }
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
            delete(data);
        }
    }

    private double start() throws IOException, InterruptedException {
        int http = freePort();
        Path output = data.resolveSibling(data.getFileName() + ".out");
        long begin = System.nanoTime();
        Process product = new ProcessBuilder(
                        launcher.toString(),
                        "run",
                        "--data",
                        data.toString(),
                        "--http-port",
                        Integer.toString(http),
                        "--media-port",
                        Integer.toString(freePort()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            while (!answers(http, "/") || !answers(http, "/health/ready")) {
                if (!product.isAlive()) {
                    throw new IllegalStateException("the product ended: " + Files.readString(output));
                }
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new IllegalStateException("not ready after " + LIMIT + ": " + Files.readString(output));
                }
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            stop(product);
            Files.deleteIfExists(output);
        }
    }

    private boolean answers(int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As Ctrl-C does: the launcher and what it started, in order, and by force only what stays. */
    private static void stop(Process product) throws InterruptedException {
        var started = product.descendants().toList();
        product.destroy();
        started.forEach(ProcessHandle::destroy);
        if (!product.waitFor(30, TimeUnit.SECONDS)) {
            product.destroyForcibly();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (ProcessHandle each : started) {
            while (each.isAlive() && System.nanoTime() < deadline) {
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
            if (each.isAlive()) {
                each.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
