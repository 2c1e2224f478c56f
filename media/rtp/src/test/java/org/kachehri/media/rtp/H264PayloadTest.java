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
    void parametersAndTheFirstSliceOfAnIdrPictureAreWhereADecoderBegins() {
        assertTrue(startsKeyframe("67 42C01F"), "single sequence parameters");
        assertTrue(startsKeyframe("65 8884"), "single IDR slice");
        assertTrue(H264Payload.startsKeyframe(PARAMETERS, 0, (int) PARAMETERS.byteSize()));
        assertTrue(H264Payload.startsKeyframe(FIRST_FRAGMENT, 0, (int) FIRST_FRAGMENT.byteSize()));
        assertTrue(startsKeyframe("7C 87 42C0"), "fragmented sequence parameters");
        assertTrue(startsKeyframe("78 0002 6588 0002 6544"), "aggregated IDR slices");
    }

    @Test
    void nothingElseIs() {
        assertFalse(startsKeyframe("41 9A24"), "a slice of an ordinary picture");
        assertFalse(startsKeyframe("65 4884"), "a later slice of the IDR picture");
        assertFalse(startsKeyframe("7C 05 88"), "a middle fragment");
        assertFalse(startsKeyframe("7C 45 88"), "the last fragment");
        assertFalse(startsKeyframe("7C 81 88"), "the first fragment of an ordinary slice");
        assertFalse(startsKeyframe("68 CE3C80"), "picture parameters alone");
        assertFalse(startsKeyframe("78 0002 419A 0002 0605"), "an aggregate of others");
        assertFalse(startsKeyframe("65"), "a unit without content");
    }

    @Test
    void aPayloadTellsItsUnitAndWhichPartOfItItIs() {
        assertEquals(9, H264Payload.unitType(PARAMETERS, 0, (int) PARAMETERS.byteSize()));
        assertEquals(H264Payload.IDR_SLICE, H264Payload.unitType(FIRST_FRAGMENT, 0, 5));
        assertTrue(H264Payload.startsUnit(FIRST_FRAGMENT, 0, 5));
        assertFalse(H264Payload.endsUnit(FIRST_FRAGMENT, 0, 5));
        MemorySegment last = RtpHeaderTest.hex("7C 45 88");
        assertFalse(H264Payload.startsUnit(last, 0, 3));
        assertTrue(H264Payload.endsUnit(last, 0, 3));
        MemorySegment single = RtpHeaderTest.hex("01 9A");
        assertEquals(1, H264Payload.unitType(single, 0, 2));
        assertTrue(H264Payload.startsUnit(single, 0, 2));
        assertTrue(H264Payload.endsUnit(single, 0, 2));
        assertTrue(H264Payload.nonReference(single, 0, 2));
        assertFalse(H264Payload.nonReference(FIRST_FRAGMENT, 0, 5));
    }

    @Test
    void whatIsNotWholeOrNotNegotiatedIsRefused() {
        assertMalformed("");
        assertMalformed("E7 42", "the forbidden bit");
        assertMalformed("60 42", "type 0");
        assertMalformed("79 0001 6588 00", "STAP-B");
        assertMalformed("7D 85 0001 88", "FU-B");
        assertMalformed("7F 00", "type 31");
        assertMalformed("78", "an aggregate of nothing");
        assertMalformed("78 0000", "an empty unit");
        assertMalformed("78 0002 67", "a unit longer than the payload");
        assertMalformed("78 0001 67 00", "half a size");
        assertMalformed("78 0001 67 0001", "a size without its unit");
        assertMalformed("7C 85", "a fragment without content");
        assertMalformed("7C C5 88", "a fragment with both ends");
        assertMalformed("7C 9C 88", "a fragment of a fragment");
    }

    @Test
    void everyShorterPayloadIsReadWithoutHarm() {
        for (MemorySegment whole : new MemorySegment[] {PARAMETERS, FIRST_FRAGMENT}) {
            for (int length = 0; length < whole.byteSize(); length++) {
                readAll(whole.asSlice(0, length), length);
            }
        }
        for (int length = 0; length < PARAMETERS.byteSize(); length++) {
            boolean betweenUnits = length == 5 || length == 15;
            assertEquals(
                    betweenUnits ? 9 : H264Payload.NONE,
                    H264Payload.unitType(PARAMETERS.asSlice(0, length), 0, length),
                    "cut to " + length);
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
        int type = H264Payload.unitType(payload, 0, length);
        assertTrue(type == H264Payload.NONE || (type >= 0 && type <= 31));
        H264Payload.startsKeyframe(payload, 0, length);
        H264Payload.startsUnit(payload, 0, length);
        H264Payload.endsUnit(payload, 0, length);
        H264Payload.nonReference(payload, 0, length);
    }

    private static boolean startsKeyframe(String hex) {
        MemorySegment payload = RtpHeaderTest.hex(hex);
        return H264Payload.startsKeyframe(payload, 0, (int) payload.byteSize());
    }

    private static void assertMalformed(String hex, String... what) {
        MemorySegment payload = RtpHeaderTest.hex(hex);
        int length = (int) payload.byteSize();
        assertEquals(H264Payload.NONE, H264Payload.unitType(payload, 0, length), () -> String.join("", what));
        assertFalse(H264Payload.startsUnit(payload, 0, length));
        assertFalse(H264Payload.startsKeyframe(payload, 0, length));
    }
}
