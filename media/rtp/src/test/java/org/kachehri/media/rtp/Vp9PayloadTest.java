package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp9PayloadTest {
    /**
     * Non-flexible: I, L, B, V; 15-bit id 0x1234; TID 0, U, SID 0; TL0PICIDX 0x55; two spatial layers of 320 x 180 and 640 x 360 and a
     * group of three pictures with 0, 1 and 2 references.
     */
    private static final MemorySegment KEYFRAME =
            RtpHeaderTest.hex("AA 9234 10 55 38 0140 00B4 0280 0168 03 00 44 01 28 0102 AABB");

    /** Flexible: I, P, L, F, E; 7-bit id 0x34; TID 2, U, SID 1, D; the references 1, 3 and 127 pictures back. */
    private static final MemorySegment FLEXIBLE = RtpHeaderTest.hex("F4 34 53 03 07 FE CC");

    /** Neither id nor layers: B and E of a single-layer key frame. */
    private static final MemorySegment BARE = RtpHeaderTest.hex("0C 82 49");

    @Test
    void aKeyframeTellsItsLayersAndTheirSizes() {
        int length = (int) KEYFRAME.byteSize();
        assertEquals(length - 2, Vp9Payload.descriptorLength(KEYFRAME, 0, length));
        assertTrue(Vp9Payload.startsKeyframe(KEYFRAME, 0, length));
        assertTrue(Vp9Payload.startsPicture(KEYFRAME, 0, length));
        assertFalse(Vp9Payload.endsFrame(KEYFRAME, 0, length));
        assertEquals(0x1234, Vp9Payload.pictureId(KEYFRAME, 0, length));
        assertEquals(15, Vp9Payload.pictureIdBits(KEYFRAME, 0, length));
        assertEquals(0, Vp9Payload.spatialLayer(KEYFRAME, 0, length));
        assertEquals(0x55, Vp9Payload.tl0PictureIndex(KEYFRAME, 0, length));
        assertEquals(180, Vp9Payload.height(KEYFRAME, 0, length, 0));
        assertEquals(360, Vp9Payload.height(KEYFRAME, 0, length, 1));
        assertEquals(Vp9Payload.NONE, Vp9Payload.height(KEYFRAME, 0, length, -1));
    }

    @Test
    void aFlexibleFrameIsRead() {
        int length = (int) FLEXIBLE.byteSize();
        assertEquals(6, Vp9Payload.descriptorLength(FLEXIBLE, 0, length));
        assertTrue(Vp9Payload.endsFrame(FLEXIBLE, 0, length));
        assertFalse(Vp9Payload.startsKeyframe(FLEXIBLE, 0, length));
        assertEquals(0x34, Vp9Payload.pictureId(FLEXIBLE, 0, length));
        assertEquals(7, Vp9Payload.pictureIdBits(FLEXIBLE, 0, length));
        assertEquals(1, Vp9Payload.spatialLayer(FLEXIBLE, 0, length));
        assertEquals(Vp9Payload.NONE, Vp9Payload.tl0PictureIndex(FLEXIBLE, 0, length));
    }

    @Test
    void aStreamWithoutIdsAndLayersHasKeyframesToo() {
        assertTrue(Vp9Payload.startsKeyframe(BARE, 0, 3));
        assertEquals(1, Vp9Payload.descriptorLength(BARE, 0, 3));
        assertEquals(Vp9Payload.NONE, Vp9Payload.pictureId(BARE, 0, 3));
        assertEquals(0, Vp9Payload.pictureIdBits(BARE, 0, 3));
        assertEquals(Vp9Payload.NONE, Vp9Payload.spatialLayer(BARE, 0, 3));
    }

    @Test
    void onlyTheBaseLayerOfAPictureBeginsAKeyframe() {
        // The upper layer of the same key picture refers to nothing but the layer below (P 0, D 1).
        MemorySegment upper = RtpHeaderTest.hex("A8 9234 13 55 AA");
        assertFalse(Vp9Payload.startsKeyframe(upper, 0, 6));
        assertFalse(Vp9Payload.startsPicture(upper, 0, 6));
        // A picture that refers to earlier ones (P).
        assertTrue(Vp9Payload.startsPicture(RtpHeaderTest.hex("E8 9234 10 55 AA"), 0, 6));
        assertFalse(Vp9Payload.startsKeyframe(RtpHeaderTest.hex("E8 9234 10 55 AA"), 0, 6));
        // The second packet of the key frame has no B.
        assertFalse(Vp9Payload.startsKeyframe(RtpHeaderTest.hex("A0 9234 10 55 AA"), 0, 6));
        // A descriptor without a bitstream begins nothing.
        assertFalse(Vp9Payload.startsKeyframe(RtpHeaderTest.hex("A8 9234 10 55"), 0, 5));
    }

    @Test
    void aDescriptorThatContradictsItselfIsRefused() {
        // Flexible without a picture id.
        assertEquals(Vp9Payload.NONE, Vp9Payload.descriptorLength(RtpHeaderTest.hex("18 AA BB"), 0, 3));
        // A fourth reference announced.
        assertEquals(Vp9Payload.NONE, Vp9Payload.descriptorLength(RtpHeaderTest.hex("D0 34 03 03 03 02 AA"), 0, 7));
        // A picture group longer than the packet.
        assertEquals(Vp9Payload.NONE, Vp9Payload.descriptorLength(RtpHeaderTest.hex("0A 08 FF 00 00"), 0, 5));
    }

    @Test
    void rewritingKeepsWidthsAndEverythingElse() {
        byte[] before = KEYFRAME.toArray(ValueLayout.JAVA_BYTE);
        MemorySegment packet = MemorySegment.ofArray(before.clone());
        int length = before.length;
        Vp9Payload.rewritePictures(packet, 0, length, 0x8001, 0x1FF);
        assertEquals(1, Vp9Payload.pictureId(packet, 0, length), "15 bits wrap");
        assertEquals(0xFF, Vp9Payload.tl0PictureIndex(packet, 0, length), "8 bits wrap");
        Vp9Payload.rewritePictures(packet, 0, length, 0x1234, Vp9Payload.NONE);
        Vp9Payload.rewritePictures(packet, 0, length, Vp9Payload.NONE, 0x55);
        assertArrayEquals(before, packet.toArray(ValueLayout.JAVA_BYTE));

        MemorySegment seven = MemorySegment.ofArray(FLEXIBLE.toArray(ValueLayout.JAVA_BYTE));
        Vp9Payload.rewritePictures(seven, 0, 7, 0x81, 9);
        Vp9Payload.rewritePictures(seven, 0, 1, 5, 5);
        assertArrayEquals(
                RtpHeaderTest.hex("F4 01 53 03 07 FE CC").toArray(ValueLayout.JAVA_BYTE),
                seven.toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void everyShorterPayloadIsReadWithoutHarm() {
        for (MemorySegment whole : new MemorySegment[] {KEYFRAME, FLEXIBLE, BARE}) {
            int descriptor = Vp9Payload.descriptorLength(whole, 0, (int) whole.byteSize());
            for (int length = 0; length < whole.byteSize(); length++) {
                MemorySegment cut = whole.asSlice(0, length);
                assertEquals(
                        length < descriptor ? Vp9Payload.NONE : descriptor,
                        Vp9Payload.descriptorLength(cut, 0, length));
                readAll(cut, 0, length);
            }
        }
    }

    @Test
    void randomPayloadsAreReadWithoutHarmAndRewrittenWithoutGrowing() {
        Random random = new Random(9628);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            MemorySegment payload = MemorySegment.ofArray(bytes);
            readAll(payload, 0, bytes.length);
            int descriptor = Vp9Payload.descriptorLength(payload, 0, bytes.length);
            assertTrue(descriptor == Vp9Payload.NONE || descriptor >= 1 && descriptor <= bytes.length);
            int id = random.nextInt(0x10000);
            int bits = Vp9Payload.pictureIdBits(payload, 0, bytes.length);
            Vp9Payload.rewritePictures(payload, 0, bytes.length, id, id);
            assertEquals(descriptor, Vp9Payload.descriptorLength(payload, 0, bytes.length));
            assertEquals(bits, Vp9Payload.pictureIdBits(payload, 0, bytes.length));
            assertEquals(
                    bits == 0 ? Vp9Payload.NONE : id & ((1 << bits) - 1),
                    Vp9Payload.pictureId(payload, 0, bytes.length));
        }
    }

    private static void readAll(MemorySegment payload, long offset, int length) {
        Vp9Payload.startsKeyframe(payload, offset, length);
        Vp9Payload.tl0PictureIndex(payload, offset, length);
        Vp9Payload.pictureId(payload, offset, length);
        for (int i = -1; i <= 8; i++) {
            Vp9Payload.height(payload, offset, length, i);
        }
    }
}
