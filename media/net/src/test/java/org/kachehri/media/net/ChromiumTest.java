package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.SourceDescription;

/** A real browser publishes its fake camera and microphone to a node, and subscribes to them over a second connection. */
class ChromiumTest {

    /** The page reports twice a second; half a minute is several times what a busy machine needs. */
    private static final int MAX_REPORTS = 60;

    /** What counts as played: a second of pictures, decoded, and a second of sound. */
    private static final int FRAMES = 20;

    private static final int SOUNDS = 50;

    /** A second of the pictures of a camera with spatial layers. */
    private static final int FEW_FRAMES = 8;

    /** Counts what the tap hears and looks whether it is plain: a packet that wasn't opened has no sane VP8 or Opus size. */
    private static final class CountingTap implements PacketTap {
        final Map<String, AtomicInteger> packets = new ConcurrentHashMap<>();
        final AtomicInteger senderReports = new AtomicInteger();
        final AtomicInteger malformed = new AtomicInteger();
        final AtomicInteger redundant = new AtomicInteger();

        @Override
        public void rtp(
                long arrivalNanos,
                String sourceId,
                SourceDescription source,
                MemorySegment plain,
                long offset,
                int length,
                boolean repaired) {
            if (RtpHeader.length(plain, offset, length) < 0) {
                malformed.incrementAndGet();
            }
            if (RtpHeader.payloadType(plain, offset) == source.redPayloadType()) {
                redundant.incrementAndGet();
            }
            packets.computeIfAbsent(sourceId, id -> new AtomicInteger()).incrementAndGet();
        }

        @Override
        public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {
            senderReports.incrementAndGet();
        }

        @Override
        public void source(SourceDescription source) {
            packets.computeIfAbsent(source.id(), id -> new AtomicInteger());
        }

