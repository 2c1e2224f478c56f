package org.kachehri.recording.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SenderReport;

class CaptureTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long BEGIN = Stamps.nanos(START);
    private static final long SECOND = 1_000_000_000L;
    private static final CapturedTrack CAMERA =
            new CapturedTrack("p3/camera", "p3/camera", MediaKind.VIDEO, "1", Codec.VP8, 96, -1, -1);
    private static final CapturedTrack MICROPHONE =
            new CapturedTrack("p3/microphone", "p3/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, 63, 1);

    @TempDir
    Path directory;

    private CaptureWriter writer(long now) throws IOException {
        return new CaptureWriter(CaptureSettings.of(directory, "r1"), Clock.fixed(START, ZoneOffset.UTC), now);
    }

    private static MemorySegment packet(int sequence, long ssrc) {
        MemorySegment packet = MemorySegment.ofArray(new byte[100 + sequence % 3]);
        RtpHeader.write(packet, 0, 96, false, sequence & 0xFFFF, sequence * 960L, ssrc);
        return packet;
    }

    private static void rtp(CaptureWriter writer, long nanos, CapturedTrack track, int sequence) throws IOException {
        MemorySegment packet = packet(sequence, 7);
        writer.rtp(nanos, track, packet, 0, (int) packet.byteSize(), false);
    }

    private CaptureReader reader() throws IOException {
        return new CaptureReader(directory, directory.resolve(CaptureResult.LEDGER));
    }

    @Test
    void whatWasHeardIsReadBackByteForByte() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        for (int i = 0; i < 50; i++) {
            rtp(writer, BEGIN + i * 20_000_000L, MICROPHONE, 65_500 + i);
            rtp(writer, BEGIN + i * 20_000_000L, CAMERA, 100 + i);
        }
        MemorySegment report = MemorySegment.ofArray(new byte[28]);
        SenderReport.write(report, 0, 7, SenderReport.ntpOfUnixNanos(BEGIN), 960, 1, 100, 0);
        writer.rtcp(BEGIN + SECOND, CAMERA, report, 0, 28);
        writer.event(BEGIN + SECOND, CaptureJson.object("{\"type\":\"mute\",\"peer\":\"p3\"}"));
        writer.finish(BEGIN + 3 * SECOND / 2);
        try (CaptureReader reader = reader()) {
            assertEquals(List.of(MICROPHONE, CAMERA), reader.tracks());
            List<CapturedPacket> packets = reader.packets(MICROPHONE);
            assertEquals(50, packets.size());
            assertEquals(-1, packets.get(49).bytes().mismatch(packet(65_549, 7)));
            assertEquals(65_536 + 65_549, packets.get(49).sequence());
            assertEquals(BEGIN + 49 * 20_000_000L, packets.get(49).nanos());
            assertEquals(-1, reader.reports(CAMERA).getFirst().bytes().mismatch(report));
            assertTrue(reader.events().getLast().json().contains("mute"));
            assertEquals(List.of(), reader.ledger());
        }
    }

    @Test
    void aSegmentIsClosedAfterTenSecondsAndChainedToTheOneBefore() throws Exception {
        CaptureWriter writer = writer(BEGIN);
        for (int i = 0; i < 25; i++) {
            rtp(writer, BEGIN + i * SECOND, CAMERA, i);
        }
        CaptureResult result = writer.finish(BEGIN + 25 * SECOND);
        assertEquals(
                List.of("segment-000001.pcapng", "segment-000002.pcapng", "segment-000003.pcapng"),
                result.segments().stream().map(SegmentDigest::name).toList());
        String chain = SegmentDigest.GENESIS;
        for (SegmentDigest segment : result.segments()) {
            byte[] bytes = Files.readAllBytes(directory.resolve(segment.name()));
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertEquals(sha256, segment.sha256());
            chain = SegmentDigest.chain(chain, sha256);
            assertEquals(chain, segment.chain());
        }
    }

    @Test
    void aSegmentIsClosedBeforeItOutgrowsItsSize() throws IOException {
        CaptureSettings small = new CaptureSettings(directory, "r1", 100 * SECOND, 10_000, 1 << 17, SECOND);
        CaptureWriter writer = new CaptureWriter(small, Clock.fixed(START, ZoneOffset.UTC), BEGIN);
        for (int i = 0; i < 200; i++) {
            rtp(writer, BEGIN + i, CAMERA, i);
        }
        for (SegmentDigest segment : writer.finish(BEGIN + SECOND).segments()) {
            assertTrue(segment.bytes() <= 10_000 + 200, segment.toString());
        }
    }

    @Test
    void whatIsMissingAfterThreeSecondsEntersTheLedger() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        rtp(writer, BEGIN, CAMERA, 10);
        rtp(writer, BEGIN + 1, CAMERA, 15);
        rtp(writer, BEGIN + 2, CAMERA, 12);
        writer.tick(BEGIN + 2 * SECOND);
        assertEquals(List.of(), LineFile.read(directory.resolve(CaptureResult.LEDGER)));
        writer.tick(BEGIN + 4 * SECOND);
        List<LedgerEntry> ledger = lost(writer.finish(BEGIN + 5 * SECOND));
        assertEquals(2, ledger.size());
        assertEquals(entry(11, 11), ledger.get(0));
        assertEquals(entry(13, 14), ledger.get(1));
    }

    /** Without the time in which nothing was sent. */
    private static List<LedgerEntry> lost(CaptureResult result) {
        return result.ledger().stream().filter(entry -> entry.packets() > 0).toList();
    }

    private static LedgerEntry entry(long from, long to) {
        return new LedgerEntry(
                Optional.of("p3/camera"),
                7,
                0x10000 + from,
                0x10000 + to,
                to - from + 1,
                BEGIN,
                BEGIN + 1,
                GapCause.LOSS,
                "");
    }

    @Test
    void aRepairTakesThePendingGapAway() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        rtp(writer, BEGIN, CAMERA, 10);
        rtp(writer, BEGIN + 1, CAMERA, 12);
        MemorySegment repair = packet(11, 7);
        writer.rtp(BEGIN + SECOND, CAMERA, repair, 0, (int) repair.byteSize(), true);
        writer.tick(BEGIN + 4 * SECOND);
        assertEquals(List.of(), lost(writer.finish(BEGIN + 5 * SECOND)));
        try (CaptureReader reader = reader()) {
            assertEquals(
                    List.of(false, true, false),
                    reader.packets(CAMERA).stream()
                            .map(CapturedPacket::repaired)
                            .toList());
        }
    }

    /** Two older frames of two bytes each (960 ticks apart), then this one. */
    private static void redundant(CaptureWriter writer, long nanos, int sequence) throws IOException {
        byte[] blocks = HexFormat.of().parseHex("EF1E0002EF0F00026F0A0B1A1B2A2B");
        MemorySegment packet = MemorySegment.ofArray(new byte[RtpHeader.MIN_LENGTH + blocks.length]);
        RtpHeader.write(packet, 0, 63, false, sequence & 0xFFFF, sequence * 960L & 0xFFFF_FFFFL, 7);
        MemorySegment.copy(MemorySegment.ofArray(blocks), 0, packet, RtpHeader.MIN_LENGTH, blocks.length);
        writer.rtp(nanos, MICROPHONE, packet, 0, (int) packet.byteSize(), false);
    }

    @Test
    void whatALaterPacketHoldsOnceMoreIsNoGap() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        for (int sequence : new int[] {65_533, 65_535, 65_538, 65_542, 65_541}) {
            redundant(writer, BEGIN + sequence, sequence);
        }
        List<LedgerEntry> ledger = lost(writer.finish(BEGIN + 5 * SECOND));
        assertEquals(List.of(), ledger, "65 540 and 65 539 are in the packet that came late");
        try (CaptureReader reader = reader()) {
            assertEquals(List.of(MICROPHONE), reader.tracks(), "both payload types are read back");
            assertEquals(5, reader.packets(MICROPHONE).size());
        }
    }

    @Test
    void whatIsBeyondTheRedundancyIsInTheLedger() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        redundant(writer, BEGIN, 10);
        redundant(writer, BEGIN + 1, 14);
        // After a pause of the microphone's own the older frames are from before it.
        MemorySegment later = MemorySegment.ofArray(new byte[RtpHeader.MIN_LENGTH + 8]);
        RtpHeader.write(later, 0, 63, false, 16, 16 * 960, 7);
        MemorySegment.copy(
                MemorySegment.ofArray(HexFormat.of().parseHex("EF1E00016F0A1A1B")), 0, later, RtpHeader.MIN_LENGTH, 8);
        writer.rtp(BEGIN + 2, MICROPHONE, later, 0, (int) later.byteSize(), false);
        List<LedgerEntry> ledger = lost(writer.finish(BEGIN + 5 * SECOND));
        assertEquals(
                List.of(0x10000L + 11, 0x10000L + 15),
                ledger.stream().map(LedgerEntry::fromSequence).toList());
        assertEquals(List.of(1L, 1L), ledger.stream().map(LedgerEntry::packets).toList());
    }

    @Test
    void offTheRecordNothingIsWrittenAndTheJumpIsExplained() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        rtp(writer, BEGIN, CAMERA, 10);
        writer.pause(BEGIN + SECOND, GapCause.OFF_RECORD, "a name that must not be recorded");
        rtp(writer, BEGIN + 2 * SECOND, CAMERA, 11);
        writer.resume(BEGIN + 3 * SECOND);
        rtp(writer, BEGIN + 4 * SECOND, CAMERA, 40_000);
        List<LedgerEntry> ledger = writer.finish(BEGIN + 5 * SECOND).ledger();
        assertEquals(GapCause.OFF_RECORD, ledger.get(0).cause());
        assertEquals(BEGIN + SECOND, ledger.get(0).fromNanos());
        assertEquals(BEGIN + 3 * SECOND, ledger.get(0).toNanos());
        assertEquals(0x10000 + 11, ledger.get(1).fromSequence());
        assertEquals(39_989, ledger.get(1).packets());
        assertEquals(GapCause.OFF_RECORD, ledger.get(1).cause());
        assertEquals(2, ledger.size());
        try (CaptureReader reader = reader()) {
            assertEquals(2, reader.packets(CAMERA).size());
        }
    }

    @Test
    void packetsThatFoundTheRingFullAreInTheLedgerByNumber() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        rtp(writer, BEGIN, CAMERA, 10);
        writer.dropped(new PacketDrop(CAMERA, 7, 12, 14, BEGIN + 2, BEGIN + 4));
        rtp(writer, BEGIN + 1, CAMERA, 11);
        rtp(writer, BEGIN + 5, CAMERA, 15);
        List<LedgerEntry> ledger = writer.finish(BEGIN + SECOND).ledger();
        assertEquals(1, ledger.size());
        assertEquals(GapCause.RING_FULL, ledger.getFirst().cause());
        assertEquals(0x10000 + 12, ledger.getFirst().fromSequence());
        assertEquals(3, ledger.getFirst().packets());
    }

    @Test
    void aSourceThatComesBackWithAnotherNumberingIsNoGap() throws IOException {
        CaptureWriter writer = writer(BEGIN);
        rtp(writer, BEGIN, CAMERA, 10);
        MemorySegment other = packet(30_000, 8);
        writer.rtp(BEGIN + 1, CAMERA, other, 0, (int) other.byteSize(), false);
        assertEquals(List.of(), writer.finish(BEGIN + SECOND).ledger());
    }

    @Test
    void afterAKillTheCutSegmentIsClosedAtItsLastWholeBlock() throws IOException {
        CaptureWriter killed = writer(BEGIN);
        for (int i = 0; i < 15; i++) {
            rtp(killed, BEGIN + i * SECOND, CAMERA, i);
            killed.tick(BEGIN + i * SECOND);
        }
        Path open = directory.resolve("segment-000002.pcapng");
        try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
            file.setLength(file.length() - 5);
        }
        CaptureResult result = CaptureRecovery.finish(directory, BEGIN + 60 * SECOND);
        assertEquals(2, result.segments().size());
        assertEquals(
                List.of(GapCause.SEGMENT_CUT, GapCause.RECORDER_RESTART),
                result.ledger().stream().map(LedgerEntry::cause).toList());
        assertEquals(BEGIN + 13 * SECOND, result.ledger().get(1).fromNanos());
        try (CaptureReader reader = reader()) {
            assertEquals(14, reader.packets(CAMERA).size());
        }
        assertEquals(
                result.segments(),
                CaptureRecovery.finish(directory, BEGIN + 70 * SECOND).segments());
        killed.close();
    }

    @Test
    void aRecorderThatComesBackGoesOnInTheNextSegment() throws IOException {
        CaptureWriter killed = writer(BEGIN);
        rtp(killed, BEGIN, CAMERA, 1);
        killed.tick(BEGIN + 1);
        killed.close();
        CaptureWriter second = writer(BEGIN + 5 * SECOND);
        rtp(second, BEGIN + 6 * SECOND, CAMERA, 2);
        CaptureResult result = second.finish(BEGIN + 7 * SECOND);
        assertEquals(2, result.segments().size());
        assertEquals(BEGIN, result.fromNanos());
        assertEquals(
                List.of(
                        LedgerEntry.ofTime(BEGIN, BEGIN + 5 * SECOND, GapCause.RECORDER_RESTART, ""),
                        LedgerEntry.ofTime(BEGIN + 5 * SECOND, BEGIN + 6 * SECOND, GapCause.RECORDER_RESTART, "")),
                result.ledger());
        long clocks = LineFile.read(directory.resolve(CaptureResult.EVENTS)).stream()
                .filter(line -> line.path("type").asText().equals("clock"))
                .count();
        assertEquals(2, clocks);
    }

    @Test
    void theRingGivesBackWhatItTookAndRefusesWhatDoesNotFit() {
        PacketRing ring = new PacketRing(PacketRing.MIN_BYTES);
        int accepted = 0;
        while (ring.offer(0, 3, accepted, packet(accepted, 7), 0, 100)) {
            accepted++;
        }
        assertEquals(PacketRing.MIN_BYTES / 128, accepted);
        long[] read = {0};
        for (int round = 0; round < 5_000; round++) {
            assertTrue(ring.poll(
                    (kind, track, nanos, bytes, offset, length) -> {
                        assertEquals(read[0], nanos);
                        assertEquals((int) read[0] & 0xFFFF, RtpHeader.sequenceNumber(bytes, offset));
                        read[0]++;
                    },
                    Long.MAX_VALUE));
            assertTrue(ring.offer(0, 3, accepted, packet(accepted, 7), 0, 60 + round % 40));
            accepted++;
        }
        while (ring.poll((kind, track, nanos, bytes, offset, length) -> read[0]++, Long.MAX_VALUE)) {
            assertTrue(read[0] <= accepted);
        }
        assertEquals(accepted, read[0]);
        assertFalse(ring.poll((kind, track, nanos, bytes, offset, length) -> read[0]++, Long.MAX_VALUE));
    }

    @Test
    void theRingHoldsBackWhatIsStampedLater() {
        PacketRing ring = new PacketRing(PacketRing.MIN_BYTES);
        ring.offer(0, 0, 5, packet(1, 7), 0, 100);
        assertFalse(ring.poll((kind, track, nanos, bytes, offset, length) -> {}, 4));
        assertTrue(ring.poll((kind, track, nanos, bytes, offset, length) -> {}, 5));
    }

    @Test
    void aSettingThatMakesNoSenseIsRefusedByName() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CaptureSettings(directory, "r1", SECOND, 1, 1_000_000, SECOND));
    }
}
