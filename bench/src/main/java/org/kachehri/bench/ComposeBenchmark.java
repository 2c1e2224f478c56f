package org.kachehri.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What viewing copies cost: the composer's process on one core, for three people who send 1280x720 at 30 pictures a second, beside the
 * {@code ffmpeg} program that draws the same picture without labels on the same core.
 */
final class ComposeBenchmark {
    private static final int PEOPLE = 3;
    private static final int DEFAULT_SECONDS = 60;
    private static final int CLIP_SECONDS = 10;
    private static final int ROUNDS = 3;

    /** As the composite of three is while one has the floor: one large, two in a column. */
    private static final String GRAPH =
            """
            [0:v]fps=15,scale=960:540:flags=bilinear[a];[1:v]fps=15,scale=320:180:flags=bilinear[b];\
            [2:v]fps=15,scale=320:180:flags=bilinear[c];color=black:s=1280x720:r=15[black];\
            [black][a]overlay=0:90:shortest=1[one];[one][b]overlay=960:36[two];[two][c]overlay=960:252[v];\
            [3:a][4:a][5:a]amix=inputs=3:normalize=0[s]""";

    /** Seconds of a process: by the wall's clock, and of processor time. */
    private record Cost(double wall, double cpu) {}

    private final Path directory;
    private final int seconds;

    private ComposeBenchmark(Path directory, int seconds) {
        this.directory = directory;
        this.seconds = seconds;
    }

    /** Arguments: {@code --seconds N} of media. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        for (String program : List.of("ffmpeg", "taskset")) {
            if (!isThere(program)) {
                System.err.println(
                        "The program " + program + " is needed to measure composing; Debian has it as the package "
                                + (program.equals("ffmpeg") ? "ffmpeg" : "util-linux") + ".");
                System.exit(2);
            }
        }
        int seconds = arguments.length == 2 && arguments[0].equals("--seconds")
                ? Integer.parseInt(arguments[1])
                : DEFAULT_SECONDS;
        Path directory = Files.createTempDirectory("kachehri-compose");
        try {
            new ComposeBenchmark(directory, seconds).measure();
        } finally {
            Product.delete(directory);
        }
    }

    private static boolean isThere(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private void measure() throws IOException, InterruptedException {
        clips();
        Path sealed = directory.resolve("package");
        ComposedReception.capture(directory, PEOPLE, seconds, sealed);
        List<Double> speeds = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            Cost composer = cost(composer(sealed));
            Cost peer = cost(peer());
            speeds.add(seconds / composer.wall());
            ratios.add(composer.cpu() / peer.cpu());
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d s of media in %.1f s (%.1f s of processor time); ffmpeg %.1f s (%.1f s)%n",
                    round,
                    seconds,
                    composer.wall(),
                    composer.cpu(),
                    peer.wall(),
                    peer.cpu());
        }
        Figures figures = new Figures();
        figures.set("record.compose_x", Figures.median(speeds), "media s/s");
        figures.set("record.compose_ratio_ffmpeg", Figures.median(ratios), "x");
        figures.print();
    }

    /** A picture that moves everywhere, with a camera's noise, and a tone: what Chromium sends of a lively face costs less. */
    private void clips() throws IOException, InterruptedException {
        for (int person = 0; person < PEOPLE; person++) {
            run(List.of(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    "mandelbrot=size=1280x720:rate=" + ComposedReception.PICTURES_PER_SECOND + ":start_scale="
                            + (person + 1) + ":end_pts=900",
                    "-vf",
                    "noise=alls=4:allf=t",
                    "-t",
                    "" + CLIP_SECONDS,
                    "-pix_fmt",
                    "yuv420p",
                    "-c:v",
                    "libvpx",
                    "-deadline",
                    "realtime",
                    "-cpu-used",
                    "8",
                    "-b:v",
                    "1500k",
                    "-g",
                    "3000",
                    file(person + ".ivf")));
            run(List.of(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=frequency=" + 300 * (person + 1),
                    "-t",
                    "" + CLIP_SECONDS,
                    "-c:a",
                    "libopus",
                    "-b:a",
                    "32k",
                    file(person + ".opus")));
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private List<String> composer(Path sealed) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1536m",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "org.kachehri.recording.composer.Compose",
                sealed.toString(),
                file("copies"));
    }

    /** Debian's program has x264: its preset "veryfast" makes a picture of our encoder's quality in about the same time. */
    private List<String> peer() {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-filter_complex_threads", "1"));
        for (String kind : List.of(".ivf", ".opus")) {
            for (int person = 0; person < PEOPLE; person++) {
                command.addAll(List.of("-threads", "1", "-stream_loop", "-1", "-i", file(person + kind)));
            }
        }
        command.addAll(List.of("-filter_complex", GRAPH, "-map", "[v]", "-map", "[s]", "-t", "" + seconds));
        command.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-b:v", "2M", "-g", "30"));
        command.addAll(List.of("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", file("peer.mp4")));
        return command;
    }

    /** On one core; the shell's {@code time} counts the process when it has ended. */
    private Cost cost(List<String> command) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of(
                "bash", "-c", "TIMEFORMAT='%R %U %S'; time taskset -c 0 \"$@\" 2>\"$0\" >/dev/null", file("log")));
        timed.addAll(command);
        Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
        String[] times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " failed: " + Files.readString(directory.resolve("log")));
        }
        return new Cost(Double.parseDouble(times[0]), Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("It failed: " + String.join(" ", command));
        }
    }
}
