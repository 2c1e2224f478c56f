package org.kachehri.tests.endtoend;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Real Chromium browsers, each with a person's fake camera and microphone. */
final class Browsers implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<Browser> open = new ArrayList<>();

    /** A browser of its own: fake devices belong to the process. */
    Page of(FakePerson person, Path media) throws IOException {
        return page(List.of(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + person.camera(media),
                "--use-file-for-fake-audio-capture=" + person.microphone(media)));
    }

    Page withoutDevices() {
        return page(List.of());
    }

    private Page page(List<String> more) {
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(Stream.concat(QUIET.stream(), more.stream()).toList()));
        open.add(browser);
        return newPage(browser);
    }

    /** Another person at the same machine: same browser, other cookies. */
    Page besides(Page page) {
        return newPage(page.context().browser());
    }

    private static Page newPage(Browser browser) {
        Page page = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 800))
                .newPage();
        // Kept so that the test can ask the senders' statistics, as an operator's tools do.
        page.addInitScript("const Peer = RTCPeerConnection; window.peers = [];"
                + "window.RTCPeerConnection = function (...a) { const p = new Peer(...a); window.peers.push(p); return p; };"
                + "window.RTCPeerConnection.prototype = Peer.prototype;");
        page.setDefaultTimeout(45_000); // four browsers, a server and PostgreSQL on two cores
        return page;
    }

    private static Path chromium() {
        String given = System.getenv("KACHEHRI_CHROMIUM");
        return Stream.of(given, "/usr/bin/chromium", "/usr/bin/chromium-browser")
                .filter(path -> path != null && !path.isBlank() && Files.isExecutable(Path.of(path)))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium; ./kachehri test installs it"));
    }

    @Override
    public void close() {
        open.forEach(Browser::close);
        playwright.close();
    }
}
