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
    public static final int MAX_REFERENCES = 3;

    /** N_S is three bits and counts from one (RFC 9628 section 4.2.1). */
    public static final int MAX_SPATIAL_LAYERS = 8;

    private static final int PICTURE_ID_BIT = 0x80;
    private static final int INTER_PICTURE_BIT = 0x40;
    private static final int LAYERS_BIT = 0x20;
    private static final int FLEXIBLE_BIT = 0x10;
    private static final int BEGIN_BIT = 0x08;
    private static final int END_BIT = 0x04;
    private static final int STRUCTURE_BIT = 0x02;
    private static final int NOT_REFERENCED_ABOVE_BIT = 0x01;

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

    /** Whether pictures may refer to any earlier one, which each packet then names (F bit). */
    public static boolean flexible(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, FLEXIBLE_BIT);
    }

    /** Temporal layer of the frame (0 is the lowest), or {@link #NONE} without layer indices. */
    public static int temporalLayer(MemorySegment payload, long offset, int length) {
        int layers = layerIndices(payload, offset, length);
        return layers == NONE ? NONE : layers >>> 5;
    }

    /** Spatial layer of the frame (0 is the base), or {@link #NONE} without layer indices. */
    public static int spatialLayer(MemorySegment payload, long offset, int length) {
        int layers = layerIndices(payload, offset, length);
        return layers == NONE ? NONE : layers >>> 1 & 0x07;
    }

    /**
     * Whether a receiver of this temporal layer may go up from here (U bit): no later picture of a higher temporal layer refers to
     * one before this picture whose temporal layer is above this one's.
     */
    public static boolean switchingUpPoint(MemorySegment payload, long offset, int length) {
        int layers = layerIndices(payload, offset, length);
        return layers != NONE && (layers & 0x10) != 0;
    }

    /** Whether the frame refers to the spatial layer below it in the same picture (D bit). */
    public static boolean interLayerPredicted(MemorySegment payload, long offset, int length) {
        int layers = layerIndices(payload, offset, length);
        return layers != NONE && (layers & 0x01) != 0;
    }

    /** Whether the frame refers to earlier pictures (P bit). A frame that doesn't is where its spatial layer can be entered. */
    public static boolean interPicturePredicted(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, INTER_PICTURE_BIT);
    }

    /** Whether no higher spatial layer of the picture refers to this frame (Z bit), so that it may be left out under them. */
    public static boolean notReferencedAbove(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, NOT_REFERENCED_ABOVE_BIT);
    }

    /** The 8-bit counter of pictures of the base temporal layer (TL0PICIDX), or {@link #NONE}: only the non-flexible mode carries it. */
    public static int tl0PictureIndex(MemorySegment payload, long offset, int length) {
        int at = tl0PictureIndexAt(payload, offset, length);
        return at == NONE ? NONE : NetworkBytes.u8(payload, offset + at);
    }

    /** How many earlier pictures the frame names as references: 0-3 in flexible mode, {@link #NONE} where none can be named. */
    public static int references(MemorySegment payload, long offset, int length) {
        if (!flexible(payload, offset, length)) {
            return NONE;
        }
        if (!interPicturePredicted(payload, offset, length)) {
            return 0;
        }
        int count = 1;
        for (int at = referencesAt(payload, offset); (NetworkBytes.u8(payload, offset + at) & 0x01) != 0; at++) {
            count++;
        }
        return count;
    }

    /** How many pictures before this one reference {@code index} (from 0) lies: 1-127 as sent, or {@link #NONE}. */
    public static int reference(MemorySegment payload, long offset, int length, int index) {
        if (index < 0 || index >= references(payload, offset, length)) {
            return NONE;
        }
        return NetworkBytes.u8(payload, offset + referencesAt(payload, offset) + index) >>> 1;
    }

    /** Whether this payload begins a frame of one spatial layer (B bit). */
    public static boolean startsFrame(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, BEGIN_BIT);
    }

    /** Whether this payload ends a frame of one spatial layer (E bit). The last one of a picture also has the RTP marker. */
    public static boolean endsFrame(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, END_BIT);
    }

    /** Whether this payload begins a key picture: the first of a base-layer frame that refers to no earlier picture. */
    public static boolean startsKeyframe(MemorySegment payload, long offset, int length) {
        int descriptor = descriptorLength(payload, offset, length);
        return descriptor != NONE
                && length > descriptor
                && (NetworkBytes.u8(payload, offset) & (INTER_PICTURE_BIT | BEGIN_BIT)) == BEGIN_BIT
                && spatialLayer(payload, offset, length) <= 0;
    }

    /** Spatial layers of the stream as the scalability structure in this packet tells, 1-8, or {@link #NONE} without one. */
    public static int spatialLayers(MemorySegment payload, long offset, int length) {
        return flag(payload, offset, length, STRUCTURE_BIT)
                ? (NetworkBytes.u8(payload, offset + structureAt(payload, offset, length)) >>> 5) + 1
                : NONE;
    }

    /** Width in pixels of a spatial layer in the scalability structure, or {@link #NONE}. */
    public static int width(MemorySegment payload, long offset, int length, int spatialLayer) {
        int at = resolutionAt(payload, offset, length, spatialLayer);
        return at == NONE ? NONE : NetworkBytes.u16(payload, offset + at);
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

    private static int referencesAt(MemorySegment payload, long offset) {
        return layersAt(payload, offset) + ((NetworkBytes.u8(payload, offset) & LAYERS_BIT) != 0 ? 1 : 0);
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
