package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class KeyframesTest {
    private static final Codec VP9 = new Codec("VP9", 90_000, 1, "profile-id=0");
    private static final Codec H264 = new Codec("H264", 90_000, 1, "packetization-mode=1");
    private static final Codec AV1 = new Codec("AV1", 90_000, 1, "");

    /** One key frame of each, which none of the others takes for one of its own. */
    private static final String VP8_KEYFRAME = "10 50 42 00 9D012A 0005 D002";

    private static final String VP9_KEYFRAME = "08 82 49";
    private static final String H264_KEYFRAME = "67 42 C0 1F";
    private static final String AV1_KEYFRAME = "18 0A 0B";

    @Test
    void eachCodecIsReadInItsOwnWay() {
        assertTrue(begins(Codec.VP8, VP8_KEYFRAME));
        assertTrue(begins(VP9, VP9_KEYFRAME));
        assertTrue(begins(H264, H264_KEYFRAME));
        assertTrue(begins(AV1, AV1_KEYFRAME));
        assertFalse(begins(Codec.VP8, H264_KEYFRAME));
        assertFalse(begins(VP9, VP8_KEYFRAME));
        assertFalse(begins(H264, VP9_KEYFRAME));
        assertFalse(begins(AV1, VP8_KEYFRAME));
    }

    @Test
    void keyframesOfAnUnknownCodecAreInvisible() {
        Codec h265 = new Codec("H265", 90_000, 1, "");
        assertFalse(Keyframes.visible(h265));
        assertFalse(Keyframes.visible(Codec.OPUS));
        assertFalse(begins(h265, H264_KEYFRAME));
        for (String name : new String[] {"vp8", "VP9", "h264", "AV1"}) {
            assertTrue(Keyframes.visible(new Codec(name, 90_000, 1, "")), name);
        }
    }

    @Test
    void anAv1SequenceBeginsWhereItsFirstElementDoes() {
        assertFalse(begins(AV1, "10 0A 0B"), "no new sequence");
        assertFalse(begins(AV1, "98 0A 0B"), "the rest of an earlier element");
        assertFalse(begins(AV1, "18"), "nothing follows");
        assertFalse(begins(AV1, ""));
    }

    private static boolean begins(Codec codec, String hex) {
        MemorySegment payload = RtpHeaderTest.hex(hex);
        return Keyframes.begins(codec, payload, 0, (int) payload.byteSize());
    }
}
