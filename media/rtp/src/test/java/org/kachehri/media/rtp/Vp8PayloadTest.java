package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp8PayloadTest {
    /** X, S; extension with I, L, T; 15-bit picture id 0x1234; TL0PICIDX; TID; a key frame of 1280 x 720. */
    private static final MemorySegment KEYFRAME = RtpHeaderTest.hex("90 E0 9234 55 20 50 42 00 9D012A 0005 D002 AA");

    /** The same picture id in 7 bits, an inter frame. */
    private static final MemorySegment INTER = RtpHeaderTest.hex("90 80 34 51 42 00 AA BB");

    @Test
    void aKeyframeTellsItsSize() {
        int length = (int) KEYFRAME.byteSize();
        assertEquals(6, Vp8Payload.descriptorLength(KEYFRAME, 0, length));
        assertTrue(Vp8Payload.startsFrame(KEYFRAME, 0, length));
        assertTrue(Vp8Payload.startsKeyframe(KEYFRAME, 0, length));
        assertEquals(1280, Vp8Payload.width(KEYFRAME, 0, length));
        assertEquals(720, Vp8Payload.height(KEYFRAME, 0, length));
        assertEquals(0x1234, Vp8Payload.pictureId(KEYFRAME, 0, length));
    }

    @Test
    void anInterFrameIsNoKeyframe() {
        int length = (int) INTER.byteSize();
        assertEquals(3, Vp8Payload.descriptorLength(INTER, 0, length));
        assertTrue(Vp8Payload.startsFrame(INTER, 0, length));
        assertFalse(Vp8Payload.startsKeyframe(INTER, 0, length));
        assertEquals(Vp8Payload.NONE, Vp8Payload.width(INTER, 0, length));
        assertEquals(0x34, Vp8Payload.pictureId(INTER, 0, length));
    }

    @Test
    void aContinuationDoesNotBeginAKeyframeWhateverItsFirstBit() {
        MemorySegment second = RtpHeaderTest.hex("80 80 34 50 42 00 9D012A 0005 D002");
        assertFalse(Vp8Payload.startsKeyframe(second, 0, 13));
        MemorySegment otherPartition = RtpHeaderTest.hex("11 50 42 00 9D012A 0005 D002");
        assertFalse(Vp8Payload.startsKeyframe(otherPartition, 0, 11));
    }

    @Test
    void theDescriptorTellsItsPlaceInTheBaseLayer() {
        int length = (int) KEYFRAME.byteSize();
        assertEquals(15, Vp8Payload.pictureIdBits(KEYFRAME, 0, length));
        assertEquals(0x55, Vp8Payload.tl0PictureIndex(KEYFRAME, 0, length));
        assertEquals(7, Vp8Payload.pictureIdBits(INTER, 0, 8));
        assertEquals(Vp8Payload.NONE, Vp8Payload.tl0PictureIndex(INTER, 0, 8));
        MemorySegment layer = RtpHeaderTest.hex("90 20 80 50");
        assertEquals(0, Vp8Payload.pictureIdBits(layer, 0, 4));
    }

    @Test
    void rewritingKeepsWidthsAndEverythingElse() {
        byte[] before = KEYFRAME.toArray(ValueLayout.JAVA_BYTE);
        MemorySegment packet = MemorySegment.ofArray(before.clone());
        Vp8Payload.rewritePictures(packet, 0, before.length, 0x8001, 0x100);
        assertEquals(1, Vp8Payload.pictureId(packet, 0, before.length), "15 bits wrap");
        assertEquals(0, Vp8Payload.tl0PictureIndex(packet, 0, before.length), "8 bits wrap");
        Vp8Payload.rewritePictures(packet, 0, before.length, 0x1234, Vp8Payload.NONE);
        Vp8Payload.rewritePictures(packet, 0, before.length, Vp8Payload.NONE, 0x55);
        assertArrayEquals(before, packet.toArray(ValueLayout.JAVA_BYTE));

        MemorySegment seven = MemorySegment.ofArray(INTER.toArray(ValueLayout.JAVA_BYTE));
        Vp8Payload.rewritePictures(seven, 0, 8, 0x82, 9);
        assertEquals(2, Vp8Payload.pictureId(seven, 0, 8), "7 bits wrap");
        assertEquals(-1, seven.asSlice(3).mismatch(INTER.asSlice(3)));
        Vp8Payload.rewritePictures(seven, 0, 2, 1, 1);
        assertEquals(2, Vp8Payload.pictureId(seven, 0, 8), "a cut descriptor is left as it is");
    }

    @Test
    void randomPayloadsAreReadWithoutHarmAndRewrittenWithoutGrowing() {
        Random random = new Random(7741);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            MemorySegment payload = MemorySegment.ofArray(bytes);
            int descriptor = Vp8Payload.descriptorLength(payload, 0, bytes.length);
            boolean keyframe = Vp8Payload.startsKeyframe(payload, 0, bytes.length);
            int bits = Vp8Payload.pictureIdBits(payload, 0, bytes.length);
            int id = random.nextInt(0x10000);
            Vp8Payload.rewritePictures(payload, 0, bytes.length, id, id);
            assertEquals(descriptor, Vp8Payload.descriptorLength(payload, 0, bytes.length));
            assertEquals(keyframe, Vp8Payload.startsKeyframe(payload, 0, bytes.length));
            assertEquals(bits, Vp8Payload.pictureIdBits(payload, 0, bytes.length));
            assertEquals(
                    bits == 0 ? Vp8Payload.NONE : id & ((1 << bits) - 1),
                    Vp8Payload.pictureId(payload, 0, bytes.length));
        }
    }

    @Test
    void everyShorterPayloadIsReadWithoutHarm() {
        for (MemorySegment whole : new MemorySegment[] {KEYFRAME, INTER}) {
            for (int length = 0; length < whole.byteSize(); length++) {
                MemorySegment cut = whole.asSlice(0, length);
                int descriptor = Vp8Payload.descriptorLength(cut, 0, length);
                assertTrue(descriptor == Vp8Payload.NONE || descriptor <= length);
                Vp8Payload.startsKeyframe(cut, 0, length);
                Vp8Payload.pictureId(cut, 0, length);
                if (whole == KEYFRAME && length < 16) {
                    assertEquals(Vp8Payload.NONE, Vp8Payload.height(cut, 0, length));
                }
            }
        }
    }

    @Test
    void codecsAreComparedByEncodingAndNotByParameters() {
        assertTrue(Codec.OPUS.sameEncoding(new Codec("OPUS", 48_000, 2, "")));
        assertFalse(Codec.OPUS.sameEncoding(new Codec("opus", 48_000, 1, "")));
        assertFalse(Codec.VP8.sameEncoding(new Codec("VP9", 90_000, 1, "")));
    }
}
