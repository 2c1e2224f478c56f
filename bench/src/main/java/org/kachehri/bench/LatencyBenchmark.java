package org.kachehri.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How much later a packet arrives because it went through the bridge, at half a core of work, and how long the bridge's
 * virtual machine ever stopped. Beside it sockets that send back what they get, at half a core of work too.
 */
final class LatencyBenchmark {

    private static final String INSIDE = "inside";
    private static final int SUBSCRIBERS = 20;

    /** So many that each sends at about the pace of a call: one that sent for all would be held to its allowance, and its listeners to their lines. */
    private static final int ROOMS = 12;

    private static final double HALF_CORE_MILLIS = 500;
    private static final double NEAR = 0.85;
    private static final int MAX_STEPS = 10;
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    private LatencyBenchmark() {}

    /** Arguments: minutes, one without. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.isEmpty() || !words.getFirst().equals(INSIDE)) {
            List<String> inside = new ArrayList<>(List.of("latency", INSIDE));
            inside.addAll(words);
            QuietNetwork.enter(inside);
            return;
        }
        long nanos = TimeUnit.MINUTES.toNanos(words.size() > 1 ? Integer.parseInt(words.get(1)) : 1);
        Figures figures = new Figures();
        LatencyProbe.Heard bare = echo(nanos);
        LatencyProbe.Heard bridge = bridge(nanos, figures);
        for (ToDoubleFunction<LatencyProbe.Heard> p : List.<ToDoubleFunction<LatencyProbe.Heard>>of(
                heard -> heard.percentile(0.5), heard -> heard.percentile(0.99))) {
            System.out.printf(
                    Locale.ROOT, "bridge %.3f ms, bare echo %.3f ms%n", p.applyAsDouble(bridge), p.applyAsDouble(bare));
        }
        figures.set("forward.latency_p99_ms", bridge.percentile(0.99) - bare.percentile(0.99), "ms");
        figures.print();
    }

    private static LatencyProbe.Heard bridge(long nanos, Figures figures) throws IOException {
        Roster roster = Roster.fanOut(Trace.chromium(), ROOMS, SUBSCRIBERS).withProbe();
        try (SafepointLog log = new SafepointLog();
                BridgeServer bridge = new BridgeServer(List.of(log.flag()));
                MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher);
                LatencyProbe probe = clients.probe()) {
            sender.rate(1);
            clients.verify();
            Pace.until(System.nanoTime() + WARM_UP_NANOS, 0);
            halfCore("bridge", bridge.process(), sender);
            long begin = System.nanoTime();
            SafepointLog.Stop before = log.last();
            LatencyProbe.Heard heard = probe.listen(nanos);
            SafepointLog.Stop longest = log.longestSince(before);
            System.out.printf(Locale.ROOT, "longest safepoint %.3f ms: %s%n", longest.millis(), longest.cause());
            figures.set("forward.safepoint_max_ms", longest.millis(), "ms");
            System.out.printf(
                    Locale.ROOT,
                    "bridge: %d of %d packets in %.0f s%n",
                    heard.millis().length,
                    heard.sent(),
                    (System.nanoTime() - begin) / 1e9);
            return heard;
        }
    }

    private static LatencyProbe.Heard echo(long nanos) throws IOException {
        List<String> command = new ArrayList<>(QuietNetwork.SERVER_CORE);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EchoProcess.class.getName(),
                QuietNetwork.HOST,
                Integer.toString(SUBSCRIBERS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Roster roster = Roster.fanOut(Trace.chromium(), ROOMS, SUBSCRIBERS);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            UdpAddress address = UdpAddress.of(
                    QuietNetwork.HOST, Integer.parseInt(lines.readLine().split(" ", -1)[1]));
            try (MassClient client = new MassClient(address, "", new SplittableRandom(1));
                    DroppingSink own = new DroppingSink(address);
                    MassSender sender = new MassSender(roster, ignored -> client);
                    LatencyProbe probe = new LatencyProbe(own, null, 1, own, null)) {
                client.sink().drop();
                sender.rate(1);
                Pace.until(System.nanoTime() + WARM_UP_NANOS / 3, 0);
                halfCore("echo", new ServerProcess(process.pid()), sender);
                return probe.listen(nanos);
            }
        } finally {
            ServerProcess.end(process);
        }
    }

    /** Raises the rate until the server uses half of its core, or the load nearly all of its own. */
    private static void halfCore(String name, ServerProcess server, MassSender sender) throws IOException {
        double rate = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            sender.rate(rate);
            long before = server.cpuMillis();
            long load = ServerProcess.self().cpuMillis();
            long sent = sender.expected();
            Pace.until(System.nanoTime() + STEP_NANOS, 0);
            double millis = (server.cpuMillis() - before) / (STEP_NANOS / 1e9);
            double loadMillis = (ServerProcess.self().cpuMillis() - load) / (STEP_NANOS / 1e9);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f packets/s, %.0f ms/s (load %.0f)%n",
                    name,
                    (sender.expected() - sent) / (STEP_NANOS / 1e9),
                    millis,
                    loadMillis);
            if (millis > NEAR * HALF_CORE_MILLIS || loadMillis > HALF_CORE_MILLIS) {
                return;
            }
            rate *= Math.min(2, HALF_CORE_MILLIS / millis);
        }
    }
}
