package org.kachehri.tests.browser;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.net.TestBrowser;
import org.kachehri.media.sfu.WatchOrder;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.EmbeddedBridge;

/**
 * Chromium and Firefox in one room, each sending a simulcast of its camera and its microphone, each receiving the other's. One call,
 * followed through what befalls it: the tests go on where the one before has left it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteropTest {
    private static final String ROOM = "room";

    /** A second of pictures, several of the slowest encoder on a busy machine. */
    private static final int FRAMES = 10;

    /** The camera's lines are sent whole and halved. */
    private static final int LARGE = 360;

    private static final int SMALL = 180;

    private static final long SEED = 7;

    private static HttpServer server;
    private static EmbeddedBridge bridge;
    private static Browsers browsers;
    private static BridgeRoom room;
    private static CallPage chromium;
    private static CallPage firefox;
    private static final List<CallPage> SEATS = new ArrayList<>();
    private static final Map<String, CallPage> BY_NAME = new ConcurrentHashMap<>();

    @BeforeAll
    static void bothEnter(@TempDir Path folder) throws IOException {
        assumeTrue(TestBrowser.installed(), "no Chromium here");
        assumeTrue(Browsers.firefoxInstalled(), "no Firefox here");
        try (InputStream page = InteropTest.class.getResourceAsStream("call.html")) {
            Files.copy(page, folder.resolve("call.html"));
        }
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder, SimpleFileServer.OutputLevel.NONE);
        server.start();
        bridge = EmbeddedBridge.start(NetSettings.defaults().withTcpPort(0));
        browsers = new Browsers();
        room = bridge.open(ROOM, event -> BY_NAME.get(event.participant()).heard(event));
        room.forward(true);
        chromium = seat(browsers.chromium(), "chromium", "");
        firefox = seat(browsers.firefox(), "firefox", "");
        SEATS.addAll(List.of(chromium, firefox));
        SEATS.forEach(CallPage::enter);
    }

    private static CallPage seat(Page page, String participant, String wishes) {
        // A localhost is a secure context: the page gets its camera.
        String address = "http://localhost:" + server.getAddress().getPort() + "/call.html" + wishes;
        CallPage seat = new CallPage(page, address, participant, room);
        BY_NAME.put(participant, seat);
        return seat;
    }

    @AfterAll
    static void end() {
        if (browsers != null) {
            browsers.close();
            bridge.close();
            server.stop(0);
        }
    }

    @Test
    @Order(1)
    void eachSeesAndHearsTheOther() {
        for (CallPage each : SEATS) {
            until(each, now -> now.connected() && now.frames() >= FRAMES && now.energy() > 0 && now.height() == LARGE);
        }
    }

    @Test
    @Order(2)
    void eachGetsThePictureThatFitsItsTileAndSendsNoLargerOne() {
        SEATS.forEach(each -> each.shows(other(each).participant(), SMALL));
        SEATS.forEach(each -> until(each, now -> now.height() == SMALL));
        SEATS.forEach(each -> until(each, rests("f")));
    }

    @Test
    @Order(3)
    void aLargerTileAsksForAKeyFrameOfTheLargerPicture() {
        Map<CallPage, CallPage.Report> before = SEATS.stream().collect(toMap(identity(), CallPage::report));
        SEATS.forEach(each -> each.shows(other(each).participant(), LARGE));
        for (CallPage each : SEATS) {
            until(each, now -> now.height() == LARGE);
            until(each, now -> now.pictureLosses() > before.get(each).pictureLosses());
        }
    }

    @Test
    @Order(4)
    void whatIsLostIsAskedForAndSentAgain() {
        SEATS.forEach(each -> lose(each, 0.1));
        for (CallPage each : SEATS) {
            CallPage.Report before = each.report();
            until(
                    each,
                    now -> now.asked() > 0
                            && now.nacked() > 0
                            && now.resent() > 0
                            && now.frames() > before.frames() + FRAMES);
        }
        SEATS.forEach(each -> lose(each, 0));
    }

    @Test
    @Order(5)
    void whoseWayIsLostFindsAnotherAndKeepsItsSeat() {
        for (CallPage each : SEATS) {
            CallPage.Report before = each.report();
            each.restart();
            until(each, now -> now.elsewhereThan(before));
            for (CallPage one : SEATS) {
                long seen = one.report().frames();
                until(one, now -> now.frames() > seen + FRAMES);
            }
        }
    }

    @Test
    @Order(6)
    void whoKnowsNoUdpPortOfTheBridgeComesOverTcp() {
        SEATS.forEach(each -> room.leave(each.participant()));
        SEATS.replaceAll(each -> seat(each.page(), each.participant() + "-again", "?tcp"));
        SEATS.forEach(CallPage::enter);
        for (CallPage each : SEATS) {
            until(each, now -> now.overTcp() && now.connected() && now.frames() >= FRAMES && now.energy() > 0);
        }
    }

    /** Both ways; the sequence of what is lost is the same in every run. */
    private static void lose(CallPage seat, double share) {
        for (boolean sending : new boolean[] {false, true}) {
            WatchOrder.Outcome outcome =
                    bridge.watch(ROOM, seat.participant(), new WatchOrder.Lose(sending, share, 1, SEED));
            assertEquals(new WatchOrder.Outcome.Done(), outcome);
        }
    }

    /** This encoding stands still while the smallest goes on. */
    private static Predicate<CallPage.Report> rests(String rid) {
        AtomicReference<CallPage.Report> since = new AtomicReference<>();
        return now -> {
            CallPage.Report before = since.get();
            if (before == null || now.encoded(rid) > before.encoded(rid)) {
                since.set(now);
                return false;
            }
            return now.encoded("h") >= before.encoded("h") + FRAMES;
        };
    }

    private static CallPage other(CallPage seat) {
        return seat == chromium ? firefox : chromium;
    }

    /** Lets both obey the bridge until the report of one is as wanted. */
    private static void until(CallPage seat, Predicate<CallPage.Report> wanted) {
        AtomicReference<CallPage.Report> last = new AtomicReference<>();
        try {
            seat.page().waitForCondition(() -> {
                SEATS.forEach(CallPage::obey);
                last.set(seat.report());
                return wanted.test(last.get());
            });
        } catch (TimeoutError late) {
            throw new AssertionError(seat.participant() + ": " + last, late);
        }
    }
}
