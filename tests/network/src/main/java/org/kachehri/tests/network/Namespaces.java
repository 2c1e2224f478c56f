package org.kachehri.tests.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The named network namespaces of this machine, by the {@code ip} command. Names carry the process that owns them. */
final class Namespaces {
    private static final Path FOLDER = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("kachehri-(\\d+)-.*");
    private static final int END_SECONDS = 10;

    private Namespaces() {}

    static String name(int network, String host) {
        return "kachehri-" + ProcessHandle.current().pid() + "-" + network + "-" + host;
    }

    /** Ends what still runs in namespaces whose owner died without tidying up, and deletes them. */
    static void deleteLeftovers() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        List<String> names;
        try (Stream<Path> files = Files.list(FOLDER)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }
        for (String name : names) {
            Matcher ours = OURS.matcher(name);
            if (ours.matches()
                    && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                endProcesses(name);
                // Another run may tidy up at the same time: then there is nothing left to delete.
                ipAllowedToFail("netns", "delete", name);
            }
        }
    }

    /** Asks what runs in it to end, and after a while makes it. */
    static void endProcesses(String name) throws IOException {
        long own = ProcessHandle.current().pid();
        List<ProcessHandle> running = ipAllowedToFail("netns", "pids", name)
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .map(Long::parseLong)
                .filter(pid -> pid != own)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        running.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : running) {
            each.onExit()
                    .completeOnTimeout(each, END_SECONDS, TimeUnit.SECONDS)
                    .thenAccept(ProcessHandle::destroyForcibly)
                    .join();
        }
    }

    /** Runs {@code ip} with these arguments; a refusal carries what it said. */
    static void ip(String... arguments) throws IOException {
        Ended ended = run(arguments);
        if (ended.code != 0) {
            throw new IOException("ip " + String.join(" ", arguments) + ": " + ended.output.strip());
        }
    }

    private static String ipAllowedToFail(String... arguments) throws IOException {
        return run(arguments).output;
    }

    private record Ended(int code, String output) {}

    private static Ended run(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ip ran", e);
        }
    }
}
