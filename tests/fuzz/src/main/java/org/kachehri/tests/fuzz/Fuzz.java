package org.kachehri.tests.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The long form of the fuzz tests: lets Jazzer invent inputs for one parser after the other, each in a process of its own, and keeps
 * what it finds. Run from the root of the repository: {@code ./kachehri fuzz [TARGET] [--seconds N]}.
 */
public final class Fuzz {
    private static final Path MODULE = Path.of("tests", "fuzz");

    /** Tells the process that Jazzer runs in which parser it is about. */
    private static final String TARGET_PROPERTY = "kachehri.fuzz.target";

    private static final int DEFAULT_SECONDS = 60;

    /** Ours are small; a description is the largest that anybody sends. */
    private static final int MAX_INPUT_LENGTH = 4096;

    private static Target target;

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        int seconds = DEFAULT_SECONDS;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--seconds")
                    && i + 1 < arguments.length
                    && arguments[i + 1].matches("[1-9]\\d{0,6}")) {
                seconds = Integer.parseInt(arguments[++i]);
            } else if (Arrays.stream(Target.values()).map(Target::word).anyMatch(arguments[i]::equals)) {
                targets.add(Target.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
            } else {
                System.err.println("Usage: ./kachehri fuzz [TARGET…] [--seconds N]; the targets are "
                        + String.join(
                                ", ",
                                Arrays.stream(Target.values()).map(Target::word).toList()));
                System.exit(2);
            }
        }
        List<String> broken = new ArrayList<>();
        for (Target one : targets.isEmpty() ? List.of(Target.values()) : targets) {
            System.out.println("== " + one.word() + " for " + seconds + " s");
            if (jazzer(one, seconds) != 0) {
                broken.add(one.word());
            }
        }
        System.out.println(
                broken.isEmpty()
                        ? "Nothing found."
                        : "Found something in: " + String.join(", ", broken) + ". The inputs are in " + findings()
                                + "; what is fixed belongs into " + MODULE.resolve("corpus") + ".");
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static int jazzer(Target one, int seconds) throws IOException, InterruptedException {
        Path learnt = MODULE.resolve("target").resolve("corpus").resolve(one.word());
        Files.createDirectories(learnt);
        Files.createDirectories(findings());
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + TARGET_PROPERTY + "=" + one.name(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+EnableDynamicAgentLoading",
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzz.class.getName(),
                        // The library that reads DTLS for us: what isn't instrumented can't guide.
                        "--instrumentation_includes=org.kachehri.**:org.bouncycastle.tls.**",
                        "--reproducer_path=" + findings(),
                        "-artifact_prefix=" + findings() + "/" + one.word() + "-",
                        "-max_total_time=" + seconds,
                        "-max_len=" + MAX_INPUT_LENGTH,
                        "-timeout=10",
                        "-verbosity=0",
                        "-print_final_stats=1",
                        learnt.toString(),
                        MODULE.resolve("corpus").resolve(one.word()).toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static Path findings() {
        return MODULE.resolve("target").resolve("findings");
    }

    /** Called by Jazzer once. */
    public static void fuzzerInitialize() {
        target = Target.valueOf(System.getProperty(TARGET_PROPERTY));
    }

    /** Called by Jazzer with every input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.check(input);
    }
}
