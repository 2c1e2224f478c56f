package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Pictures of three spatial layers, a packet each, numbered from 100. */
class SpatialSelectionTest {
    private static final int LENGTH = 6;
    private final SpatialSelection selection = new SpatialSelection();

    /** B and E, 15-bit picture id, the layer, TL0PICIDX, a byte of VP9; P unless it is a key picture. */
    private static MemorySegment packet(int layer, boolean key) {
        return MemorySegment.ofArray(
                new byte[] {(byte) (key ? 0xAC : 0xEC), (byte) 0x80, 1, (byte) (layer << 1), 0, 1});
    }

    private boolean takes(long sequence, int layer, boolean key, int wanted) {
        return selection.takes(sequence, packet(layer, key), 0, LENGTH, wanted);
    }

    private void picture(long sequence, boolean key, int wanted, boolean... taken) {
        for (int layer = 0; layer < taken.length; layer++) {
            assertEquals(taken[layer], takes(sequence + layer, layer, key, wanted), "layer " + layer);
        }
    }

    @Test
    void numbersCloseUpBehindWhatIsLeftOut() {
        selection.begin(100);
        picture(100, true, 1, true, true, false);
        picture(103, false, 1, true, true, false);
        assertEquals(0, selection.leftOut(101));
        assertEquals(1, selection.leftOut(103));
        assertEquals(1, selection.leftOut(104));
        assertEquals(100, selection.sequenceOf(100));
        assertEquals(101, selection.sequenceOf(101));
        assertEquals(103, selection.sequenceOf(102));
        assertEquals(104, selection.sequenceOf(103));
        assertEquals(-1, selection.sequenceOf(104));
        assertEquals(-1, selection.sequenceOf(99));
        assertTrue(selection.ends(104, packet(1, false), 0, LENGTH));
        assertFalse(selection.ends(103, packet(0, false), 0, LENGTH));
    }

    @Test
    void itGoesDownWhereAPictureBeginsAndUpWhereAKeyPictureDoes() {
        selection.begin(100);
        assertTrue(takes(100, 0, true, 2));
        assertTrue(takes(101, 1, true, 0), "not within a picture");
        assertTrue(takes(102, 2, true, 0));
        picture(103, false, 0, true, false, false);
        picture(106, false, 2, true, false, false);
        picture(109, true, 2, true, true, true);
        assertEquals(2, selection.limit());
        assertFalse(selection.takeMissed());
    }

    @Test
    void whatComesLateKeepsItsNumberButHoldsNothingOfALayerLeftOut() {
        selection.begin(100);
        picture(100, true, 1, true, true, false);
        // 104 and 105 are late.
        assertTrue(takes(103, 0, false, 1));
        picture(106, false, 0, true, false, false);
        assertTrue(takes(105, 2, false, 0));
        assertTrue(selection.empties(105, packet(2, false), 0, LENGTH));
        assertTrue(takes(104, 1, false, 0));
        assertFalse(selection.empties(104, packet(1, false), 0, LENGTH), "its picture had this layer");
        assertEquals(105, selection.sequenceOf(104));
        assertEquals(106, selection.sequenceOf(105));
    }

    @Test
    void aKeyPictureWhoseBeginningComesLateIsNotEnough() {
        selection.begin(100);
        picture(100, true, 0, true, false, false);
        assertFalse(takes(104, 1, true, 2));
        assertTrue(takes(103, 0, true, 2));
        assertEquals(0, selection.limit());
        assertTrue(selection.takeMissed());
        assertFalse(selection.takeMissed());
    }

    @Test
    void whatNobodyRemembersHasNoNumber() {
        selection.begin(100);
        picture(100, true, 0, true, false, false);
        assertTrue(takes(5_000, 0, false, 0));
        assertEquals(2, selection.leftOut(5_000));
        assertEquals(4_999, selection.sequenceOf(4_997));
        assertFalse(takes(200, 0, false, 0));
        assertEquals(-1, selection.sequenceOf(198));
    }
}
