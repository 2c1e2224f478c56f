package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What recording costs: the thread that captures a reception of four beside the one that forwards it, how many such receptions are
 * captured at once before a packet is lost and what was full then, and sealing and verifying beside {@code sha256sum}.
 */
final class RecordBenchmark {

    private static final String INSIDE = "inside";

    /** Rings are memory outside the heap, 16 MiB each: so many receptions may be tried. */
    private static final List<String> FLAGS = List.of("-XX:MaxDirectMemorySize=4g");

    private static final int ROUNDS = 3;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Two segments are closed meanwhile. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(12);

    private static final int FIRST_RECEPTIONS = 8;
    private static final double GROWTH = 1.25;
    private static final int MOST_RECEPTIONS = 200;

    /** A load that sends less than this of what it should has broken before the bridge did. */
    private static final double KEPT_PACE = 0.98;

    /** What is under way in the bridge when everybody falls silent has been captured after this. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SEALED_BYTES = 2L << 30;

    /**
     * Receptions captured for some time.
     *
     * @param sent by everybody, while it was captured
     * @param pace share of the packets that should have been sent in that time
     * @param refusedByKernel datagrams that found the bridge's socket full
     */
    record Step(int receptions, long sent, double pace, long refusedByKernel, BridgeServer.Captured captured) {
        boolean whole() {
            return sent == captured.packets() && captured.dropped() == 0 && pace >= KEPT_PACE;
        }

        /** What the packets were lost by, or why there weren't enough. */
        String broke() {
            if (captured.dropped() > 0) {
                return "the recorders' rings were full";
            }
            if (refusedByKernel > 0) {
                return "the bridge's socket was full: its one core was busy";
            }
            return pace < KEPT_PACE ? "the load could not send more" : "the bridge lost packets";
        }
    }

    private RecordBenchmark() {}

    /** Arguments: {@code seal} for sealing and verifying alone. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.isEmpty() || !words.getFirst().equals(INSIDE)) {
            List<String> inside = new ArrayList<>(List.of("record", INSIDE));
            inside.addAll(words);
            QuietNetwork.enter(inside);
            return;
        }
        // Where the product keeps its recordings by default: the disk that this was started from.
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench-record");
        try {
            Figures figures = new Figures();
            if (!words.contains("seal")) {
                ratio(folder, figures);
                grow(folder, figures);
            }
            SealRatio.measure(folder, SEALED_BYTES, ROUNDS, figures);
            figures.print();
        } finally {
            Product.delete(folder);
        }
    }

    private static void ratio(Path folder, Figures figures) throws IOException {
        for (int receptions : List.of(10, 1)) {
            Roster roster = Roster.receptions(receptions);
            try (BridgeServer bridge = new BridgeServer(FLAGS);
                    MassClients clients = new MassClients(bridge, roster, QuietNetwork.HOST);
                    MassSender sender = new MassSender(roster, clients::publisher)) {
                record(bridge, roster, folder.resolve("ratio"));
                sender.rate(1);
                clients.verify();
                Pace.until(System.nanoTime() + WARM_UP_NANOS, 0);
                List<Double> ratios = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    ratios.add(ratio(bridge, receptions));
                }
                figures.set(
                        receptions == 1 ? "record.capture_ratio" : "record.capture_ratio.of_" + receptions,
                        Figures.median(ratios),
                        "x");
            }
            Product.delete(folder.resolve("ratio"));
        }
    }

    private static double ratio(BridgeServer bridge, int receptions) throws IOException {
        BridgeServer.Work before = bridge.work();
        Pace.until(System.nanoTime() + MEASURE_NANOS, 0);
        BridgeServer.Work work = bridge.work().since(before);
        double shard = work.shardNanos() / 1e3 / work.tapped();
        double capture = work.recorderNanos() / 1e3 / work.tapped();
        System.out.printf(
                Locale.ROOT,
                "%d receptions, %.0f packets/s, each forwarded %.2f times: shard %.2f us a packet, capture %.2f us%n",
                receptions,
                work.tapped() / (MEASURE_NANOS / 1e9),
                work.forwarded() / (double) work.tapped(),
                shard,
                capture);
        return capture / shard;
    }

    private static void grow(Path folder, Figures figures) throws IOException {
        int whole = 0;
        for (int receptions = FIRST_RECEPTIONS;
                receptions <= MOST_RECEPTIONS;
                receptions = (int) Math.ceil(receptions * GROWTH)) {
            Step step;
            try (BridgeServer bridge = new BridgeServer(FLAGS)) {
                step = step(bridge, QuietNetwork.HOST, receptions, folder.resolve("grow"), STEP_NANOS);
            }
            Product.delete(folder.resolve("grow"));
            System.out.printf(
                    Locale.ROOT,
                    "%d receptions: %d packets sent (%.0f %% of the pace), %d captured, %.1f MB/s%n",
                    receptions,
                    step.sent(),
                    step.pace() * 100,
                    step.captured().packets(),
                    step.captured().bytes() / (STEP_NANOS / 1e3));
            if (!step.whole()) {
                System.out.println("broke at " + receptions + " receptions: " + step.broke());
                break;
            }
            whole = receptions;
        }
        figures.set("record.receptions_at_once", whole, "receptions");
    }

    /** So many receptions of four, captured for so long. */
    static Step step(BridgeServer bridge, String host, int receptions, Path folder, long nanos) throws IOException {
        Roster roster = Roster.receptions(receptions);
        try (MassClients clients = new MassClients(bridge, roster, host);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            record(bridge, roster, folder);
            long refused = bridge.refusedByKernel();
            sender.rate(1);
            clients.verify();
            long before = sender.sent();
            long begin = System.nanoTime();
            Pace.until(begin + nanos, 0);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double pace = (sender.sent() - before)
                    / (roster.publishers().size() * roster.trace().packetsPerSecond() * seconds);
            sender.rate(0);
            Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
            BridgeServer.Captured captured = new BridgeServer.Captured(0, 0, 0, 0);
            for (int room : roster.rooms()) {
                captured = captured.and(bridge.recorded(room));
            }
            return new Step(receptions, sender.sent(), pace, bridge.refusedByKernel() - refused, captured);
        }
    }

    private static void record(BridgeServer bridge, Roster roster, Path folder) throws IOException {
        for (int room : roster.rooms()) {
            bridge.record(room, folder.resolve(Integer.toString(room)));
        }
        // Answered after all of them have begun.
        bridge.work();
    }
}
