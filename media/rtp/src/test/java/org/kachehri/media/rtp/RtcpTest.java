package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RtcpTest {
    private final MemorySegment out = MemorySegment.ofArray(new byte[1500]);

    @Test
    void aSenderReportIsReadAsWritten() {
        int length = SenderReport.write(out, 4, 0xFFFF_FFFFL, 0x1234_5678_9ABC_DEF0L, 7, 8, 9, 2);
        ReportBlock.write(out, SenderReport.block(4, 1), 5, 128, -3, 0x1_0002L, 6, 7, 8);
        assertEquals(28 + 48, length);
        assertTrue(Rtcp.wellFormed(out, 4, length));
        assertEquals(Rtcp.SENDER_REPORT, Rtcp.type(out, 4));
        assertEquals(2, Rtcp.count(out, 4));
        assertEquals(0xFFFF_FFFFL, Rtcp.senderSsrc(out, 4));
        assertEquals(0x1234_5678_9ABC_DEF0L, SenderReport.ntpTimestamp(out, 4));
        assertEquals(0x5678_9ABCL, SenderReport.compactNtp(out, 4));
        assertEquals(7, SenderReport.rtpTimestamp(out, 4));
        assertEquals(8, SenderReport.packetCount(out, 4));
        assertEquals(9, SenderReport.octetCount(out, 4));
        long block = SenderReport.block(4, 1);
        assertEquals(5, ReportBlock.ssrc(out, block));
        assertEquals(128, ReportBlock.fractionLost(out, block));
        assertEquals(-3, ReportBlock.cumulativeLost(out, block));
        assertEquals(0x1_0002L, ReportBlock.extendedHighestSequence(out, block));
        assertEquals(6, ReportBlock.jitter(out, block));
        assertEquals(7, ReportBlock.lastSenderReport(out, block));
        assertEquals(8, ReportBlock.delaySinceLastSenderReport(out, block));
    }

    @Test
    void lossBeyond24BitsSaturates() {
        ReportBlock.write(out, 0, 1, 0, 1L << 40, 0, 0, 0, 0);
        assertEquals(0x7F_FFFF, ReportBlock.cumulativeLost(out, 0));
        ReportBlock.write(out, 0, 1, 0, -(1L << 40), 0, 0, 0, 0);
        assertEquals(-0x80_0000, ReportBlock.cumulativeLost(out, 0));
    }

    @Test
    void wallClockTimeSurvivesTheWayThroughNtp() {
        long unixNanos = 1_795_000_000_123_456_789L;
        long ntp = SenderReport.ntpOfUnixNanos(unixNanos);
        assertEquals(1_795_000_000L + 2_208_988_800L, ntp >>> 32);
        assertEquals(unixNanos, SenderReport.unixNanosOfNtp(ntp));
    }

    @Test
    void aCompoundPacketIsWalked() {
        int length = Rtcp.writeReceiverReport(out, 0, 1, 1);
        length += Rtcp.writeCname(out, length, 1, "p3@kachehri".getBytes(StandardCharsets.US_ASCII));
        length += KeyframeRequest.writePictureLoss(out, length, 1, 2);
        length += KeyframeRequest.writeFullIntra(out, length, 1, 3, 200);
        length += Nack.write(out, length, 1, 2, new int[] {5}, 1);
        length += Rtcp.writeGoodbye(out, length, 9);
        assertTrue(Rtcp.wellFormed(out, 0, length));
        assertFalse(Rtcp.wellFormed(out, 0, length - 4));
        List<Integer> types = new ArrayList<>();
        long at = 0;
        for (; at < length; at += Rtcp.packetLength(out, at)) {
            types.add(Rtcp.type(out, at));
            if (KeyframeRequest.isPictureLoss(out, at)) {
                assertEquals(2, Rtcp.mediaSsrc(out, at));
            }
            if (KeyframeRequest.isFullIntra(out, at)) {
                assertEquals(1, KeyframeRequest.fullIntraItems(out, at));
                assertEquals(3, KeyframeRequest.fullIntraSsrc(out, at, 0));
                assertEquals(200, KeyframeRequest.fullIntraCommand(out, at, 0));
            }
            if (Rtcp.type(out, at) == Rtcp.GOODBYE) {
                assertEquals(9, Rtcp.goodbyeSsrc(out, at, 0));
            }
        }
        assertEquals(List.of(201, 202, 206, 206, 205, 203), types);
        assertEquals(length, at);
    }

    @Test
    void aNackAsksForExactlyWhatIsMissing() {
        Random random = new Random(4585);
        for (int run = 0; run < 500; run++) {
            int start = random.nextInt(65_536);
            TreeSet<Integer> distances = new TreeSet<>();
            int count = 1 + random.nextInt(60);
            while (distances.size() < count) {
                distances.add(random.nextInt(400));
            }
            int[] missing = distances.stream()
                    .mapToInt(distance -> start + distance & 0xFFFF)
                    .toArray();
            int length = Nack.write(out, 0, 1, 2, missing, missing.length);
            assertTrue(length <= 12 + 4 * count);
            assertTrue(Rtcp.wellFormed(out, 0, length));
            assertTrue(Nack.matches(out, 0));
            List<Integer> asked = new ArrayList<>();
            for (int item = 0; item < Nack.items(out, 0); item++) {
                int first = Nack.packetId(out, 0, item);
                asked.add(first);
                for (int bit = 0; bit < 16; bit++) {
                    if ((Nack.mask(out, 0, item) >>> bit & 1) != 0) {
                        asked.add(first + bit + 1 & 0xFFFF);
                    }
                }
            }
            assertEquals(Arrays.stream(missing).boxed().toList(), asked);
        }
    }

    @Test
    void countsThatPromiseMoreThanThePacketHoldsAreRefused() {
        int length = Rtcp.writeReceiverReport(out, 0, 1, 1);
        NetworkBytes.putU8(out, 0, 0x82);
        assertFalse(Rtcp.wellFormed(out, 0, length), "two blocks in the room of one");
        NetworkBytes.putU8(out, 0, 0xA1);
        NetworkBytes.putU8(out, length - 1, 4);
        assertFalse(Rtcp.wellFormed(out, 0, length), "padding over a block");
        Rtcp.writeGoodbye(out, 0, 1);
        NetworkBytes.putU8(out, 0, 0x9F);
        assertFalse(Rtcp.wellFormed(out, 0, 8));
    }

    @Test
    void mutatedPacketsAreRefusedOrReadButNeverThrow() {
        Random random = new Random(3550);
        int seedLength = SenderReport.write(out, 0, 1, 2, 3, 4, 5, 1);
        seedLength += Nack.write(out, seedLength, 1, 2, new int[] {1, 2, 90}, 3);
        seedLength += KeyframeRequest.writeFullIntra(out, seedLength, 1, 2, 3);
        seedLength += Rtcp.writeGoodbye(out, seedLength, 1);
        byte[] seed = out.asSlice(0, seedLength).toArray(ValueLayout.JAVA_BYTE);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seedLength) : seedLength);
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            MemorySegment hostile = MemorySegment.ofArray(bytes);
            if (Rtcp.wellFormed(hostile, 0, bytes.length)) {
                accepted++;
                for (long at = 0; at < bytes.length; at += Rtcp.packetLength(hostile, at)) {
                    readAll(hostile, at);
                }
            }
        }
        assertTrue(accepted > 1_000, "the readers were reached");
    }

    private static void readAll(MemorySegment hostile, long at) {
        int type = Rtcp.type(hostile, at);
        int count = Rtcp.count(hostile, at);
        if (type == Rtcp.SENDER_REPORT) {
            SenderReport.octetCount(hostile, at);
            for (int i = 0; i < count; i++) {
                ReportBlock.delaySinceLastSenderReport(hostile, SenderReport.block(at, i));
            }
        }
        if (type == Rtcp.RECEIVER_REPORT) {
            for (int i = 0; i < count; i++) {
                ReportBlock.delaySinceLastSenderReport(hostile, ReportBlock.inReceiverReport(at, i));
            }
        }
        if (Nack.matches(hostile, at)) {
            for (int i = 0; i < Nack.items(hostile, at); i++) {
                Nack.mask(hostile, at, i);
            }
        }
        if (KeyframeRequest.isFullIntra(hostile, at)) {
            for (int i = 0; i < KeyframeRequest.fullIntraItems(hostile, at); i++) {
                KeyframeRequest.fullIntraCommand(hostile, at, i);
            }
        }
        if (type == Rtcp.GOODBYE) {
            for (int i = 0; i < count; i++) {
                Rtcp.goodbyeSsrc(hostile, at, i);
            }
        }
    }
}
