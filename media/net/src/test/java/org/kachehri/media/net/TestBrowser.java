package org.kachehri.media.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window, with a fake camera and microphone. */
public final class TestBrowser {
    /** What it is started with wherever it is driven: quiet, with devices of its own making that it gives without asking. */
    public static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required");

    private static final int END_SECONDS = 10;

    private TestBrowser() {}

    public static boolean installed() {
        return path() != null;
    }

    /**
     * The browser, ready to be started at a page.
     *
     * @param folder for its profile and its log
     * @param more of Chromium's switches
     */
    public static ProcessBuilder program(Path folder, String address, String... more) {
        List<String> line =
                new ArrayList<>(List.of(path(), "--headless=new", "--user-data-dir=" + folder.resolve("profile")));
        line.addAll(SWITCHES);
        line.addAll(List.of(more));
        line.add(address);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile());
    }

    /** Ends it with its children: one that is slow would still write into the folder that is deleted next. */
    public static void end(Process chromium) throws InterruptedException {
        var started = chromium.descendants().toList();
        chromium.destroy();
        if (!chromium.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            chromium.destroyForcibly().waitFor();
        }
        for (ProcessHandle each : started) {
            each.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                each.destroyForcibly();
                return each;
            });
        }
        for (ProcessHandle each : started) {
            each.onExit().join();
        }
    }

    /** The program; null where there is none. */
    public static String path() {
        String named = System.getenv("KACHEHRI_CHROMIUM");
        if (named != null && !named.isBlank()) {
            return named;
        }
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
    }
}
