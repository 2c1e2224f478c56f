package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    private final MemorySegment packet = MemorySegment.ofArray(new byte[1500]);

    @Test
    void whatIsWrittenIsRead() {
        int length = RtpHeader.write(packet, 8, 111, true, 65_535, 0xFFFF_FFFEL, 0x8000_0001L);
        assertEquals(12, length);
        assertEquals(12, RtpHeader.length(packet, 8, 100));
        assertEquals(111, RtpHeader.payloadType(packet, 8));
        assertTrue(RtpHeader.marker(packet, 8));
        assertEquals(65_535, RtpHeader.sequenceNumber(packet, 8));
        assertEquals(0xFFFF_FFFEL, RtpHeader.timestamp(packet, 8));
        assertEquals(0x8000_0001L, RtpHeader.ssrc(packet, 8));
        RtpHeader.payloadType(packet, 8, 96);
        assertTrue(RtpHeader.marker(packet, 8));
        RtpHeader.marker(packet, 8, false);
        assertEquals(96, RtpHeader.payloadType(packet, 8));
        assertFalse(RtpHeader.marker(packet, 8));
    }

    @Test
    void aHeaderThatDoesNotFitItsPacketIsMalformed() {
        MemorySegment withExtension = hex("90 60 0001 00000001 00000002 BEDE 0002 1000 0000 0000 0000");
        assertEquals(24, RtpHeader.length(withExtension, 0, 24));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(withExtension, 0, 23));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(withExtension, 0, 15));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(hex("40 60 0001 00000001 00000002"), 0, 12));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(hex("81 60 0001 00000001 00000002"), 0, 12));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(packet, 0, 11));
    }

    @Test
    void paddingMakesPacketsEquallyLongAndIsTakenOffAgain() {
        RtpHeader.write(packet, 0, 96, false, 1, 2, 3);
        assertEquals(0, RtpHeader.paddingLength(packet, 0, 100, 12));
        assertEquals(101, RtpHeader.pad(packet, 0, 100, 101));
        assertEquals(1, RtpHeader.paddingLength(packet, 0, 101, 12));
        assertEquals(140, RtpHeader.pad(packet, 0, 101, 140));
        assertEquals(40, RtpHeader.paddingLength(packet, 0, 140, 12));
        assertEquals(355, RtpHeader.pad(packet, 0, 140, 355));
        assertEquals(255, RtpHeader.paddingLength(packet, 0, 355, 12));
        assertEquals(355, RtpHeader.pad(packet, 0, 355, 356), "one byte can't count more than 255");
        assertEquals(355, RtpHeader.pad(packet, 0, 355, 300), "a packet is never cut");
    }

    @Test
    void paddingThatReachesIntoTheHeaderIsMalformed() {
        RtpHeader.write(packet, 0, 96, false, 1, 2, 3);
        RtpHeader.pad(packet, 0, 12, 20);
        assertEquals(8, RtpHeader.paddingLength(packet, 0, 20, 12));
        NetworkBytes.putU8(packet, 19, 9);
        assertEquals(RtpHeader.MALFORMED, RtpHeader.paddingLength(packet, 0, 20, 12));
        NetworkBytes.putU8(packet, 19, 0);
        assertEquals(RtpHeader.MALFORMED, RtpHeader.paddingLength(packet, 0, 20, 12));
        assertEquals(RtpHeader.MALFORMED, RtpHeader.paddingLength(packet, 0, 12, 12));
    }

    @Test
    void sequenceNumbersAreUnwrappedAcrossTheirEnd() {
        SequenceExtender extender = new SequenceExtender();
        assertFalse(extender.started());
        long first = extender.extend(65_530);
        assertEquals(first + 10, extender.extend(4));
        assertEquals(first + 5, extender.extend(65_535), "late");
        assertEquals(first + 10, extender.highest());
        assertEquals(first + 11, extender.peek(5));
        assertEquals(first - 32_757, extender.peek(32_773), "the far half lies behind");
        assertEquals(first + 10, extender.highest());
    }

    @Test
    void fromAnyStartTheUnwrappedNumberFollowsTheTrueOne() {
        Random random = new Random(3550);
        for (int run = 0; run < 50; run++) {
            SequenceExtender extender = new SequenceExtender();
            long truth = random.nextInt(65_536);
            long base = extender.extend((int) truth & 0xFFFF) - truth;
            for (int i = 0; i < 2_000; i++) {
                truth += random.nextInt(1_000);
                long late = truth - random.nextInt(500);
                assertEquals(base + truth, extender.extend((int) truth & 0xFFFF));
                assertEquals(base + late, extender.extend((int) late & 0xFFFF));
            }
        }
    }

    @Test
    void mutatedPacketsAreRefusedOrReadButNeverThrow() {
        Random random = new Random(8285);
        byte[] seed = HexFormat.of()
                .parseHex("b1600001000000010000000200000003bede0003107f22616263330102030400000090e0123410");
        seed = Arrays.copyOf(seed, seed.length + 5);
        seed[seed.length - 1] = 5;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seed.length) : seed.length);
            for (int change = random.nextInt(5); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            MemorySegment hostile = MemorySegment.ofArray(bytes);
            int header = RtpHeader.length(hostile, 0, bytes.length);
            if (header < 0) {
                continue;
            }
            assertTrue(header >= 12 && header <= bytes.length);
            int padding = RtpHeader.paddingLength(hostile, 0, bytes.length, header);
            assertTrue(padding <= bytes.length - header);
            walk(hostile, bytes.length);
            int payload = bytes.length - header - Math.max(0, padding);
            Vp8Payload.descriptorLength(hostile, header, payload);
            Vp8Payload.startsKeyframe(hostile, header, payload);
            Vp8Payload.width(hostile, header, payload);
            Vp8Payload.height(hostile, header, payload);
            Vp8Payload.pictureId(hostile, header, payload);
            MemorySegment out = MemorySegment.ofArray(new byte[bytes.length + 24]);
            int copied = HeaderExtensions.copyReplacing(
                    hostile, 0, bytes.length, header, 1, out, 0, 4, MemorySegment.ofArray(new byte[16]), 0, 16);
            int copiedHeader = RtpHeader.length(out, 0, copied);
            assertEquals(bytes.length - header, copied - copiedHeader, "the payload is kept");
        }
    }

    private static void walk(MemorySegment hostile, int length) {
        int steps = 0;
        for (long element = HeaderExtensions.first(hostile, 0, length);
                element != HeaderExtensions.NONE;
                element = HeaderExtensions.next(hostile, 0, length, element)) {
            long end = HeaderExtensions.valueOffset(0, element) + HeaderExtensions.valueLength(element);
            assertTrue(end <= length);
            assertTrue(++steps <= length, "the walk ends");
        }
    }

    static MemorySegment hex(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
