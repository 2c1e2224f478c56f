package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
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
        assertFalse(Vp8Payload.nonReference(KEYFRAME, 0, length));
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
    void everyShorterPayloadIsReadWithoutHarm() {
        for (MemorySegment whole : new MemorySegment[] {KEYFRAME, INTER}) {
            for (int length = 0; length < whole.byteSize(); length++) {
                MemorySegment cut = whole.asSlice(0, length);
                int descriptor = Vp8Payload.descriptorLength(cut, 0, length);
                assertTrue(descriptor == Vp8Payload.NONE || descriptor <= length);
                Vp8Payload.startsKeyframe(cut, 0, length);
                Vp8Payload.pictureId(cut, 0, length);
                Vp8Payload.nonReference(cut, 0, length);
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
