package org.kachehri.tests.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kachehri.server.Main;

/** The product as `kachehri run` starts it: a process of its own, an own data directory, free ports on loopback. */
final class RunningServer implements AutoCloseable {
    private static final String METRICS_TOKEN = "end-to-end-metrics-token";

    /** A cold start unpacks PostgreSQL and creates its cluster on a busy machine; a start that takes longer has failed. */
    private static final int START_SECONDS = 120;

    private final Process process;
    private final Path data;
    private final int httpPort;

    private RunningServer(Process process, Path data, int httpPort) {
        this.process = process;
        this.data = data;
        this.httpPort = httpPort;
    }

    static RunningServer start(Path data) throws Exception {
        int httpPort;
        int mediaPort;
        // Media has one number for UDP and TCP.
        try (ServerSocket http = new ServerSocket(0);
                ServerSocket media = new ServerSocket(0)) {
            httpPort = http.getLocalPort();
            mediaPort = media.getLocalPort();
        }
        Path portal = Path.of("../../web-portal/dist").toAbsolutePath().normalize();
        Process process = java(
                        "run",
                        "--portal",
                        portal.toString(),
                        "--data",
                        data.toString(),
                        "--http-port",
                        String.valueOf(httpPort),
                        "--media-port",
                        String.valueOf(mediaPort),
                        "--metrics-token",
                        METRICS_TOKEN)
                .redirectError(data.resolveSibling("server.log").toFile())
                .start();
        RunningServer server = new RunningServer(process, data, httpPort);
        Thread ready = Thread.ofVirtual().start(() -> server.readUntilReady(process));
        if (!ready.join(java.time.Duration.ofSeconds(START_SECONDS)) || !process.isAlive()) {
            process.destroyForcibly();
            throw new TimeoutException(
                    "the server did not start:\n" + Files.readString(data.resolveSibling("server.log")));
        }
        return server;
    }

    private void readUntilReady(Process started) {
        try {
            BufferedReader out = started.inputReader();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains("Kachehri is ready")) {
                    return;
                }
            }
        } catch (IOException ended) {
            throw new java.io.UncheckedIOException(ended);
        }
    }

    /** How many packets the bridge dropped for this reason. */
    long dropped(String reason) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address("/metrics")))
                .header("Authorization", "Bearer " + METRICS_TOKEN)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("kachehri_shard_dropped_total")
                            && line.contains("reason=\"" + reason + "\""))
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Runs another command of the product to its end. */
    static int run(Path output, String... arguments) throws IOException, InterruptedException {
        return java(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line);
    }

    String address(String path) {
        return "http://localhost:" + httpPort + path;
    }

    Path data() {
        return data;
    }

    @Override
    public void close() {
        process.destroy(); // SIGTERM, as Ctrl-C does
        if (process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join() == null) {
            process.destroyForcibly();
        }
    }
}
