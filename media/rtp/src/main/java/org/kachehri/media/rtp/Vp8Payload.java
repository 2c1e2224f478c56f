package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * The VP8 payload descriptor of RFC 7741 section 4.2 and the start of a key frame (RFC 6386 section 9.1) as a flyweight over an
 * RTP payload without its padding. Every reader answers {@link #NONE} (or false) for bytes that don't hold what it is asked for. No state, any thread.
 */
public final class Vp8Payload {
    /** The descriptor is malformed or the field isn't there. */
    public static final int NONE = -1;

    /** Frame tag (3), start code (3), width and height (2 each). */
    private static final int KEYFRAME_HEADER_LENGTH = 10;

    private static final int KEYFRAME_START_CODE = 0x9D012A;

    private Vp8Payload() {}

    /** Bytes before the VP8 bitstream, or {@link #NONE}. */
    public static int descriptorLength(MemorySegment payload, long offset, int length) {
        if (length < 1) {
            return NONE;
        }
        int at = 1;
        if ((NetworkBytes.u8(payload, offset) & 0x80) != 0) {
            if (length < 2) {
                return NONE;
            }
            int extension = NetworkBytes.u8(payload, offset + 1);
            at = 2;
            if ((extension & 0x80) != 0) {
                if (length < at + 1) {
                    return NONE;
                }
                at += (NetworkBytes.u8(payload, offset + at) & 0x80) != 0 ? 2 : 1;
            }
            at += (extension & 0x40) != 0 ? 1 : 0;
            at += (extension & 0x30) != 0 ? 1 : 0;
        }
        return at <= length ? at : NONE;
    }

    /** Whether this payload begins a frame: S bit and partition 0 (RFC 7741 section 4.2). */
    public static boolean startsFrame(MemorySegment payload, long offset, int length) {
        return length > 0 && (NetworkBytes.u8(payload, offset) & 0x17) == 0x10;
    }

    /** Whether this payload begins a key frame: the inverse key-frame bit of the frame tag is 0 (RFC 6386 section 9.1). */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        int descriptor = descriptorLength(payload, offset, length);
        return descriptor != NONE
                && startsFrame(payload, offset, length)
                && length > descriptor
                && (NetworkBytes.u8(payload, offset + descriptor) & 0x01) == 0;
    }

    /** Width of the key frame in pixels, or {@link #NONE}. */
    public static int width(MemorySegment payload, long offset, int length) {
        int header = keyframeHeader(payload, offset, length);
        return header == NONE ? NONE : littleEndian14(payload, offset + header + 6);
    }

    /** Height of the key frame in pixels, or {@link #NONE}. */
    public static int height(MemorySegment payload, long offset, int length) {
        int header = keyframeHeader(payload, offset, length);
        return header == NONE ? NONE : littleEndian14(payload, offset + header + 8);
    }

    /** Picture id (7 or 15 bits), or {@link #NONE}. */
    public static int pictureId(MemorySegment payload, long offset, int length) {
        if (descriptorLength(payload, offset, length) == NONE
                || (NetworkBytes.u8(payload, offset) & 0x80) == 0
                || (NetworkBytes.u8(payload, offset + 1) & 0x80) == 0) {
            return NONE;
        }
        int first = NetworkBytes.u8(payload, offset + 2);
        return (first & 0x80) == 0 ? first : (first & 0x7F) << 8 | NetworkBytes.u8(payload, offset + 3);
    }

    /** The 8-bit counter of frames of the base temporal layer (TL0PICIDX), or {@link #NONE}. */
    public static int tl0PictureIndex(MemorySegment payload, long offset, int length) {
        if (descriptorLength(payload, offset, length) == NONE
                || (NetworkBytes.u8(payload, offset) & 0x80) == 0
                || (NetworkBytes.u8(payload, offset + 1) & 0x40) == 0) {
            return NONE;
        }
        return NetworkBytes.u8(payload, offset + 2 + pictureIdLength(payload, offset));
    }

    /** Overwrites the picture id, in the width it has, and TL0PICIDX; a value of {@link #NONE} and a field that isn't there stay. */
    public static void rewritePictures(
            MemorySegment payload, long offset, int length, int pictureId, int tl0PictureIndex) {
        if (pictureId != NONE && pictureId(payload, offset, length) != NONE) {
            if (pictureIdLength(payload, offset) == 2) {
                NetworkBytes.putU16(payload, offset + 2, 0x8000 | pictureId & 0x7FFF);
            } else {
                NetworkBytes.putU8(payload, offset + 2, pictureId & 0x7F);
            }
        }
        if (tl0PictureIndex != NONE && tl0PictureIndex(payload, offset, length) != NONE) {
            NetworkBytes.putU8(payload, offset + 2 + pictureIdLength(payload, offset), tl0PictureIndex & 0xFF);
        }
    }

    private static int pictureIdLength(MemorySegment payload, long offset) {
        if ((NetworkBytes.u8(payload, offset + 1) & 0x80) == 0) {
            return 0;
        }
        return (NetworkBytes.u8(payload, offset + 2) & 0x80) == 0 ? 1 : 2;
    }

    /** How many bits the picture id has and so where it wraps: 15, 7, or 0 where there is none. */
    public static int pictureIdBits(MemorySegment payload, long offset, int length) {
        return pictureId(payload, offset, length) == NONE ? 0 : Byte.SIZE * pictureIdLength(payload, offset) - 1;
    }

    private static int keyframeHeader(MemorySegment payload, long offset, int length) {
        int descriptor = descriptorLength(payload, offset, length);
        if (!startsKeyframe(payload, offset, length)
                || length < descriptor + KEYFRAME_HEADER_LENGTH
                || NetworkBytes.u24(payload, offset + descriptor + 3) != KEYFRAME_START_CODE) {
            return NONE;
        }
        return descriptor;
    }

    /** The upper two bits are the scaling hint. */
    private static int littleEndian14(MemorySegment payload, long at) {
        return (NetworkBytes.u8(payload, at) | NetworkBytes.u8(payload, at + 1) << 8) & 0x3FFF;
    }
}
