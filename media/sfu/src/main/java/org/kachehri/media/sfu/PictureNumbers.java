package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.Vp8Payload;

/**
 * Makes the picture ids and TL0PICIDX of VP8 (RFC 7741 section 4.2) that the layers of a simulcast count each for itself those of one
 * encoder: a decoder takes a jump for lost pictures. Not thread-safe.
 */
final class PictureNumbers {
    private boolean known;
    private int pictureDelta;
    private int indexDelta;
    private int lastPicture = Vp8Payload.NONE;
    private int lastIndex = Vp8Payload.NONE;
    private int originalPicture;
    private int originalIndex;

    /** What comes next is another layer: its first picture follows the last one before. */
    void begin() {
        known = false;
    }

    /** Writes ours into a payload. */
    void write(MemorySegment payload, long offset, int length) {
        originalPicture = Vp8Payload.pictureId(payload, offset, length);
        originalIndex = Vp8Payload.tl0PictureIndex(payload, offset, length);
        if (!known) {
            known = true;
            pictureDelta = lastPicture == Vp8Payload.NONE ? 0 : lastPicture + 1 - originalPicture;
            indexDelta = lastIndex == Vp8Payload.NONE ? 0 : lastIndex + 1 - originalIndex;
        }
        int picture = originalPicture == Vp8Payload.NONE ? Vp8Payload.NONE : originalPicture + pictureDelta & 0x7FFF;
        int index = originalIndex == Vp8Payload.NONE ? Vp8Payload.NONE : originalIndex + indexDelta & 0xFF;
        Vp8Payload.rewritePictures(payload, offset, length, picture, index);
        lastPicture = later(lastPicture, picture, Short.SIZE - 1);
        lastIndex = later(lastIndex, index, Byte.SIZE);
    }

    /** Puts the publisher's own back: the payload is everybody's. */
    void restore(MemorySegment payload, long offset, int length) {
        Vp8Payload.rewritePictures(payload, offset, length, originalPicture, originalIndex);
    }

    /** The later of two counters of so many bits, which wrap. */
    private static int later(int one, int other, int bits) {
        if (one == Vp8Payload.NONE || other == Vp8Payload.NONE) {
            return other == Vp8Payload.NONE ? one : other;
        }
        int shift = Integer.SIZE - bits;
        return other - one << shift > 0 ? other : one;
    }
}
