package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264PayloadTest {
    /** STAP-A of a delimiter, sequence parameters and picture parameters. */
    private static final MemorySegment PARAMETERS =
            RtpHeaderTest.hex("78 0002 09F0 0008 6742C01F8C8D4050 0004 68CE3C80");

    /** FU-A, first fragment of an IDR slice whose first macroblock is 0. */
    private static final MemorySegment FIRST_FRAGMENT = RtpHeaderTest.hex("7C 85 88 84 00");

    @Test
    void sequenceParametersAreWhereADecoderBegins() {
        assertTrue(startsKeyframe("67 42C01F"), "alone");
        assertTrue(startsKeyframe(PARAMETERS), "behind a delimiter in an aggregate");
        assertTrue(startsKeyframe("7C 87 42C0"), "fragmented");
    }

    @Test
    void nothingElseIs() {
        assertFalse(startsKeyframe("41 9A24"), "a slice of an ordinary picture");
        assertFalse(startsKeyframe("65 8884"), "an IDR slice, which could be read with another layer's parameters");
        assertFalse(startsKeyframe(FIRST_FRAGMENT), "the first fragment of an IDR slice");
        assertFalse(startsKeyframe("7C 07 88"), "a middle fragment");
        assertFalse(startsKeyframe("7C 47 88"), "the last fragment");
        assertFalse(startsKeyframe("68 CE3C80"), "picture parameters alone");
        assertFalse(startsKeyframe("78 0002 419A 0002 0605"), "an aggregate of others");
        assertFalse(startsKeyframe("67"), "a unit without content");
    }

    @Test
    void sequenceParametersTellTheHeight() {
        assertEquals(480, height("67 42C01F8C8D4050 1ED0"), "baseline, 40 by 30 macroblocks");
        assertEquals(480, height("78 0002 09F0 0009 6742C01F8C8D40501ED0".replace("0009", "000A")), "in an aggregate");
        assertEquals(720, height("67 7A001FBCD9405005BA10000003 00C000002AE0F1831960"), "high 4:2:2");
        assertEquals(1080, height("67 640028ACD940780227E5C044000003000400000300F03C60C658"), "cropped from 1088");
        assertEquals(H264Payload.NONE, height("67 42C01F"), "cut short");
        assertEquals(H264Payload.NONE, height("7C 87 42C01F8C8D40501ED0"), "a fragment");
        assertEquals(H264Payload.NONE, height("65 8884"), "a slice");
    }

    @Test
    void whatIsNotWholeOrNotNegotiatedIsRefused() {
        assertMalformed("");
        assertMalformed("E7 42C01F", "the forbidden bit");
        assertMalformed("60 42", "type 0");
        assertMalformed("79 0001 6788 00", "STAP-B");
        assertMalformed("7D 87 0001 88", "FU-B");
        assertMalformed("7F 00", "type 31");
        assertMalformed("78", "an aggregate of nothing");
        assertMalformed("78 0000", "an empty unit");
        assertMalformed("78 0002 67", "a unit longer than the payload");
        assertMalformed("78 0001 67 00", "half a size");
        assertMalformed("78 0001 67 0001", "a size without its unit");
        assertMalformed("7C 87", "a fragment without content");
        assertMalformed("7C C7 88", "a fragment with both ends");
        assertMalformed("7C 9C 88", "a fragment of a fragment");
    }

    @Test
    void everyShorterPayloadIsReadWithoutHarm() {
        for (MemorySegment whole : new MemorySegment[] {PARAMETERS, FIRST_FRAGMENT}) {
            for (int length = 0; length < whole.byteSize(); length++) {
                readAll(whole.asSlice(0, length), length);
            }
        }
    }

    @Test
    void randomPayloadsAreReadWithoutHarm() {
        Random random = new Random(6184);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x78 : 0x7C);
            }
            readAll(MemorySegment.ofArray(bytes), bytes.length);
        }
    }

    private static void readAll(MemorySegment payload, int length) {
        int height = H264Payload.height(payload, 0, length);
        assertTrue(height == H264Payload.NONE || (height >= 1 && height <= 8_192));
        assertTrue(height == H264Payload.NONE || H264Payload.startsKeyframe(payload, 0, length));
    }

    private static boolean startsKeyframe(String hex) {
        return startsKeyframe(RtpHeaderTest.hex(hex));
    }

    private static boolean startsKeyframe(MemorySegment payload) {
        return H264Payload.startsKeyframe(payload, 0, (int) payload.byteSize());
    }

    private static int height(String hex) {
        MemorySegment payload = RtpHeaderTest.hex(hex);
        return H264Payload.height(payload, 0, (int) payload.byteSize());
    }

    private static void assertMalformed(String hex, String... what) {
        MemorySegment payload = RtpHeaderTest.hex(hex);
        assertFalse(startsKeyframe(payload), () -> String.join("", what));
        assertEquals(H264Payload.NONE, H264Payload.height(payload, 0, (int) payload.byteSize()));
    }
}
