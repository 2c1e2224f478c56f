package org.kachehri.tests.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kachehri.media.net.TestBrowser;

/**
 * {@code ./kachehri bench network [--scenario NAME] [--seconds N] [--seed N]}: a browser's call through our media node over each bad
 * line, and what the browser says of it, as {@code figure <name> <value> <unit>}.
 */
public final class NetworkBenchmark {
    private static final int DEFAULT_SECONDS = 60;

    /** The page reports twice a second; a call that hasn't begun after half a minute doesn't. */
    private static final int REPORTS_TO_BEGIN = 60;

    private NetworkBenchmark() {}

    /** Exit code 2 for arguments that mean nothing, 3 where there can be no network. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Scenario> scenarios = new ArrayList<>(List.of(Scenario.values()));
        int seconds = DEFAULT_SECONDS;
        long seed = 1;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            Optional<Scenario> named = Scenario.named(value);
            if (arguments[i].equals("--scenario") && named.isPresent()) {
                scenarios = List.of(named.get());
            } else if (arguments[i].equals("--seconds") && value.matches("[1-9]\\d{0,4}")) {
                seconds = Integer.parseInt(value);
            } else if (arguments[i].equals("--seed") && value.matches("\\d{1,18}")) {
                seed = Long.parseLong(value);
            } else {
                usage();
            }
        }
        Optional<String> obstacle =
                TestBrowser.installed() ? Network.obstacle() : Optional.of("Chromium isn't installed");
        if (obstacle.isPresent()) {
            System.err.println("bench network: " + obstacle.get());
            System.exit(3);
        }
        System.out.println("seed " + seed);
        for (Scenario scenario : scenarios) {
            measure(scenario, seconds, seed);
        }
    }

    private static void usage() {
        String names = String.join(
                ", ", Stream.of(Scenario.values()).map(Scenario::label).toList());
        System.err.println("Usage: bench network [--scenario NAME] [--seconds N] [--seed N]; scenarios: " + names);
        System.exit(2);
    }

    private static void measure(Scenario scenario, int seconds, long seed) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kachehri-network");
        try (Network network = Network.create(seed);
                ImpairedCall call = ImpairedCall.start(network, folder, "")) {
            CallReport before = call.until(report -> report.framesDecoded() > 0, REPORTS_TO_BEGIN);
            if (before.framesDecoded() == 0) {
                throw new IllegalStateException(scenario.label() + ": the call did not begin");
            }
            Line line = network.link(network.host("point"));
            line.play(scenario.script(seconds));
            // The browser's own clock says when the time is over.
            double end = before.number("video.timestamp") + seconds * 1_000.0;
            double lowestSent = Double.MAX_VALUE;
            CallReport report = before;
            while (report.number("video.timestamp") < end) {
                report = call.next();
                lowestSent = Math.min(lowestSent, report.number("sent.targetBitrate"));
            }
            print(scenario, before, report, lowestSent);
            print(scenario, "line.up_lost", line.up().lost() + line.up().overflowed(), "packets");
            print(scenario, "line.down_lost", line.down().lost() + line.down().overflowed(), "packets");
            print(scenario, "router.crowded_out", network.crowdedOutPackets(), "packets");
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    private static void print(Scenario scenario, CallReport before, CallReport after, double lowestTarget) {
        double seconds = (after.number("video.timestamp") - before.number("video.timestamp")) / 1_000;
        print(scenario, "video.fps", (after.framesDecoded() - before.framesDecoded()) / seconds, "fps");
        print(scenario, "video.freezes", grown(before, after, "video.freezeCount"), "freezes");
        print(scenario, "video.frozen", 100 * grown(before, after, "video.totalFreezesDuration") / seconds, "%");
        print(scenario, "video.jitter_buffer", meanJitterBuffer(before, after, "video"), "ms");
        print(scenario, "video.received", grown(before, after, "video.bytesReceived") * 8 / seconds / 1_000, "kbit/s");
        print(scenario, "video.nacks", grown(before, after, "video.nackCount"), "NACKs");
        print(scenario, "video.keyframes", grown(before, after, "video.keyFramesDecoded"), "frames");
        print(scenario, "sent.rate", grown(before, after, "sent.bytesSent") * 8 / seconds / 1_000, "kbit/s");
        print(scenario, "sent.lowest_target", lowestTarget / 1_000, "kbit/s");
        print(scenario, "audio.jitter_buffer", meanJitterBuffer(before, after, "audio"), "ms");
        double samples = grown(before, after, "audio.totalSamplesReceived");
        print(scenario, "audio.concealed", 100 * grown(before, after, "audio.concealedSamples") / samples, "%");
    }

    private static double meanJitterBuffer(CallReport before, CallReport after, String kind) {
        return 1_000
                * grown(before, after, kind + ".jitterBufferDelay")
                / grown(before, after, kind + ".jitterBufferEmittedCount");
    }

    private static double grown(CallReport before, CallReport after, String name) {
        return after.number(name) - before.number(name);
    }

    private static void print(Scenario scenario, String name, double value, String unit) {
        System.out.println(
                String.format(Locale.ROOT, "figure network.%s.%s %.3f %s", scenario.label(), name, value, unit));
    }
}
