package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.media.rtp.Vp9Payload;

/**
 * Makes the picture ids and TL0PICIDX of VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2) that several encoders count each for
 * itself, the layers of a simulcast or one publisher after the other, those of one encoder: a decoder takes a jump for lost pictures. Not
 * thread-safe.
 */
final class PictureNumbers {
    private static final int NONE = Vp8Payload.NONE;
    private static final int INDEX_BITS = 8;

    private final boolean vp9;
    private boolean known;
    private int pictureDelta;
    private int indexDelta;
    private int lastPicture = NONE;
    private int lastIndex = NONE;
    private int originalPicture;
    private int originalIndex;

    private PictureNumbers(boolean vp9) {
        this.vp9 = vp9;
    }

    /** Null where the codec counts no pictures, or one encoder of VP8 counts them, whose own numbers stay. */
    static PictureNumbers of(Source source) {
        String codec = source.description.codec().name();
        boolean vp9 = codec.equalsIgnoreCase("VP9");
        boolean simulcast = source.layers.length > 1 && codec.equalsIgnoreCase("VP8");
        return vp9 || simulcast ? new PictureNumbers(vp9) : null;
    }

    /** What comes next is another encoder's: its first picture follows the last one before. */
    void begin() {
        known = false;
    }

    /** Writes ours into a payload. */
    void write(MemorySegment payload, long offset, int length) {
        if (length == 0) {
            return;
        }
        int bits = vp9
                ? Vp9Payload.pictureIdBits(payload, offset, length)
                : Vp8Payload.pictureIdBits(payload, offset, length);
        originalPicture =
                vp9 ? Vp9Payload.pictureId(payload, offset, length) : Vp8Payload.pictureId(payload, offset, length);
        originalIndex = vp9
                ? Vp9Payload.tl0PictureIndex(payload, offset, length)
                : Vp8Payload.tl0PictureIndex(payload, offset, length);
        if (!known) {
            known = true;
            pictureDelta = lastPicture == NONE ? 0 : lastPicture + 1 - originalPicture;
            indexDelta = lastIndex == NONE ? 0 : lastIndex + 1 - originalIndex;
        }
        int picture = originalPicture == NONE ? NONE : originalPicture + pictureDelta & (1 << bits) - 1;
        int index = originalIndex == NONE ? NONE : originalIndex + indexDelta & (1 << INDEX_BITS) - 1;
        rewrite(payload, offset, length, picture, index);
        lastPicture = later(lastPicture, picture, bits);
        lastIndex = later(lastIndex, index, INDEX_BITS);
    }

    /** Puts the publisher's own back: the payload is everybody's. */
    void restore(MemorySegment payload, long offset, int length) {
        if (length > 0) {
            rewrite(payload, offset, length, originalPicture, originalIndex);
        }
    }

    private void rewrite(MemorySegment payload, long offset, int length, int picture, int index) {
        if (vp9) {
            Vp9Payload.rewritePictures(payload, offset, length, picture, index);
        } else {
            Vp8Payload.rewritePictures(payload, offset, length, picture, index);
        }
    }

    /** The later of two counters of so many bits, which wrap. */
    private static int later(int one, int other, int bits) {
        if (one == NONE || other == NONE) {
            return other == NONE ? one : other;
        }
        int shift = Integer.SIZE - bits;
        return other - one << shift > 0 ? other : one;
    }
}
