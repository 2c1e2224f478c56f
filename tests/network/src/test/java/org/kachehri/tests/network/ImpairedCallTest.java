package org.kachehri.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.net.TestBrowser;
import org.kachehri.media.simulation.Impairment;

/** A real browser's call over a bad line. Amounts are bounded loosely: the machine is shared, and {@code bench network} measures. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ImpairedCallTest {
    /** The page reports twice a second: a minute and a half is many times what a busy machine needs. */
    private static final int MAX_REPORTS = 180;

    /** Of the camera's 20 a second: some seconds of picture and of sound. */
    private static final int FRAMES = 60;

    private static final int SOUNDS = 150;

    @BeforeAll
    static void theMachineCanDoIt() {
        Obstacles.assumeNone(TestBrowser.installed() ? Network.obstacle() : Optional.of("Chromium isn't installed"));
    }

    @Test
    void oneInTwentyPacketsIsLostAndTheCallPlays(@TempDir Path folder) throws IOException, InterruptedException {
        long seed = 5;
        try (Network network = Network.create(seed)) {
            Host point = network.host("point");
            network.link(point).play(Scenario.LOSS5.script(0));
            try (ImpairedCall call = ImpairedCall.start(network, folder, "")) {
                CallReport report = call.until(ImpairedCallTest::played, MAX_REPORTS);
                System.out.println("seed " + seed + ", loss 5 %, 60 ms: " + report);
                assertTrue(played(report), report.toString());
                double shown = report.number("video.framesDecoded") / 20;
                assertTrue(report.freezeSeconds() < 3 * shown, report.toString());
                assertTrue(report.jitterBufferMillis("video") < 2_000, report.toString());
                assertTrue(report.jitterBufferMillis("audio") < 2_000, report.toString());
                Line.Counts up = network.link(point).up();
                // Five deviations of a binomial: what the browser met is what the model says.
                double deviation = 5 * Math.sqrt(up.sent() * 0.05 * 0.95);
                assertEquals(up.sent() * 0.05, up.lost(), deviation, up.toString());
            }
        }
    }

    @Test
    void twoSecondsOfNothingAreSurvived(@TempDir Path folder) throws IOException, InterruptedException {
        long seed = 6;
        Impairment line = Scenario.DECENT;
        Impairment cut = line.withLoss(1);
        try (Network network = Network.create(seed)) {
            Host point = network.host("point");
            network.link(point).impair(line, line);
            try (ImpairedCall call = ImpairedCall.start(network, folder, "")) {
                CallReport before = call.until(ImpairedCallTest::played, MAX_REPORTS);
                assertTrue(played(before), before.toString());
                network.link(point)
                        .play(List.of(new Line.Step(0, cut, cut), new Line.Step(Scenario.OUTAGE_MILLIS, line, line)));
                // The freeze is counted when the picture moves again.
                CallReport after = call.until(
                        report -> report.number("video.freezeCount") > before.number("video.freezeCount")
                                && report.framesDecoded() >= before.framesDecoded() + FRAMES
                                && report.audioPackets() >= before.audioPackets() + SOUNDS,
                        MAX_REPORTS);
                System.out.println("seed " + seed + ", before the outage: " + before);
                System.out.println("after it: " + after);
                assertTrue(after.connected(), after.toString());
                assertTrue(after.framesDecoded() >= before.framesDecoded() + FRAMES, after.toString());
                assertTrue(after.audioPackets() >= before.audioPackets() + SOUNDS, after.toString());
                assertTrue(after.freezeSeconds() - before.freezeSeconds() > 1, after.toString());
                assertTrue(network.link(point).up().lost() > 0);
            }
        }
    }

    @Test
    void aPointWhoseOfficeLetsNoUdpOutCallsOverTcpWithoutARelay(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Network network = Network.create(9)) {
            network.blockUdp(network.host("point"), network.host("server"));
            CallReport report = play(network, folder, "");
            assertEquals("tcp", report.word("local.protocol"), report.toString());
            assertTrue(network.blockedPackets() > 0);
        }
    }

    @Test
    void aPointWhoseOfficeBlocksTheServerCallsThroughARelay(@TempDir Path folder)
            throws IOException, InterruptedException {
        Obstacles.assumeNone(RelayServer.obstacle());
        try (Network network = Network.create(7)) {
            network.block(network.host("point"), network.host("server"));
            RelayServer relay = RelayServer.start(network.host("relay"), folder);
            CallReport report = play(network, folder, relay.overUdp());
            assertEquals("relay", report.word("local.candidateType"), report.toString());
            assertEquals("udp", report.word("local.relayProtocol"), report.toString());
            assertTrue(network.blockedPackets() > 0);
        }
    }

    @Test
    void aPointThatMayOnlySpeakTlsCallsThroughARelay(@TempDir Path folder) throws IOException, InterruptedException {
        Obstacles.assumeNone(RelayServer.obstacle());
        try (Network network = Network.create(8)) {
            network.block(network.host("point"), network.host("server"));
            network.blockUdp(network.host("point"), network.host("relay"));
            RelayServer relay = RelayServer.start(network.host("relay"), folder);
            CallReport report = play(network, folder, relay.overTls());
            assertEquals("relay", report.word("local.candidateType"), report.toString());
            assertEquals("tls", report.word("local.relayProtocol"), report.toString());
        }
    }

    private static CallReport play(Network network, Path folder, String relay)
            throws IOException, InterruptedException {
        Impairment line = Scenario.DECENT;
        network.link(network.host("point")).impair(line, line);
        try (ImpairedCall call = ImpairedCall.start(network, folder, relay, "--ignore-certificate-errors")) {
            CallReport report = call.until(ImpairedCallTest::played, MAX_REPORTS);
            System.out.println("around the firewall: " + report);
            assertTrue(played(report), report.toString());
            return report;
        }
    }

    private static boolean played(CallReport report) {
        return report.connected() && report.framesDecoded() >= FRAMES && report.audioPackets() >= SOUNDS;
    }
}
