package org.kachehri.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kachehri.media.net.TestBrowser;

/**
 * Browsers without windows, each with a fake camera and microphone that it gives without asking. A browser a person: devices and
 * processors belong to the process. Used by one thread.
 */
public final class Browsers implements AutoCloseable {
    /** Debian's own Firefox, spoken to in WebDriver BiDi; Playwright's other way wants a Firefox of its own making. */
    private static final String STOCK_FIREFOX = "moz-firefox";

    /** What Chromium's switches are for Firefox. Without loopback it finds no way on a machine that has no other address. */
    private static final Map<String, Object> FIREFOX_PREFERENCES = Map.of(
            "media.navigator.streams.fake", true,
            "media.navigator.permission.disabled", true,
            "media.peerconnection.ice.loopback", true,
            "media.autoplay.default", 0);

    /** Four browsers, a server and PostgreSQL may share two processors. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<Browser> open = new ArrayList<>();

    /** A new Chromium, with these of its switches besides. */
    public Page chromium(String... more) {
        return page(playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(TestBrowser.path()))
                        .setArgs(Stream.concat(TestBrowser.SWITCHES.stream(), Stream.of(more))
                                .toList())));
    }

    public static boolean firefoxInstalled() {
        return Files.isExecutable(firefoxPath());
    }

    /** A new Firefox. */
    public Page firefox() {
        return page(playwright
                .firefox()
                .launch(new BrowserType.LaunchOptions()
                        .setChannel(STOCK_FIREFOX)
                        .setExecutablePath(firefoxPath())
                        .setFirefoxUserPrefs(FIREFOX_PREFERENCES)));
    }

    /** Another person at the same machine: same browser, other cookies. */
    public Page besides(Page page) {
        return newPage(page.context().browser());
    }

    private Page page(Browser browser) {
        open.add(browser);
        return newPage(browser);
    }

    private static Page newPage(Browser browser) {
        Page page = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 800))
                .newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    private static Path firefoxPath() {
        String named = System.getenv("KACHEHRI_FIREFOX");
        return Path.of(named == null || named.isBlank() ? "/usr/bin/firefox-esr" : named);
    }

    @Override
    public void close() {
        open.forEach(Browser::close);
        playwright.close();
    }
}
