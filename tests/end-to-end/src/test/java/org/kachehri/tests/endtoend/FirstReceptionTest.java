package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.tests.browser.Portal.button;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.recording.capture.CaptureReader;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;
import org.kachehri.recording.capture.LedgerEntry;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/**
 * The main job once, with real browsers: a citizen at a commune, a chair in the province and an officer at the centre meet,
 * are recorded, conclude; the recording is verified and replayed; the row, the ticket and the file are where they
 * belong. It asserts on decoded pictures and sound, not on states.
 */
class FirstReceptionTest {
    private static final FakePerson CITIZEN = new FakePerson("citizen", 1, 700);
    private static final FakePerson CHAIR = new FakePerson("chair", 2, 1_100);
    private static final FakePerson OFFICER = new FakePerson("officer", 3, 1_700);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MATTER = "The road to our hamlet has been cut since the flood.";

    /** For how long the chair listens to the citizen: enough for two segments, short enough for a suite; or longer, in the bench. */
    private static final int HEARD_SECONDS = Integer.getInteger("kachehri.heard-seconds", 12);

    /** The program may compose the copies of a long reception on one processor of two, and slower than it was. */
    private static final int REPLAY_MILLIS = 60_000 + 2_000 * HEARD_SECONDS;

    /** Of fifty; the others may be of a silence. */
    private static final int REDUNDANT_PER_SECOND = 15;

    @TempDir
    Path folder;

