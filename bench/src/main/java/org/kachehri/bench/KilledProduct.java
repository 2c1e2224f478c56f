package org.kachehri.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.kachehri.server.Main;

/** The whole product on one data directory, with a store beside it and the same ports through all its deaths. Used by one thread. */
final class KilledProduct implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path data;
    private final Path store;
    private final Path portal;
    private final Map<String, String> environment;
    private final int httpPort;
    private final int mediaPort;
    private Process process;

    /**
     * In a folder of its own; nothing runs yet.
     *
     * @param environment of its process, beside ours
     */
    KilledProduct(Path folder, Map<String, String> environment) throws IOException {
        this.environment = environment;
        data = Files.createDirectories(folder.resolve("data"));
        store = Files.createDirectories(folder.resolve("store"));
        // Nobody looks at its pages.
        portal = Files.createDirectories(folder.resolve("portal"));
        Files.writeString(portal.resolve("index.html"), "<!doctype html>");
        try (ServerSocket http = new ServerSocket(0);
                DatagramSocket media = new DatagramSocket()) {
            httpPort = http.getLocalPort();
            mediaPort = media.getLocalPort();
        }
    }

    int httpPort() {
        return httpPort;
    }

    Path recordings() {
        return data.resolve("recordings");
    }

    /** The certificate by which its seals are trusted. */
    Path authority() {
        return data.resolve("keys/signing/authority.pem");
    }

    ServerProcess process() {
        return new ServerProcess(process.pid());
    }

    /** Returns when it is ready. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseZGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "--portal",
                        portal.toString(),
                        "--data",
                        data.toString(),
                        "--archive-store",
                        store.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--media-port",
                        Integer.toString(mediaPort),
                        "--media-tcp-port",
                        "no",
                        "--media-address",
                        "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        long deadline = System.nanoTime() + START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!ready(client)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("the product did not start:\n" + Files.readString(log()));
                }
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
        }
    }

    Path log() {
        return data.resolveSibling("server.log");
    }

    private boolean ready(HttpClient client) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** As when the store's disk isn't mounted. */
    void takeStoreAway() throws IOException {
        Files.move(store, store.resolveSibling("store.away"));
    }

    void bringStoreBack() throws IOException {
        Files.move(store.resolveSibling("store.away"), store);
    }

    /** As {@code kill -9}. Its database and what it composes live on. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void killDatabase() throws IOException {
        List<String> lines =
                Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"), StandardCharsets.US_ASCII);
        kill(ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow());
    }

    /** Kills the composer that runs, when one does within this time. */
    boolean killComposer(Duration within, long afterNanos) {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ProcessHandle> composer =
                    process.descendants().filter(KilledProduct::composes).findFirst();
            if (composer.isPresent()) {
                Pace.until(System.nanoTime() + afterNanos, 0);
                kill(composer.get());
                return true;
            }
            Pace.until(System.nanoTime() + POLL_NANOS, 0);
        }
        return false;
    }

    /** The kernel knows the whole command, of which {@link ProcessHandle} tells the first 4 KiB: a class path is longer. */
    private static boolean composes(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("recording.composer.Compose");
        } catch (IOException ended) {
            return false;
        }
    }

    private static void kill(ProcessHandle victim) {
        victim.destroyForcibly();
        victim.onExit().join();
    }

    @Override
    public void close() {
        if (process != null) {
            ServerProcess.end(process);
        }
    }
}
