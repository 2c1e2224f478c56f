package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RedundancyTest {
    private static final long NOW = 60_000_000_000L;
    private static final long JUST_LOST = 1_000_000_000L;

    @Test
    void whereVoicesAreLostItComesBeforePictures() {
        assertTrue(Redundancy.beforePictures(150_000, 80_000, 60_000, JUST_LOST));
        assertTrue(Redundancy.beforePictures(150_000, 80_000, 60_000, Redundancy.LOSS_BELIEVED_NANOS - 1));
        assertFalse(Redundancy.beforePictures(150_000, 80_000, 60_000, Redundancy.LOSS_BELIEVED_NANOS));
        assertFalse(Redundancy.beforePictures(150_000, 80_000, 60_000, NOW - Redundancy.NEVER), "never lost");
        assertFalse(
                Redundancy.beforePictures(130_000, 80_000, 60_000, JUST_LOST),
                "it would itself be why voices are lost");
    }

    @Test
    void elsewhereItTakesWhatPicturesLeave() {
        assertTrue(Redundancy.besidePictures(800_000, 600_000, 60_000, false));
        assertFalse(Redundancy.besidePictures(700_000, 600_000, 60_000, false), "without 15 % it doesn't begin");
        assertTrue(Redundancy.besidePictures(700_000, 600_000, 60_000, true), "but it stays");
        assertFalse(Redundancy.besidePictures(650_000, 600_000, 60_000, true));
    }
}
