package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/** Where a picture can be entered, whatever its codec. Works on an RTP payload without its padding. No state, any thread. */
public final class Keyframes {
    private Keyframes() {}

    /** Whether we see where this codec's key frames begin; of a video in another codec every packet has to be taken. */
    public static boolean visible(Codec codec) {
        return is(codec, "VP8") || is(codec, "VP9") || is(codec, "H264") || is(codec, "AV1");
    }

    /** Whether this payload begins a key frame; always false for a codec whose key frames aren't {@link #visible}. */
    public static boolean begins(Codec codec, MemorySegment payload, long offset, int length) {
        if (is(codec, "VP8")) {
            return Vp8Payload.startsKeyframe(payload, offset, length);
        }
        if (is(codec, "VP9")) {
            return Vp9Payload.startsKeyframe(payload, offset, length);
        }
        if (is(codec, "H264")) {
            return H264Payload.startsKeyframe(payload, offset, length);
        }
        return is(codec, "AV1") && Av1Payload.startsKeyframe(payload, offset, length);
    }

    /** Whether one stream of this codec may carry spatial layers that we can tell apart. */
    public static boolean spatial(Codec codec) {
        return is(codec, "VP9");
    }

    /**
     * Height in pixels that the beginning of a key frame tells in the clear; 0 if it doesn't.
     *
     * @param spatialLayer of a {@link #spatial} codec; means nothing for others
     */
    public static int height(Codec codec, MemorySegment payload, long offset, int length, int spatialLayer) {
        if (is(codec, "VP8")) {
            return Math.max(0, Vp8Payload.height(payload, offset, length));
        }
        if (is(codec, "VP9")) {
            return Math.max(0, Vp9Payload.height(payload, offset, length, spatialLayer));
        }
        return is(codec, "H264") ? Math.max(0, H264Payload.height(payload, offset, length)) : 0;
    }

    private static boolean is(Codec codec, String name) {
        return codec.name().equalsIgnoreCase(name);
    }
}
