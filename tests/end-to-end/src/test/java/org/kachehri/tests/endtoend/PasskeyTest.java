package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.kachehri.tests.browser.Portal.button;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/** An official makes a passkey on a device of theirs, comes in with it, and what somebody listened to is worth nothing. */
class PasskeyTest {
    @TempDir
    Path folder;

    @Test
    void anOfficialSignsInWithAPasskeyUntilItIsRemoved() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Page page = browsers.chromium();
            giveDevice(page);
            new Portal(server.address("")).signIn(page, "mai");
            page.navigate(server.address("/account"));
            button(page, "Add a passkey…").click();
            page.locator("[name=passkey]").fill("Telephone");
            button(page, "Make the passkey").click();
            page.getByText("The passkey is added.").waitFor();
            button(page, "Sign out").first().click();

            Request signIn = page.waitForRequest(
                    request -> request.url().endsWith("/api/sign-in/passkey"),
                    () -> button(page, "With a passkey").click());
            page.locator("nav.pages").waitFor();
            assertEquals("RECEIVER", page.evaluate("fetch('/api/me').then(r => r.json()).then(me => me.post.role)"));

            String answer = signIn.postData();
            assertEquals("passkey-refused", refused(server, page, answer), "an answer counts once");
            String altered = answer.replaceFirst("\"signature\":\"...", "\"signature\":\"AAA");
            assertEquals("passkey-refused", refused(server, page, altered));
            assertEquals("passkey-refused", refused(server, page, answer.replaceFirst("\"id\":\"..", "\"id\":\"AA")));

            page.navigate(server.address("/account"));
            button(page, "Remove").first().click();
            button(page, "Remove").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            button(page, "Sign out").first().click();
            button(page, "With a passkey").click();
            page.getByText("This passkey doesn’t let anybody in here any more.").waitFor();
        }
    }

    /** A device of the page's owner that asks for their finger, and always gets it (Web Authentication, 11). */
    private static void giveDevice(Page page) {
        CDPSession devices = page.context().newCDPSession(page);
        devices.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject device = new JsonObject();
        device.add("options", options);
        devices.send("WebAuthn.addVirtualAuthenticator", device);
    }

    private static String refused(RunningServer server, Page page, String body) {
        String answer = page.request()
                .post(
                        server.address("/api/sign-in/passkey"),
                        RequestOptions.create()
                                .setHeader("Content-Type", "application/json")
                                .setData(body))
                .text();
        return answer.replaceFirst(".*\"type\":\"([^\"]*)\".*", "$1");
    }
}
