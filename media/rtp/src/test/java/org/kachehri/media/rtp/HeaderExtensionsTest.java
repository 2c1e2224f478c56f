package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
    /** Level 127 with voice under id 1, MID "abc" under id 2, padding between, two payload bytes. */
    private static final MemorySegment ONE_BYTE =
            RtpHeaderTest.hex("90 60 0001 00000001 00000002 BEDE 0002 10FF 00 22 616263 00 CAFE");

    /** The same in the two-byte form, the level under id 20. */
    private static final MemorySegment TWO_BYTE =
            RtpHeaderTest.hex("90 60 0001 00000001 00000002 1000 0003 1401FF 00 0203 616263 00 00 00 CAFE");

    @Test
    void bothFormsAreRead() {
        long level = HeaderExtensions.find(ONE_BYTE, 0, 26, 1);
        assertEquals(127, HeaderExtensions.audioLevel(ONE_BYTE, 0, level));
        assertTrue(HeaderExtensions.voiceActivity(ONE_BYTE, 0, level));
        assertEquals("abc", text(ONE_BYTE, HeaderExtensions.find(ONE_BYTE, 0, 26, 2)));
        assertEquals("abc", text(TWO_BYTE, HeaderExtensions.find(TWO_BYTE, 0, 30, 2)));
        assertEquals(1, HeaderExtensions.valueLength(HeaderExtensions.find(TWO_BYTE, 0, 30, 20)));
        assertEquals(HeaderExtensions.NONE, HeaderExtensions.find(ONE_BYTE, 0, 26, 3));
        assertEquals(HeaderExtensions.NONE, HeaderExtensions.find(ONE_BYTE, 0, 26, 0));
    }

    @Test
    void aLevelIsReadWhereThereIsOneAndNowhereElse() {
        // Level 45 without voice, and the same in the two-byte form, which may carry an empty element at the packet's
        // end.
        MemorySegment quiet = RtpHeaderTest.hex("90 60 0001 00000001 00000002 BEDE 0001 10 2D 00 00");
        long level = HeaderExtensions.find(quiet, 0, 20, 1);
        assertEquals(45, HeaderExtensions.audioLevel(quiet, 0, level));
        assertFalse(HeaderExtensions.voiceActivity(quiet, 0, level));
        MemorySegment twoByte = RtpHeaderTest.hex("90 60 0001 00000001 00000002 1000 0001 01 01 80 00");
        level = HeaderExtensions.find(twoByte, 0, 20, 1);
        assertEquals(0, HeaderExtensions.audioLevel(twoByte, 0, level));
        assertTrue(HeaderExtensions.voiceActivity(twoByte, 0, level));
        MemorySegment empty = RtpHeaderTest.hex("90 60 0001 00000001 00000002 1000 0001 00 00 01 00");
        level = HeaderExtensions.find(empty, 0, 20, 1);
        assertEquals(0, HeaderExtensions.valueLength(level));
        assertEquals(HeaderExtensions.NO_LEVEL, HeaderExtensions.audioLevel(empty, 0, level));
        assertFalse(HeaderExtensions.voiceActivity(empty, 0, level));
        assertEquals(HeaderExtensions.NO_LEVEL, HeaderExtensions.audioLevel(empty, 0, HeaderExtensions.NONE));
    }

    @Test
    void aSubscriberGetsItsOwnMidAndKeepsTheLevel() {
        MemorySegment out = MemorySegment.ofArray(new byte[64]);
        byte[] mid = "17".getBytes(StandardCharsets.US_ASCII);
        int length = HeaderExtensions.copyReplacing(
                ONE_BYTE, 0, 26, 24, 2, out, 4, 4, MemorySegment.ofArray(mid), 0, mid.length);
        int header = RtpHeader.length(out, 4, length);
        assertEquals(length - 2, header);
        assertEquals(0xCAFE, NetworkBytes.u16(out, 4 + header));
        assertEquals("17", text(out, 4, HeaderExtensions.find(out, 4, length, 4)));
        assertEquals(127, HeaderExtensions.audioLevel(out, 4, HeaderExtensions.find(out, 4, length, 1)));
        assertEquals(HeaderExtensions.NONE, HeaderExtensions.find(out, 4, length, 2));
    }

    @Test
    void droppingTheLastElementDropsTheBlock() {
        MemorySegment packet = RtpHeaderTest.hex("90 60 0001 00000001 00000002 BEDE 0001 22616263 CAFE");
        MemorySegment out = MemorySegment.ofArray(new byte[64]);
        int length = HeaderExtensions.copyReplacing(packet, 0, 22, 20, 2, out, 0, 0, packet, 0, 0);
        assertEquals(14, length);
        assertFalse(RtpHeader.hasExtension(out, 0));
        assertArrayEquals(
                new byte[] {(byte) 0xCA, (byte) 0xFE}, out.asSlice(12, 2).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void aPacketWithoutExtensionsGetsABlock() {
        MemorySegment packet = RtpHeaderTest.hex("80 60 0001 00000001 00000002 CAFE");
        MemorySegment out = MemorySegment.ofArray(new byte[64]);
        byte[] mid = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        int length = HeaderExtensions.copyReplacing(
                packet, 0, 14, 12, 0, out, 0, 4, MemorySegment.ofArray(mid), 0, mid.length);
        assertEquals(14 + 24, length, "4 for the block, 17 for the element, 3 to the next 32 bits");
        assertEquals("0123456789abcdef", text(out, HeaderExtensions.find(out, 0, length, 4)));
    }

    @Test
    void ourOwnMistakesAreExceptions() {
        MemorySegment out = MemorySegment.ofArray(new byte[64]);
        assertThrows(IllegalArgumentException.class, () -> HeaderExtensions.writeElement(out, 0, 15, out, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> HeaderExtensions.writeElement(out, 0, 1, out, 0, 17));
        assertThrows(IllegalArgumentException.class, () -> HeaderExtensions.writeElement(out, 0, 1, out, 0, 0));
    }

    private static String text(MemorySegment packet, long element) {
        return text(packet, 0, element);
    }

    private static String text(MemorySegment packet, long offset, long element) {
        byte[] value = packet.asSlice(
                        HeaderExtensions.valueOffset(offset, element), HeaderExtensions.valueLength(element))
                .toArray(ValueLayout.JAVA_BYTE);
        return new String(value, StandardCharsets.US_ASCII);
    }
}
