package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpusRedTest {
    /** Two older frames, 1920 and 960 ticks back, of 3 and 2 bytes, and the primary of 4; payload type 111 throughout. */
    private static final MemorySegment TWO_OLDER = RtpHeaderTest.hex("EF 1E0003 EF 0F0002 6F 0A0B0C 1A1B 2A2B2C2D");

    @Test
    void blocksAreReadInTheOrderOfSending() {
        int length = (int) TWO_OLDER.byteSize();
        assertEquals(3, OpusRed.blocks(TWO_OLDER, 0, length));
        assertBlock(OpusRed.block(TWO_OLDER, 0, length, 0), 1920, 9, 3);
        assertBlock(OpusRed.block(TWO_OLDER, 0, length, 1), 960, 12, 2);
        assertBlock(OpusRed.block(TWO_OLDER, 0, length, 2), 0, 14, 4);
        assertEquals(OpusRed.block(TWO_OLDER, 0, length, 2), OpusRed.primary(TWO_OLDER, 0, length));
        assertEquals(OpusRed.NONE, OpusRed.block(TWO_OLDER, 0, length, 3));
        assertEquals(OpusRed.NONE, OpusRed.block(TWO_OLDER, 0, length, -1));
    }

    @Test
    void offsetAndLengthShareTheirBytesAsTheRfcSays() {
        // 16383 ticks back and 1023 bytes: all 24 bits set.
        byte[] bytes = new byte[5 + 1023];
        MemorySegment payload = MemorySegment.ofArray(bytes);
        MemorySegment.copy(RtpHeaderTest.hex("FF FFFFFF 7F"), 0, payload, 0, 5);
        long older = OpusRed.block(payload, 0, bytes.length, 0);
        assertEquals(16_383, OpusRed.timestampOffset(older));
        assertEquals(1_023, OpusRed.dataLength(older));
        assertEquals(127, OpusRed.payloadType(older));
        assertEquals(0, OpusRed.dataLength(OpusRed.primary(payload, 0, bytes.length)), "silence may be empty");
        assertEquals(OpusRed.NONE, OpusRed.blocks(payload, 0, bytes.length - 1));
    }

    @Test
    void whatIsNotWholeIsRefused() {
        // Shorter than its headers and older frames: only the primary may shrink.
        for (int length = 0; length < 14; length++) {
            MemorySegment cut =
                    MemorySegment.ofArray(TWO_OLDER.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            assertEquals(OpusRed.NONE, OpusRed.blocks(cut, 0, length), "cut to " + length);
            assertEquals(OpusRed.NONE, OpusRed.block(cut, 0, length, 0));
            assertEquals(OpusRed.NONE, OpusRed.primary(cut, 0, length));
        }
        assertEquals(3, OpusRed.blocks(TWO_OLDER, 0, 14));
        MemorySegment many = RtpHeaderTest.hex("EF000000".repeat(OpusRed.MAX_REDUNDANT + 1) + "6F");
        assertEquals(OpusRed.NONE, OpusRed.blocks(many, 0, (int) many.byteSize()));
        assertEquals(
                OpusRed.MAX_REDUNDANT + 1, OpusRed.blocks(many, 4, (int) many.byteSize() - 4), "one fewer is allowed");
    }

    @Test
    void randomPayloadsAreReadWithoutHarm() {
        Random random = new Random(2198);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[2] = (byte) (bytes[2] & 0xFC);
                bytes[3] &= 0x0F;
            }
            MemorySegment payload = MemorySegment.ofArray(bytes);
            int blocks = OpusRed.blocks(payload, 0, bytes.length);
            long expected = 4L * (blocks - 1) + 1;
            for (int index = 0; index < blocks; index++) {
                long block = OpusRed.block(payload, 0, bytes.length, index);
                assertEquals(expected, OpusRed.dataOffset(0, block), "blocks lie one after the other");
                expected += OpusRed.dataLength(block);
            }
            assertTrue(blocks == OpusRed.NONE || expected == bytes.length, "and fill the payload");
        }
    }

    private static void assertBlock(long block, int timestampOffset, int dataOffset, int dataLength) {
        assertEquals(111, OpusRed.payloadType(block));
        assertEquals(timestampOffset, OpusRed.timestampOffset(block));
        assertEquals(100 + dataOffset, OpusRed.dataOffset(100, block));
        assertEquals(dataLength, OpusRed.dataLength(block));
    }
}
