package org.kachehri.bench;

import java.util.Arrays;

/** The command line of the benchmarks: {@code ./kachehri bench NAME}. */
public final class Bench {

    private Bench() {}

    /** Runs one benchmark by name; exit code 2 for an unknown name. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (name) {
            case "forward" -> ForwardBenchmark.run(rest);
            case "estimate" -> EstimateBenchmark.run();
            case "start" -> StartBenchmark.run(rest);
            default -> {
                System.err.println("Usage: bench forward [ROUNDS] | bench estimate | bench start [LAUNCHER]");
                System.exit(2);
            }
        }
    }
}
