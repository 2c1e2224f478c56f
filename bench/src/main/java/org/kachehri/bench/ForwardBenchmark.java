package org.kachehri.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;

/**
 * What it costs to forward one packet to one subscriber: CPU time of the shard's thread, receiving, opening, sealing and
 * sending included, with a browser's packets at a browser's pace. The floor beside it is what the kernel alone takes for the
 * same datagrams in the same trains at the same moments.
 */
final class ForwardBenchmark {

    private static final int[] FAN_OUTS = {10, 50, 200};
    private static final int DEFAULT_ROUNDS = 3;
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long RECORD_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long HEAP_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Below the 5 s after which a transport without checks counts as disconnected. */
    private static final long HEAP_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Leg(double micros, double floorMicros, double trainLength) {}

    private ForwardBenchmark() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS;
        Trace trace = Trace.chromium();
        System.out.println("Warming up…");
        for (boolean trains : new boolean[] {false, true}) {
            measure(trace, 50, trains, WARM_UP_NANOS);
        }
        Map<String, List<Leg>> legs = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (int fanOut : FAN_OUTS) {
                for (boolean trains : new boolean[] {false, true}) {
                    Leg leg = measure(trace, fanOut, trains, MEASURE_NANOS);
                    legs.computeIfAbsent(key(fanOut, trains), ignored -> new ArrayList<>())
                            .add(leg);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d: fan-out %3d %-6s %6.2f us, floor %6.2f us, %.1f packets a train%n",
                            round,
                            fanOut,
                            way(trains),
                            leg.micros,
                            leg.floorMicros,
                            leg.trainLength);
                }
            }
        }
        double heap = heapBytes(trace);
        print(legs, heap);
    }

    private static String key(int fanOut, boolean trains) {
        return fanOut + "." + way(trains);
    }

    private static String way(boolean trains) {
        return trains ? "trains" : "plain";
    }

    private static Leg measure(Trace trace, int fanOut, boolean trains, long nanos)
            throws IOException, InterruptedException {
        try (FanOut room = new FanOut(trace, fanOut, trains);
                Arena arena = Arena.ofConfined()) {
            Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
            long thread = FanOut.shardThread();
            long cpu = THREADS.getThreadCpuTime(thread);
            long forwarded = room.forwarded();
            long departed = room.trains();
            Pace.until(System.nanoTime() + nanos, 0);
            cpu = THREADS.getThreadCpuTime(thread) - cpu;
            forwarded = room.forwarded() - forwarded;
            departed = room.trains() - departed;

            SentTraffic sent = new SentTraffic();
            room.sockets().record(sent);
            Pace.until(System.nanoTime() + RECORD_NANOS, 0);
            room.sockets().record(null);
            Pace.until(System.nanoTime() + 50_000_000, 0);
            MemorySegment bytes = arena.allocate(room.sockets().mirror().byteSize(), 64);
            bytes.copyFrom(room.sockets().mirror());
            room.silence();
            double floor = floor(sent, room.address(), bytes, trains);
            return new Leg(cpu / 1000.0 / forwarded, floor, (double) forwarded / Math.max(1, departed));
        }
    }

    private static double floor(SentTraffic sent, UdpAddress host, MemorySegment bytes, boolean trains)
            throws IOException {
        try (MediaSockets sockets = MediaSockets.open(
                NetSettings.defaults().withBindAddress("127.0.0.1").withTrains(trains))) {
            long nanos = 0;
            for (int i = 0; i < 2; i++) {
                nanos += sent.replay(sockets, host, bytes, THREADS::getCurrentThreadCpuTime);
            }
            return nanos / 1000.0 / (2 * sent.datagrams());
        }
    }

    private static double heapBytes(Trace trace) throws IOException, InterruptedException {
        try (FanOut room = new FanOut(trace, 50, true)) {
            Pace.until(System.nanoTime() + HEAP_WARM_UP_NANOS, 0);
            room.checkOnceMore();
            Pace.until(System.nanoTime() + 100_000_000, 0);
            long thread = FanOut.shardThread();
            long bytes = THREADS.getThreadAllocatedBytes(thread);
            long forwarded = room.forwarded();
            Pace.until(System.nanoTime() + HEAP_NANOS, 0);
            bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
            forwarded = room.forwarded() - forwarded;
            System.out.printf("heap: %d bytes for %d packets%n", bytes, forwarded);
            return (double) bytes / forwarded;
        }
    }

    private static void print(Map<String, List<Leg>> legs, double heap) {
        Figures figures = new Figures();
        System.out.println();
        System.out.println("CPU µs of the shard's thread per forwarded packet (median of the rounds)");
        System.out.println("fan-out   way      forward    floor    ratio   packets a train");
        for (int fanOut : FAN_OUTS) {
            for (boolean trains : new boolean[] {false, true}) {
                List<Leg> all = legs.get(key(fanOut, trains));
                double micros = Figures.median(all.stream().map(Leg::micros).toList());
                double floor = Figures.median(all.stream().map(Leg::floorMicros).toList());
                // Forward and floor of one round share the machine's mood, so the ratio is taken round by round.
                double ratio = Figures.median(
                        all.stream().map(leg -> leg.micros / leg.floorMicros).toList());
                double length =
                        Figures.median(all.stream().map(Leg::trainLength).toList());
                System.out.printf(
                        Locale.ROOT,
                        "%7d   %-6s   %7.2f  %7.2f  %6.2fx   %.1f%n",
                        fanOut,
                        way(trains),
                        micros,
                        floor,
                        ratio,
                        length);
                figures.set("forward.us." + key(fanOut, trains), micros, "us");
                figures.set("forward.floor_us." + key(fanOut, trains), floor, "us");
                if (fanOut == 50) {
                    figures.set("forward.floor_ratio." + way(trains), ratio, "x");
                }
            }
        }
        System.out.println("Goal at 50: plain at most 1.8x, trains at most 2.5x their own floor; heap 0.");
        figures.set("forward.heap_bytes", heap, "bytes");
        figures.print();
    }
}
