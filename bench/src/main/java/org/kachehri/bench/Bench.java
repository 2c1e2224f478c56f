package org.kachehri.bench;

import java.util.Arrays;

/** The command line of the benchmarks: {@code ./kachehri bench NAME}. */
public final class Bench {

    private static final String USAGE =
            """
            Usage: bench forward [ROUNDS]                  beside the floor of the kernel
                   bench forward --peer janus [--offload] [SHAPE…]
                                                           beside Janus; shapes: 6 20 50 rooms; with --offload
                                                           listeners take trains whole, for both servers
                   bench trains [TRACE…]                   how long the trains get, by what is sent
                   bench paced                             what waits where a line bears 1.2 times what it must
                   bench record-traces [FOLDER [TRACE…]]   what Chromium sends, for those two
                   bench latency [MINUTES]                 what the bridge adds to a packet's way
                   bench abuse                             what an attacker does to the rooms beside
                   bench join [ROUNDS]                     until a newcomer sees the first picture
                   bench pass [PASSES]                     from a pass before the camera to the verdict
                   bench simulate [--seeds N]              seeds of the simulation a second
                   bench soak [--minutes N]                what stays of people who left
                   bench estimate                          what congestion control costs a packet
                   bench record [seal]                     what capturing, sealing and verifying a reception cost
                   bench kill [--rounds N] [--seconds N] [--seed N]   whether recordings outlive crashes and a full disk
                   bench golden [--minutes N] [--seed N]   whether a capture holds all that was sent, in virtual time
                   bench compose [--seconds N]             what viewing copies cost, beside ffmpeg
                   bench start [LAUNCHER]""";

    private Bench() {}

    /** Runs one benchmark by name; exit code 2 for an unknown name. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (name) {
            case "forward" -> {
                if (rest.length > 0 && rest[0].equals("--peer")) {
                    PeerComparison.run(Arrays.copyOfRange(rest, 1, rest.length));
                } else {
                    ForwardBenchmark.run(rest);
                }
            }
            case "latency" -> LatencyBenchmark.run(rest);
            case "trains" -> TrainsBenchmark.run(rest);
            case "paced" -> PacedBenchmark.run(rest);
            case "record-traces" -> TraceRecorder.run(rest);
            case "join" -> JoinBenchmark.run(rest);
            case "pass" -> PassBenchmark.run(rest);
            case "simulate" -> SimulateBenchmark.run(rest);
            case "soak" -> SoakBenchmark.run(rest);
            case "abuse" -> AbuseBenchmark.run(rest);
            case "estimate" -> EstimateBenchmark.run();
            case "record" -> RecordBenchmark.run(rest);
            case "kill" -> KillBenchmark.run(rest);
            case "golden" -> GoldenBenchmark.run(rest);
            case "compose" -> ComposeBenchmark.run(rest);
            case "start" -> StartBenchmark.run(rest);
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }
}
