package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShardSettingsTest {
    @Test
    void theDefaultsAreTheDesign() {
        ShardSettings expected = new ShardSettings(
                true, 1_000, 4_000, 256, 65_536, 5_000_000_000L, 30_000_000_000L, 4 * 1_024 * 1_024, 2_500_000);
        assertEquals(expected, ShardSettings.defaults());
    }

    @Test
    void trainsCanBeSwitchedOff() {
        assertEquals(false, ShardSettings.defaults().withTrains(false).trains());
    }
}