    @Test
    void aCitizenIsHeardRecordedAndAnswered() throws Exception {
        Path media = Files.createDirectory(folder.resolve("media"));
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Page citizen = Seen.seat(browsers.chromium(CITIZEN.devices(media)));
            Page chair = Seen.seat(browsers.chromium(CHAIR.devices(media)));
            Page officer = Seen.seat(browsers.chromium(OFFICER.devices(media)));

            Portal portal = new Portal(server.address(""));
            String link = portal.register(browsers.besides(citizen), MATTER);
            String room = portal.arrive(citizen, link);
            secondDeviceIsRefused(browsers.besides(officer), link);

            portal.signIn(chair, "vo");
            portal.signIn(officer, "ha");
            officer.navigate(server.address(room));
            portal.start(chair, citizen, room);

            everyoneSeesEveryone(citizen, chair, officer);
            everyoneHearsEveryone(citizen, chair, officer);
            button(citizen, "I want to speak").click();
            button(chair, "Give floor").first().click();
            chair.locator(".has-floor").waitFor();
            Seen heard = new Seen(chair, CITIZEN);
            heard.await();
            LiveReceiver.Heard live = LiveReceiver.hear(heard, HEARD_SECONDS);

            Map<String, Map<Long, Long>> sent = Map.of(
                    "citizen", packetsSent(citizen), "chair", packetsSent(chair), "officer", packetsSent(officer));
            button(chair, "Close…").click();
            button(chair, "Close and seal").click();
            button(chair, "Conclude…").click();
            String ticket = conclude(chair);
            theFileLiesOnTheProvincesDesk(portal, browsers.besides(chair), ticket);
            citizen.getByText("Take your receipt").waitFor();
            citizen.locator(".kiosk-receipt .clock-due").waitFor();
            officer.close();

            Page inspector = browsers.chromium();
            Path sealed = replay(server, portal, inspector, room.substring(room.lastIndexOf('/') + 1));
            anExtractIsHandedOutThatTwoAgreedTo(server, inspector, chair);
            long withoutContent = server.dropped("rtx_empty") + server.dropped("duplicate");
            // All of it, also when the first isn't so: a long reception isn't held again for the next figure.
            assertAll(
                    () -> theCaptureHoldsEveryPacket(sealed, sent, withoutContent),
                    () -> theCopiesHoldEveryone(sealed, live));
            thePackageVerifiesAndAFlippedByteIsFound(sealed);
        }
    }

    private static void secondDeviceIsRefused(Page other, String link) {
        other.navigate(link);
        other.getByText("This code was already used on another device.").waitFor();
        other.close();
    }

    private static void everyoneSeesEveryone(Page citizen, Page chair, Page officer) {
        for (Seen seen : List.of(
                new Seen(citizen, CHAIR),
                new Seen(citizen, OFFICER),
                new Seen(chair, CITIZEN),
                new Seen(chair, OFFICER),
                new Seen(officer, CITIZEN),
                new Seen(officer, CHAIR))) {
            seen.await();
        }
    }

    private static void everyoneHearsEveryone(Page citizen, Page chair, Page officer) {
        hears(citizen, CHAIR, OFFICER);
        hears(chair, CITIZEN, OFFICER);
        hears(officer, CITIZEN, CHAIR);
    }

    private static void hears(Page page, FakePerson... people) {
        for (FakePerson person : people) {
            new Seen(page, person).awaitVoice();
        }
    }

    /** SSRC → packets sent without retransmissions, as the browser counts them. */
    private static Map<Long, Long> packetsSent(Page page) throws IOException {
        String counts = page.evaluate(
                        """
                async () => {
                  const counts = {};
                  for (const peer of window.peers)
                    for (const report of (await peer.getStats()).values())
                      if (report.type === 'outbound-rtp') counts[report.ssrc] = report.packetsSent - (report.retransmittedPacketsSent ?? 0);
                  return JSON.stringify(counts);
                }
                """)
                .toString();
        Map<Long, Long> sent = new HashMap<>();
        JSON.readTree(counts)
                .properties()
                .forEach(count ->
                        sent.put(Long.valueOf(count.getKey()), count.getValue().asLong()));
        return sent;
    }

    private static String conclude(Page chair) {
        chair.locator("[name=handling][value=ANSWERED]").check();
        chair.locator("aside .clock-due").first().waitFor();
        chair.locator("[name=answer]").fill("The province repairs the road; the commune tells the date.");
        button(chair, "Conclude and issue").click();
        String ticket = chair.locator("[data-ticket]").textContent();
        assertEquals("1", chair.locator("[data-book-row]").textContent());
        chair.locator(".clock-due").first().waitFor();
        return ticket;
    }

    private static void theFileLiesOnTheProvincesDesk(Portal portal, Page page, String ticket) {
        portal.signIn(page, "dung");
        page.navigate(portal.origin() + "/desk");
        page.locator("table.list a").first().click();
        page.locator(".sheet").waitFor();
        assertTrue(page.locator("main").textContent().contains(ticket));
        page.close();
    }

    private Path replay(RunningServer server, Portal portal, Page inspector, String receptionId) throws IOException {
        inspector.setDefaultTimeout(REPLAY_MILLIS);
        portal.signIn(inspector, "nguyen");
        inspector.navigate(server.address("/archive"));
        inspector.waitForCondition(() -> {
            button(inspector, "Find").click();
            return button(inspector, "Replay…").count() > 0;
        });
        button(inspector, "Replay…").click();
        inspector.locator("#reason").fill("Inspection plan 12/2028");
        button(inspector, "Check the seal and open").click();
        inspector.locator(".replay-side .notice").first().waitFor();
        assertTrue(inspector.locator(".replay-side").textContent().contains("Intact."));
        inspector.locator("video[data-copy]").waitFor();
        button(inspector, "Play").click();
        inspector.waitForCondition(
                () -> ((Number) inspector.evaluate("document.querySelector('video').currentTime")).doubleValue() > 2);
        JsonNode access = JSON.readTree(inspector
                .evaluate("id => fetch('/api/archive/' + id + '/access').then((r) => r.text())", receptionId)
                .toString());
        assertTrue(access.toString().contains("Inspection plan 12/2028"), access.toString());
        try (Stream<Path> files = Files.walk(server.data())) {
            return files.filter(file -> file.endsWith("bagit.txt"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** With one person's picture left out and the voice veiled; a stranger can verify it as it was downloaded. */
    private void anExtractIsHandedOutThatTwoAgreedTo(RunningServer server, Page inspector, Page chair)
            throws IOException, InterruptedException {
        button(inspector, "Make an extract…").click();
        inspector.locator(".extract-form select").first().selectOption("VEILED");
        inspector.locator(".extract-form [name=reason]").fill("Appeal 12/2028");
        button(inspector, "Ask for approval").click();
        inspector.getByText("Waits for a second person").waitFor();
        chair.navigate(server.address("/archive/extracts"));
        button(chair, "Approve").click();
        button(inspector, "Make it now").click();
        Download download = inspector.waitForDownload(
                new Page.WaitForDownloadOptions().setTimeout(REPLAY_MILLIS),
                () -> button(inspector, "Download").click());
        Path zip = folder.resolve(download.suggestedFilename());
        download.saveAs(zip);
        Path said = folder.resolve("extract.txt");
        assertEquals(3, RunningServer.run(said, "verify", zip.toString()), Files.readString(said));
    }

    /**
     * @param withoutContent packets with which the browsers only tried what their line bears: empty ones, and repeats that nobody asked
     *     for, which their statistics count like any other
     */
    private static void theCaptureHoldsEveryPacket(Path sealed, Map<String, Map<Long, Long>> sent, long withoutContent)
            throws IOException {
        try (CaptureReader capture =
                new CaptureReader(sealed.resolve("data/segments"), sealed.resolve("data/ledger.jsonl"))) {
            Map<Long, Set<Long>> numbers = new HashMap<>();
            for (CapturedTrack track : capture.tracks()) {
                long redundant = 0;
                for (CapturedPacket packet : capture.packets(track)) {
                    Set<Long> ofSource = numbers.computeIfAbsent(packet.ssrc(), any -> new HashSet<>());
                    ofSource.add(packet.sequence());
                    if (RtpHeader.payloadType(packet.bytes(), 0) == track.redPayloadType()) {
                        redundant++;
                        repeats(packet).forEach(ofSource::add);
                    }
                }
                assertTrue(
                        track.kind() != MediaKind.AUDIO || redundant > HEARD_SECONDS * REDUNDANT_PER_SECOND,
                        track.name() + " came with redundancy " + redundant + " times");
            }
            Map<Long, Long> held = new HashMap<>();
            numbers.forEach((ssrc, ofSource) -> held.put(ssrc, (long) ofSource.size()));
            Figure.print("packets_captured", total(held), "packets, until the end");
            for (LedgerEntry entry : capture.ledger()) {
                held.merge(entry.ssrc(), entry.packets(), Long::sum);
            }
            Figure.print(
                    "packets_in_ledger",
                    capture.ledger().stream().mapToLong(LedgerEntry::packets).sum(),
                    "packets");
            long missing = 0;
            long all = 0;
            for (Map<Long, Long> counts : sent.values()) {
                all += total(counts);
                for (Map.Entry<Long, Long> count : counts.entrySet()) {
                    missing += Math.max(0, count.getValue() - held.getOrDefault(count.getKey(), 0L));
                }
            }
            Figure.print("packets_sent", all, "packets, when the browsers were asked");
            Figure.print("packets_without_content", withoutContent, "packets, dropped as such");
            Figure.print("packets_nowhere", Math.max(0, missing - withoutContent), "packets; none may be");
            assertTrue(
                    missing <= withoutContent,
                    missing + " packets are missing, " + withoutContent + " had no content; sent " + sent + ", held "
                            + held);
            assertEquals(
                    6,
                    capture.tracks().stream()
                            .map(CapturedTrack::publication)
                            .distinct()
                            .count(),
                    "a microphone and a camera of three people");
        }
    }

    /** The packets before this one that it holds once more: what only came so isn't missing. */
    private static LongStream repeats(CapturedPacket packet) {
        int length = (int) packet.bytes().byteSize();
        int header = RtpHeader.length(packet.bytes(), 0, length);
        int blocks = OpusRed.blocks(packet.bytes(), header, length - header);
        return LongStream.range(1, blocks).map(back -> packet.sequence() - back);
    }

    private static long total(Map<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void theCopiesHoldEveryone(Path sealed, LiveReceiver.Heard live) throws IOException {
        JsonNode reception = JSON.readTree(sealed.resolve("data/reception.json").toFile());
        assertEquals("Asia/Ho_Chi_Minh", reception.path("timeZone").asText(), "the zone of the composite's clock");
        try (CaptureReader capture =
                new CaptureReader(sealed.resolve("data/segments"), sealed.resolve("data/ledger.jsonl"))) {
            ViewingCopies copies = new ViewingCopies(
                    sealed.resolveSibling("copies"), capture.ledger(), List.of(CITIZEN, CHAIR, OFFICER));
            assertAll(copies::holdEveryone, () -> copies.keepSoundWithPicture(CITIZEN, live));
        }
    }

    private void thePackageVerifiesAndAFlippedByteIsFound(Path sealed) throws IOException, InterruptedException {
        Path said = folder.resolve("verify.txt");
        // This machine's product sealed it, but a stranger who verifies doesn't know the signer.
        assertEquals(3, RunningServer.run(said, "verify", sealed.toString()), Files.readString(said));
        Path segment;
        try (Stream<Path> segments = Files.list(sealed.resolve("data/segments"))) {
            segment = segments.filter(file -> file.toString().endsWith(".pcapng"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        assertEquals(1, RunningServer.run(said, "verify", sealed.toString()), Files.readString(said));
        assertTrue(Files.readString(said).contains(segment.getFileName().toString()), Files.readString(said));
    }
}