        int of(String sourceId) {
            AtomicInteger count = packets.get(sourceId);
            return count == null ? 0 : count.get();
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aBrowserPublishesAndSeesItselfThroughFfm(@TempDir Path folder) throws IOException, InterruptedException {
        publishAndSubscribe(folder, NetSettings.defaults(), "");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aBrowserPublishesAndSeesItselfThroughTheSelector(@TempDir Path folder)
            throws IOException, InterruptedException {
        publishAndSubscribe(
                folder, NetSettings.defaults().withNativeSockets(false).withBindAddress("::"), "");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aBrowserThatKnowsNoUdpPortPublishesAndSeesItselfOverTcp(@TempDir Path folder)
            throws IOException, InterruptedException {
        MediaNode node = publishAndSubscribe(folder, NetSettings.defaults().withTcpPort(0), "?tcp");
        TcpCounters tcp = node.measures().getFirst().tcp();
        assertTrue(tcp.of(TcpCounters.Reason.FRAMES_RECEIVED) > FRAMES + SOUNDS, "from the browser");
        assertTrue(tcp.of(TcpCounters.Reason.FRAMES_SENT) > FRAMES + SOUNDS, "to the browser");
        assertEquals(0, tcp.of(TcpCounters.Reason.DROPPED_SLOW_READER));
        assertEquals(0, tcp.of(TcpCounters.Reason.CLOSED_NOT_A_CHECK));
        assertEquals(0, tcp.of(TcpCounters.Reason.CLOSED_FRAME_TOO_LONG));
    }

    /** Returns the node, closed, for its counters. */
    private static MediaNode publishAndSubscribe(Path folder, NetSettings settings, String wishes)
            throws IOException, InterruptedException {
        assumeTrue(TestBrowser.installed(), "no Chromium here");
        CountingTap tap = new CountingTap();
        MediaNode node = MediaNode.start(settings, event -> {});
        try (node;
                BrowserPage page = new BrowserPage(node)) {
            node.submit(new ShardCommand.OpenRoom(BrowserPage.ROOM));
            node.submit(new ShardCommand.Tap(BrowserPage.ROOM, tap));
            Process chromium =
                    TestBrowser.program(folder, page.address() + wishes).start();
            try {
                String report = page.report();
                for (int i = 0; i < MAX_REPORTS && !played(report, tap); i++) {
                    assertFalse(report.startsWith("error"), report);
                    report = page.report();
                }
                String seen = report + " " + tap.packets + " " + tap.senderReports + " " + counts(node);
                assertTrue(played(report, tap), seen);
                assertEquals("connected", word(report, "publishing"), seen);
                assertEquals("connected", word(report, "subscribing"), seen);
                assertEquals("SRTP_AEAD_AES_128_GCM", word(report, "srtp"), seen);
                assertEquals("FEFD", word(report, "dtls"), seen);
            } finally {
                TestBrowser.end(chromium);
            }
        }
        assertTrue(tap.of("p1/camera") >= FRAMES, "a frame is a packet at least: " + tap.packets);
        assertTrue(tap.of("p1/microphone") >= SOUNDS, "microphone " + tap.packets);
        assertEquals(0, tap.malformed.get());
        return node;
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyEncodingOfABrowsersSimulcastArrives(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(TestBrowser.installed(), "no Chromium here");
        CountingTap tap = new CountingTap();
        Set<String> encodings = Set.of("p1/camera~q", "p1/camera~h", "p1/camera~f");
        try (MediaNode node = MediaNode.start(NetSettings.defaults(), event -> {});
                BrowserPage page = new BrowserPage(node)) {
            node.submit(new ShardCommand.OpenRoom(BrowserPage.ROOM));
            node.submit(new ShardCommand.Tap(BrowserPage.ROOM, tap));
            Process chromium =
                    TestBrowser.program(folder, page.address() + "?simulcast").start();
            try {
                String report = page.report();
                for (int i = 0; i < MAX_REPORTS && !(played(report, tap) && arrived(encodings, tap)); i++) {
                    assertFalse(report.startsWith("error"), report);
                    report = page.report();
                }
                String seen = report + " " + tap.packets + " " + counts(node);
                assertTrue(arrived(encodings, tap), seen);
                assertTrue(played(report, tap), seen);
            } finally {
                TestBrowser.end(chromium);
            }
        }
        assertEquals(0, tap.malformed.get());
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aBrowserSeesAsManyOfItsSpatialLayersAsItShows(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(TestBrowser.installed(), "no Chromium here");
        try (MediaNode node = MediaNode.start(NetSettings.defaults(), event -> {});
                BrowserPage page = new BrowserPage(node)) {
            node.submit(new ShardCommand.OpenRoom(BrowserPage.ROOM));
            Process chromium =
                    TestBrowser.program(folder, page.address() + "?spatial").start();
            try {
                int best = seenHeight(node, page, 200, Integer.MAX_VALUE);
                page.show(100);
                int small = seenHeight(node, page, 0, best);
                page.show(720);
                seenHeight(node, page, small, Integer.MAX_VALUE);
            } finally {
                TestBrowser.end(chromium);
            }
        }
    }

    /** Waits until the page decodes a second of pictures between these heights, and tells theirs. */
    private static int seenHeight(MediaNode node, BrowserPage page, int above, int below) throws InterruptedException {
        int decodedBefore = -1;
        int height = 0;
        String report = "";
        for (int i = 0; i < MAX_REPORTS; i++) {
            report = page.report();
            assertFalse(report.startsWith("error"), report);
            int seen = number(report, "video.frameHeight");
            boolean fits = seen > above && seen < below && (height == 0 || seen == height);
            int decoded = number(report, "framesDecoded");
            decodedBefore = !fits ? -1 : decodedBefore < 0 ? decoded : decodedBefore;
            height = fits ? seen : 0;
            if (fits && decoded - decodedBefore >= FEW_FRAMES) {
                return height;
            }
        }
        throw new AssertionError("no height above " + above + " and below " + below + ": " + report + counts(node));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aBrowserSendsRedundantSoundAndOneThatDoesNotKnowItHearsIt(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(TestBrowser.installed(), "no Chromium here");
        CountingTap tap = new CountingTap();
        try (MediaNode node = MediaNode.start(NetSettings.defaults(), event -> {});
                BrowserPage page = new BrowserPage(node)) {
            node.submit(new ShardCommand.OpenRoom(BrowserPage.ROOM));
            node.submit(new ShardCommand.Tap(BrowserPage.ROOM, tap));
            Process chromium =
                    TestBrowser.program(folder, page.address() + "?plain").start();
            try {
                String report = page.report();
                for (int i = 0; i < MAX_REPORTS && !(played(report, tap) && heardTwice(report)); i++) {
                    assertFalse(report.startsWith("error"), report);
                    report = page.report();
                }
                String seen = report + " " + tap.packets + " " + counts(node);
                assertTrue(heardTwice(report), seen);
                // Chromium's statistics name the codec inside; what it sends is seen here, and in the bytes that come
                // back.
                assertTrue(tap.redundant.get() >= SOUNDS, tap.redundant + " redundant of " + seen);
                assertTrue(decimal(report, "audio.bytesReceived") > 1.5 * decimal(report, "plain.bytesReceived"), seen);
                assertTrue(node.counters().of(ShardCounters.Reason.STRIPPED) >= SOUNDS, seen);
                assertEquals(0, node.counters().of(ShardCounters.Reason.DROPPED_RED_MALFORMED), seen);
            } finally {
                TestBrowser.end(chromium);
            }
        }
    }

    /** Both subscribers got a second of sound and heard more than silence in it. */
    private static boolean heardTwice(String report) {
        return number(report, "plain.packetsReceived") >= SOUNDS
                && decimal(report, "plain.totalAudioEnergy") > 0
                && decimal(report, "audio.totalAudioEnergy") > 0;
    }

    private static double decimal(String report, String name) {
        Matcher matcher =
                Pattern.compile("\"" + Pattern.quote(name) + "\":([0-9.e-]+)").matcher(report);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static boolean arrived(Set<String> sources, CountingTap tap) {
        return sources.stream().allMatch(source -> tap.of(source) >= FRAMES);
    }

    /** A second of video was decoded and one of sound came back to the page, and the tap heard when the sender's clock says it was. */
    private static boolean played(String report, CountingTap tap) {
        return number(report, "framesDecoded") >= FRAMES
                && number(report, "audioPackets") >= SOUNDS
                && tap.senderReports.get() > 0;
    }

    private static String counts(MediaNode node) {
        return Arrays.stream(ShardCounters.Reason.values())
                .filter(reason -> node.counters().of(reason) > 0)
                .map(reason -> reason + "=" + node.counters().of(reason))
                .collect(Collectors.joining(" "));
    }

    private static int number(String report, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(report);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String word(String report, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(report);
        assertTrue(matcher.find(), report);
        String word = matcher.group(1);
        assertNotNull(word);
        return word;
    }
}
