package org.kachehri.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Whether a bridge that people join and leave for minutes keeps anything of them: heap after a collection, resident
 * memory, file descriptors and threads, read every minute with nobody there; and for how long it ever stopped.
 */
final class SoakBenchmark {

    private static final String INSIDE = "inside";
    private static final int DEFAULT_MINUTES = 10;

    /** Compiled code and pools grow in the first minutes; what is there after them is compared with the end. */
    private static final int SETTLED_MINUTES = 2;

    /** Before the first reading of a run that is too short for that. */
    private static final int FIRST_ROUNDS = 5;

    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** The collector counts whole pages of 2 MB, so that the last of them may be any; eight minutes that keep 50 KB a round are above. */
    static final double MAX_HEAP_GROWTH_MEGABYTES = 4;

    /** The compiler goes on compiling for an hour, and the allocator keeps what it got; of 100 rounds that is 160 KB each. */
    private static final double MAX_RESIDENT_GROWTH_MEGABYTES = 16;

    /** The virtual machine's own compilers come and go; ours don't. */
    static final long MAX_THREAD_GROWTH = 2;

    private static final double MAX_SAFEPOINT_MILLIS = 2;

    /** The bridge with nobody there. */
    record Reading(double heapMegabytes, double residentMegabytes, long descriptors, long threads) {
        static Reading of(BridgeServer bridge) throws IOException {
            return new Reading(
                    bridge.heapMegabytes(),
                    bridge.process().residentMegabytes(),
                    bridge.process().entries("fd"),
                    bridge.process().entries("task"));
        }

        Reading since(Reading before) {
            return new Reading(
                    heapMegabytes - before.heapMegabytes,
                    residentMegabytes - before.residentMegabytes,
                    descriptors - before.descriptors,
                    threads - before.threads);
        }

        /** Of a difference: that nobody who left is still there. */
        boolean isNoGrowth() {
            return heapMegabytes <= MAX_HEAP_GROWTH_MEGABYTES
                    && residentMegabytes <= MAX_RESIDENT_GROWTH_MEGABYTES
                    && descriptors <= 0
                    && threads <= MAX_THREAD_GROWTH;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "heap %.2f MB, resident %.1f MB, %d descriptors, %d threads",
                    heapMegabytes,
                    residentMegabytes,
                    descriptors,
                    threads);
        }
    }

    private SoakBenchmark() {}

    /** Arguments: {@code --minutes N}. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        int minutes = arguments.length >= 2 && arguments[0].equals("--minutes")
                ? Integer.parseInt(arguments[1])
                : DEFAULT_MINUTES;
        if (arguments.length == 0 || !arguments[arguments.length - 1].equals(INSIDE)) {
            QuietNetwork.enter(List.of("soak", "--minutes", Integer.toString(minutes), INSIDE));
            return;
        }
        try (SafepointLog log = new SafepointLog();
                BridgeServer bridge = new BridgeServer(List.of(log.flag()))) {
            Reading before = joinAndLeave(bridge, QuietNetwork.HOST, FIRST_ROUNDS, STAY_NANOS);
            System.out.println("after " + FIRST_ROUNDS + " rounds: " + before);
            // The collections that the readings ask for aren't among the stops of a bridge at work.
            SafepointLog.Stop read = log.last();
            SafepointLog.Stop longest = SafepointLog.Stop.NONE;
            Reading after = before;
            int rounds = FIRST_ROUNDS;
            for (int minute = 1; minute <= minutes; minute++) {
                long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                for (; System.nanoTime() < end; rounds++) {
                    joinAndLeave(bridge, QuietNetwork.HOST, STAY_NANOS);
                }
                SafepointLog.Stop stop = log.longestSince(read);
                longest = stop.millis() > longest.millis() ? stop : longest;
                after = Reading.of(bridge);
                read = log.last();
                before = minute == SETTLED_MINUTES && minutes > SETTLED_MINUTES ? after : before;
                System.out.printf(
                        Locale.ROOT,
                        "minute %d, %d rounds: %s; longest safepoint %.2f ms (%s)%n",
                        minute,
                        rounds,
                        after,
                        stop.millis(),
                        stop.cause());
            }
            report(rounds, after.since(before), longest);
        }
    }

    private static void report(int rounds, Reading growth, SafepointLog.Stop longest) {
        Figures figures = new Figures();
        figures.set("soak.rounds", rounds, "rounds");
        figures.set("soak.heap_growth_mb", growth.heapMegabytes, "MB");
        figures.set("soak.rss_growth_mb", growth.residentMegabytes, "MB");
        figures.set("soak.descriptor_growth", growth.descriptors, "");
        figures.set("soak.thread_growth", growth.threads, "");
        figures.set("soak.safepoint_max_ms", longest.millis(), "ms");
        figures.print();
        System.out.println(growth.isNoGrowth() ? "verdict: nothing stays of people who left" : "verdict: IT GROWS");
        System.out.println(
                longest.millis() <= MAX_SAFEPOINT_MILLIS
                        ? "verdict: no safepoint above 2 ms"
                        : "verdict: A SAFEPOINT TOO LONG, for " + longest.cause());
    }

    /** So many rounds one after the other; the reading after them. */
    static Reading joinAndLeave(BridgeServer bridge, String host, int rounds, long stayNanos) throws IOException {
        for (int round = 0; round < rounds; round++) {
            joinAndLeave(bridge, host, stayNanos);
        }
        return Reading.of(bridge);
    }

    private static void joinAndLeave(BridgeServer bridge, String host, long stayNanos) throws IOException {
        Roster roster = Roster.rooms(3, 4);
        try (MassClients clients = new MassClients(bridge, roster, host);
                MassSender sender = new MassSender(roster, clients::publisher)) {
            sender.rate(1);
            clients.verify();
            Pace.until(System.nanoTime() + stayNanos, 0);
        }
        roster.rooms().forEach(bridge::closeRoom);
    }
}
