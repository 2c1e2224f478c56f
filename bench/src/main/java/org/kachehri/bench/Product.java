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
import java.util.concurrent.TimeUnit;

/** The whole product as its launcher starts it, on free ports. */
final class Product implements AutoCloseable {

    /** A start that takes longer is a failure, not a figure. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Process process;
    private final int port;
    private final Path output;
    private long readyNanos;

    private Product(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** The launcher named first, or that of the folder this runs in. */
    static Path launcher(String[] arguments) {
        Path launcher =
                Path.of(arguments.length > 0 ? arguments[0] : "kachehri").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            System.err.println("no launcher at " + launcher + "; run this from the repository's root");
            System.exit(2);
        }
        return launcher;
    }

    /** Returns when the login page and {@code /health/ready} answer. */
    static Product start(Path launcher, Path data) throws IOException, InterruptedException {
        int http = freePort();
        Path output = data.resolveSibling(data.getFileName() + ".out");
        Process process = new ProcessBuilder(
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
        Product product = new Product(process, http, output);
        try {
            product.awaitReady();
            return product;
        } catch (IOException | InterruptedException | RuntimeException e) {
            product.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            while (!answers(client, "/") || !answers(client, "/health/ready")) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the product ended: " + Files.readString(output));
                }
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new IllegalStateException("not ready after " + LIMIT + ": " + Files.readString(output));
                }
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
            readyNanos = System.nanoTime();
        }
    }

    private boolean answers(HttpClient client, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** When it first answered, by the monotonic clock. */
    long readyNanos() {
        return readyNanos;
    }

    /** localhost is a secure context: pages get their camera. */
    String address(String path) {
        return "http://localhost:" + port + path;
    }

    /** As Ctrl-C does: the launcher and what it started, in order, and by force only what stays. */
    @Override
    public void close() throws IOException {
        var started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        ServerProcess.end(process);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (ProcessHandle each : started) {
            while (each.isAlive() && System.nanoTime() < deadline) {
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
            if (each.isAlive()) {
                each.destroyForcibly();
            }
        }
        Files.deleteIfExists(output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void delete(Path folder) throws IOException {
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
