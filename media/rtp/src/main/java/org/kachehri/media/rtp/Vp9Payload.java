package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * The VP9 payload descriptor of RFC 9628 section 4.2 as a flyweight over an RTP payload without its padding. Every reader walks
 * the whole descriptor first and answers {@link #NONE} (or false) for bytes that don't hold what it is asked for. No state, any thread.
 */
public final class Vp9Payload {
    /** The descriptor is malformed or the field isn't there. */
    public static final int NONE = -1;

    /** Three reference indices at most follow the layer indices in flexible mode (RFC 9628 section 4.2). */
    private static final int MAX_REFERENCES = 3;

    private static final int PICTURE_ID_BIT = 0x80;
    private static final int INTER_PICTURE_BIT = 0x40;
    private static final int LAYERS_BIT = 0x20;
    private static final int FLEXIBLE_BIT = 0x10;
    private static final int BEGIN_BIT = 0x08;
    private static final int END_BIT = 0x04;
    private static final int STRUCTURE_BIT = 0x02;

    private Vp9Payload() {}

    /** Bytes before the VP9 bitstream, or {@link #NONE}. */
    public static int descriptorLength(MemorySegment payload, long offset, int length) {
        int structure = structureAt(payload, offset, length);
        if (structure == NONE || (NetworkBytes.u8(payload, offset) & STRUCTURE_BIT) == 0) {
            return structure;
        }
        if (structure + 1 > length) {
            return NONE;
        }
        int head = NetworkBytes.u8(payload, offset + structure);
        int at = structure + 1 + ((head & 0x10) != 0 ? 4 * ((head >>> 5) + 1) : 0);
        if ((head & 0x08) != 0) {
            if (at + 1 > length) {
                return NONE;
            }
            int pictures = NetworkBytes.u8(payload, offset + at++);
            for (int i = 0; i < pictures; i++) {
                if (at + 1 > length) {
                    return NONE;
                }
                at += 1 + (NetworkBytes.u8(payload, offset + at) >>> 2 & 0x03);
            }
        }
        return at <= length ? at : NONE;
    }

    /** Picture id (7 or 15 bits), or {@link #NONE}. */
    public static int pictureId(MemorySegment payload, long offset, int length) {
        return switch (pictureIdBits(payload, offset, length)) {
            case 15 -> NetworkBytes.u16(payload, offset + 1) & 0x7FFF;
            case 7 -> NetworkBytes.u8(payload, offset + 1);
            default -> NONE;
        };
    }

    /** How many bits the picture id has and so where it wraps: 15, 7, or 0 where there is none. */
    public static int pictureIdBits(MemorySegment payload, long offset, int length) {
        if (descriptorLength(payload, offset, length) == NONE
                || (NetworkBytes.u8(payload, offset) & PICTURE_ID_BIT) == 0) {
            return 0;
        }
        return (NetworkBytes.u8(payload, offset + 1) & 0x80) != 0 ? 15 : 7;
    }

    /** Spatial layer of the frame (0 is the base), or {@link #NONE} without layer indices. */
    public static int spatialLayer(MemorySegment payload, long offset, int length) {
        int layers = layerIndices(payload, offset, length);
        return layers == NONE ? NONE : layers >>> 1 & 0x07;
    }

    /** The 8-bit counter of pictures of the base temporal layer (TL0PICIDX), or {@link #NONE}: only the non-flexible mode carries it. */
    public static int tl0PictureIndex(MemorySegment payload, long offset, int length) {
        int at = tl0PictureIndexAt(payload, offset, length);
        return at == NONE ? NONE : NetworkBytes.u8(payload, offset + at);
    }

    /** Whether this payload begins a picture: the frame of its lowest spatial layer (B bit). */
    public static boolean startsPicture(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, BEGIN_BIT) && spatialLayer(payload, offset, length) <= 0;
    }

    /** Whether this payload ends a frame of one spatial layer (E bit). The last one of a picture also has the RTP marker. */
    public static boolean endsFrame(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, END_BIT);
    }

    /** Whether this payload begins a key picture, whose lowest spatial layer refers to no earlier picture: every layer can be entered here. */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        return startsPicture(payload, offset, length)
                && (NetworkBytes.u8(payload, offset) & INTER_PICTURE_BIT) == 0
                && length > descriptorLength(payload, offset, length);
    }

    /** Spatial layers of the stream as the scalability structure in this packet tells, 1-8, or {@link #NONE} without one. */
    private static int spatialLayers(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, STRUCTURE_BIT)
                ? (NetworkBytes.u8(payload, offset + structureAt(payload, offset, length)) >>> 5) + 1
                : NONE;
    }

    /** Height in pixels of a spatial layer in the scalability structure, or {@link #NONE}. */
    public static int height(MemorySegment payload, long offset, int length, int spatialLayer) {
        int at = resolutionAt(payload, offset, length, spatialLayer);
        return at == NONE ? NONE : NetworkBytes.u16(payload, offset + at + 2);
    }

    /** Overwrites the picture id, in the width it has, and TL0PICIDX; a value of {@link #NONE} and a field that isn't there stay. */
    public static void rewritePictures(
            MemorySegment payload, long offset, int length, int pictureId, int tl0PictureIndex) {
        int bits = pictureIdBits(payload, offset, length);
        int index = tl0PictureIndexAt(payload, offset, length);
        if (pictureId != NONE && bits == 15) {
            NetworkBytes.putU16(payload, offset + 1, 0x8000 | pictureId & 0x7FFF);
        } else if (pictureId != NONE && bits == 7) {
            NetworkBytes.putU8(payload, offset + 1, pictureId & 0x7F);
        }
        if (tl0PictureIndex != NONE && index != NONE) {
            NetworkBytes.putU8(payload, offset + index, tl0PictureIndex & 0xFF);
        }
    }

    private static boolean flag(MemorySegment payload, long offset, int length, int bit) {
        return descriptorLength(payload, offset, length) != NONE && (NetworkBytes.u8(payload, offset) & bit) != 0;
    }

    /** Where the layer indices would stand; the first byte and the picture id have to be inside. */
    private static int layersAt(MemorySegment payload, long offset) {
        if ((NetworkBytes.u8(payload, offset) & PICTURE_ID_BIT) == 0) {
            return 1;
        }
        return (NetworkBytes.u8(payload, offset + 1) & 0x80) != 0 ? 3 : 2;
    }

    private static int layerIndices(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, LAYERS_BIT)
                ? NetworkBytes.u8(payload, offset + layersAt(payload, offset))
                : NONE;
    }

    private static int tl0PictureIndexAt(MemorySegment payload, long offset, int length) {
        boolean carried =
                flag(payload, offset, length, LAYERS_BIT) && (NetworkBytes.u8(payload, offset) & FLEXIBLE_BIT) == 0;
        return carried ? layersAt(payload, offset) + 1 : NONE;
    }

    private static int resolutionAt(MemorySegment payload, long offset, int length, int spatialLayer) {
        if (spatialLayer < 0 || spatialLayer >= spatialLayers(payload, offset, length)) {
            return NONE;
        }
        int structure = structureAt(payload, offset, length);
        return (NetworkBytes.u8(payload, offset + structure) & 0x10) != 0 ? structure + 1 + 4 * spatialLayer : NONE;
    }

    /** Length of everything before the scalability structure, or {@link #NONE}. */
    private static int structureAt(MemorySegment payload, long offset, int length) {
        if (length < 1) {
            return NONE;
        }
        int head = NetworkBytes.u8(payload, offset);
        boolean flexible = (head & FLEXIBLE_BIT) != 0;
        // A reference counts back from the picture id: flexible mode without one can't be meant (RFC 9628 section 4.2).
        if ((flexible && (head & PICTURE_ID_BIT) == 0) || ((head & PICTURE_ID_BIT) != 0 && length < 2)) {
            return NONE;
        }
        int at = layersAt(payload, offset);
        if ((head & LAYERS_BIT) != 0) {
            at += flexible ? 1 : 2;
        }
        if (flexible && (head & INTER_PICTURE_BIT) != 0) {
            int last = at + MAX_REFERENCES;
            boolean more = true;
            while (more) {
                if (at >= last || at >= length) {
                    return NONE;
                }
                more = (NetworkBytes.u8(payload, offset + at++) & 0x01) != 0;
            }
        }
        return at <= length ? at : NONE;
    }
}
