package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/** The live room with Firefox: a chair who has it leads a reception with a citizen whose kiosk is a Chromium. */
class FirefoxReceptionTest {
    private static final FakePerson CITIZEN = new FakePerson("citizen", 1, 700);

    /** A second of pictures. */
    private static final int FRAMES = 10;

    /** In a page: a figure of webrtc-stats, of all that comes in of one kind. */
    private static final String RECEIVED =
            """
            async ([kind, figure]) => {
              const stats = await Promise.all(peers.map(peer => peer.getStats()));
              return stats.flatMap(each => [...each.values()])
                .filter(entry => entry.type === 'inbound-rtp' && entry.kind === kind)
                .reduce((sum, entry) => sum + (entry[figure] ?? 0), 0);
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aChairWithFirefoxLeadsAReception() throws Exception {
        assumeTrue(Browsers.firefoxInstalled(), "no Firefox here");
        Path media = Files.createDirectory(folder.resolve("media"));
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Portal portal = new Portal(server.address(""));
            Page citizen = Seen.seat(browsers.chromium(CITIZEN.devices(media)));
            String room = portal.arrive(citizen, portal.register(browsers.besides(citizen), "The road is cut."));
            Page chair = Seen.seat(browsers.firefox());
            // Their language is chosen once, wherever that was.
            portal.signIn(browsers.besides(citizen), "vo");
            portal.enter(chair, "vo");
            portal.start(chair, citizen, room);

            new Seen(chair, CITIZEN).await();
            citizen.waitForCondition(() -> received(citizen, "video", "framesDecoded") > FRAMES);
            for (Page each : List.of(chair, citizen)) {
                each.waitForCondition(() -> received(each, "audio", "totalAudioEnergy") > 0);
            }

            Portal.button(chair, "Close…").click();
            Portal.button(chair, "Close and seal").click();
            Portal.button(chair, "Conclude…").waitFor();
        }
    }

    private static double received(Page page, String kind, String figure) {
        return ((Number) page.evaluate(RECEIVED, List.of(kind, figure))).doubleValue();
    }
}
