package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What forwarding costs beside Janus on the same machine: the same load, from one process, to one server and the other in
 * turn, in a network of its own; the server on the first core, the load on the second. CPU is that of the whole server
 * process.
 */
final class PeerComparison {

    private static final String INSIDE = "inside";

    /**
     * The listeners' sockets take a train whole and the load cuts it, on its own core, as an interface with UDP segmentation
     * offload or another machine's would; else this kernel cuts it for each listener's socket and delivers every piece, and
     * the server's core pays. Both servers get the same listeners. What a driver costs is in neither.
     */
    private static final String OFFLOAD = "--offload";

    private static final int ROUNDS = 2;
    private static final int RATES = 3;

    /** Janus's use of its core at the highest rate. */
    private static final double TOP_CORE = 0.6;

    /** Beyond this the load itself is what is measured. */
    private static final double MAX_LOAD_CORE = 0.9;

    private static final int ATTEMPTS = 3;
    private static final double FIRST_RATE = 0.2;
    private static final int MAX_STEPS = 6;

    private static final double MAX_STEP = 2.5;
    private static final double NEAR_TOP = 0.85;
    private static final double MIN_DELIVERED = 0.995;
    /** Until the virtual machine has compiled what it runs; Janus needs none. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** One rate of one server. */
    private record Point(double packetsPerSecond, double cpuMillisPerSecond, double loadCore) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%.0f/s %.0f ms/s (load %.2f)", packetsPerSecond, cpuMillisPerSecond, loadCore);
        }
    }

    /** One server with one roster. */
    private record Run(
            double slopeMicros,
            double topMicros,
            double idleMillis,
            double emptyMegabytes,
            double megabytes,
            double heapBytes,
            double trainLength) {}

    private PeerComparison() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        if (words.isEmpty() || !words.removeFirst().equals("janus")) {
            throw new IllegalArgumentException("the only peer is janus");
        }
        if (words.isEmpty() || !words.getFirst().equals(INSIDE)) {
            words.addAll(0, List.of("forward", "--peer", "janus", INSIDE));
            QuietNetwork.enter(words);
            return;
        }
        words.removeFirst();
        boolean offload = words.remove(OFFLOAD);
        List<Roster> rosters = Stream.of(Roster.fanOut(6), Roster.fanOut(20), Roster.fanOut(50), Roster.rooms(40, 4))
                .filter(roster -> words.isEmpty() || words.contains(roster.name()))
                .toList();
        Figures figures = new Figures();
        for (Roster roster : rosters) {
            compare(roster, offload, figures);
        }
        figures.print();
    }

    private static void compare(Roster roster, boolean offload, Figures figures) throws IOException {
        double top = topRate(roster, offload);
        List<Run> janus = new ArrayList<>();
        List<Run> own = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            janus.add(measure(roster, false, offload, top));
            own.add(measure(roster, true, offload, top));
        }
        double ratio = median(own, Run::slopeMicros) / median(janus, Run::slopeMicros);
        System.out.printf(
                Locale.ROOT,
                "%s%s: slope %.2f us, Janus %.2f us: %.3f; at the top rate %.2f us, Janus %.2f us%n",
                roster.name(),
                offload ? ", trains taken whole" : "",
                median(own, Run::slopeMicros),
                median(janus, Run::slopeMicros),
                ratio,
                median(own, Run::topMicros),
                median(janus, Run::topMicros));
        String prefix = offload ? "forward.offload." : "forward.";
        String name = "." + roster.name();
        figures.set(prefix + "ratio_janus" + name, ratio, "x");
        figures.set(prefix + "slope_us" + name, median(own, Run::slopeMicros), "us");
        figures.set(prefix + "slope_us_janus" + name, median(janus, Run::slopeMicros), "us");
        figures.set(prefix + "top_us" + name, median(own, Run::topMicros), "us");
        figures.set(prefix + "top_us_janus" + name, median(janus, Run::topMicros), "us");
        figures.set(prefix + "idle_ms_per_s" + name, median(own, Run::idleMillis), "ms/s");
        figures.set(prefix + "idle_ms_per_s_janus" + name, median(janus, Run::idleMillis), "ms/s");
        int people = roster.participants().size();
        figures.set(prefix + "mb_per_participant" + name, median(own, Run::megabytes) / people, "MB");
        figures.set(prefix + "mb_per_participant_janus" + name, median(janus, Run::megabytes) / people, "MB");
        figures.set(prefix + "mb_empty" + name, median(own, Run::emptyMegabytes), "MB");
        figures.set(prefix + "mb_empty_janus" + name, median(janus, Run::emptyMegabytes), "MB");
        figures.set(prefix + "process_heap_bytes" + name, median(own, Run::heapBytes), "bytes");
        figures.set(prefix + "train_length" + name, median(own, Run::trainLength), "packets");
    }

    private static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> value) {
        return Figures.median(runs.stream().map(value::applyAsDouble).toList());
    }

    private static MeasuredServer server(boolean own) throws IOException {
        return own
                ? new BridgeServer(List.of())
                : new JanusServer(QuietNetwork.HOST, QuietNetwork.SERVER_CORE, janus());
    }

    private static Path janus() {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, "janus"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no Janus here: apt-get install janus"));
    }

    /**
     * How many times the trace's own pace keeps Janus at {@link #TOP_CORE}. Found step by step, since its cost falls with
     * the rate; lower if packets are lost or the load needs its whole core before that.
     */
    private static double topRate(Roster roster, boolean offload) throws IOException {
        try (MeasuredServer server = server(false);
                MassClients clients = new MassClients(server, roster, QuietNetwork.HOST);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            if (offload) {
                clients.takeTrains();
            }
            double rate = FIRST_RATE;
            sender.rate(rate);
            clients.verify();
            double top = rate;
            for (int step = 0; step < MAX_STEPS; step++) {
                Point point;
                try {
                    point = point(server, clients, sender, rate, PROBE_NANOS);
                } catch (IOException e) {
                    System.out.printf(
                            Locale.ROOT, "%s: at %.2f times the trace %s%n", roster.name(), rate, e.getMessage());
                    break;
                }
                System.out.printf(Locale.ROOT, "%s: Janus at %.2f times the trace: %s%n", roster.name(), rate, point);
                if (point.cpuMillisPerSecond > TOP_CORE * 1000) {
                    break;
                }
                top = rate;
                if (point.cpuMillisPerSecond > NEAR_TOP * TOP_CORE * 1000) {
                    break;
                }
                rate *= Math.min(MAX_STEP, TOP_CORE * 1000 / point.cpuMillisPerSecond);
            }
            System.out.printf(
                    Locale.ROOT, "%s: %s, top rate %.2f times the trace%n", roster.name(), clients.profile(), top);
            return top;
        }
    }

    private static Run measure(Roster roster, boolean own, boolean offload, double top) throws IOException {
        try (MeasuredServer server = server(own)) {
            Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
            double empty = server.process().residentMegabytes();
            try (MassClients clients = new MassClients(server, roster, QuietNetwork.HOST);
                    MassSender sender = new MassSender(roster, clients::publisher)) {
                // Ours at the pace of a call first, so that everybody has had a key frame: at a tenth of it the trace's
                // next is
                // minutes away. Janus doesn't wait for one, nor would it bear that pace in rooms.
                sender.rate(own ? Math.max(1, top) : top);
                if (offload) {
                    clients.takeTrains();
                }
                clients.verify();
                Pace.until(System.nanoTime() + (own ? WARM_UP_NANOS : SETTLE_NANOS), 0);
                List<Point> points = new ArrayList<>();
                BridgeServer.Counters before = server instanceof BridgeServer bridge ? bridge.counters() : null;
                for (int i = 1; i <= RATES; i++) {
                    points.add(point(server, clients, sender, top * i / RATES, MEASURE_NANOS));
                }
                double heap = 0;
                double trains = 0;
                if (server instanceof BridgeServer bridge) {
                    BridgeServer.Counters after = bridge.counters();
                    double packets = after.forwarded() - before.forwarded();
                    heap = (after.heapBytes() - before.heapBytes()) / packets;
                    trains = packets / (after.trains() - before.trains());
                }
                double megabytes = server.process().residentMegabytes();
                double idle = idle(server, sender);
                Run run = new Run(slope(points), topMicros(points), idle, empty, megabytes, heap, trains);
                System.out.printf(
                        Locale.ROOT,
                        "%-5s %-6s slope %6.2f us, top %6.2f us, idle %5.1f ms/s, %6.1f MB (empty %.1f), %s%n",
                        roster.name(),
                        own ? "own" : "janus",
                        run.slopeMicros,
                        run.topMicros,
                        run.idleMillis,
                        run.megabytes,
                        run.emptyMegabytes,
                        points);
                return run;
            }
        }
    }

    /** Repeated when packets were lost, as they are when something else takes the core for a moment. */
    private static Point point(MeasuredServer server, MassClients clients, MassSender sender, double rate, long nanos)
            throws IOException {
        String refusal = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            sender.rate(rate);
            Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
            long start = System.nanoTime();
            long cpu = server.process().cpuMillis();
            long load = ServerProcess.self().cpuMillis();
            long expected = sender.expected();
            long delivered = clients.delivered();
            Pace.until(start + nanos, 0);
            double seconds = (System.nanoTime() - start) / 1e9;
            cpu = server.process().cpuMillis() - cpu;
            load = ServerProcess.self().cpuMillis() - load;
            expected = sender.expected() - expected;
            delivered = clients.delivered() - delivered;
            double loadCore = load / seconds / 1000;
            if (loadCore > MAX_LOAD_CORE) {
                refusal = String.format(Locale.ROOT, "the load used %.2f of its core", loadCore);
            } else if (delivered < MIN_DELIVERED * expected) {
                refusal = "of " + expected + " packets " + delivered + " arrived";
            } else {
                return new Point(expected / seconds, cpu / seconds, loadCore);
            }
        }
        throw new IOException("invalid: " + refusal);
    }

    /** CPU with everybody connected and silent; their checks go on. */
    private static double idle(MeasuredServer server, MassSender sender) throws IOException {
        sender.rate(0);
        Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
        long before = server.process().cpuMillis();
        Pace.until(System.nanoTime() + IDLE_NANOS, 0);
        return (server.process().cpuMillis() - before) / (IDLE_NANOS / 1e9);
    }

    private static double topMicros(List<Point> points) {
        return points.getLast().cpuMillisPerSecond * 1000 / points.getLast().packetsPerSecond;
    }

    /** Least squares through the rates: µs a packet that come on top of what it costs to be there. */
    private static double slope(List<Point> points) {
        double x =
                points.stream().mapToDouble(Point::packetsPerSecond).average().orElseThrow();
        double y =
                points.stream().mapToDouble(Point::cpuMillisPerSecond).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (Point each : points) {
            xy += (each.packetsPerSecond - x) * (each.cpuMillisPerSecond - y);
            xx += (each.packetsPerSecond - x) * (each.packetsPerSecond - x);
        }
        return xy / xx * 1000;
    }
}
