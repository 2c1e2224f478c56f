package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.PassDesk;
import org.kachehri.tests.browser.Portal;

/** A citizen's pass is held before the camera of a point: with the server, and while it is away. */
class PassTest {
    @TempDir
    Path folder;

    @Test
    void aPassOpensOnceAlsoWhileTheServerIsAway() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Page officer = browsers.chromium();
            Portal portal = new Portal(server.address(""));
            PassDesk desk = PassDesk.open(portal, officer);
            PassDesk.Pass online = desk.issue();
            PassDesk.Pass offline = desk.issue();
            PassDesk.Pass elsewhere = desk.issue();

            assertEquals("VALID", desk.holdUp(online).verdict());

            desk.away(true);
            assertEquals("VALID", desk.holdUp(offline).verdict());
            assertEquals("USED", desk.holdUp(online).verdict(), "this device let in with it before");
            assertEquals("USED", desk.holdUp(offline).verdict());

            // Meanwhile another officer of the point, whose line is whole, lets somebody in with the third.
            Page other = browsers.besides(officer);
            PassDesk second = PassDesk.open(portal, other);
            assertEquals("VALID", check(second, elsewhere));
            assertEquals("VALID", desk.holdUp(elsewhere).verdict(), "a device that is away can't know");
            officer.getByText("2 that this device let in").waitFor();

            desk.away(false);
            officer.getByText("you let somebody in with a pass that was not good: Used before")
                    .waitFor();
            officer.getByText("Let in twice").waitFor();
            assertEquals(0, officer.getByText("that this device let in").count());
            assertEquals("USED", check(second, offline), "the server knows what was let in without it");
            assertEquals("USED", desk.holdUp(online).verdict());
        }
    }

    private static Object check(PassDesk desk, PassDesk.Pass pass) {
        String body = "{\"code\":\"" + pass.code() + "\",\"scan\":\"" + UUID.randomUUID() + "\"}";
        return desk.ask("/api/passes/check", body).get("verdict");
    }
}
