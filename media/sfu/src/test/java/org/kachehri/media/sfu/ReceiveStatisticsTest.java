package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReceiveStatisticsTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long CYCLE = 0x1_0000L;
    private final ReceiveStatistics statistics = new ReceiveStatistics(90_000);

    @Test
    void whatWasRepairedWasLost() {
        for (int i = 0; i < 100; i++) {
            statistics.received(CYCLE + i, i * 900L, i * 10 * MILLISECOND, i % 4 == 1);
        }
        assertEquals(25, statistics.cumulativeLost());
        assertEquals(64, statistics.takeFractionLost());
        assertEquals(0, statistics.takeFractionLost());
        assertEquals(99, statistics.extendedHighestSequence());
    }

    @Test
    void reorderingIsNoLoss() {
        statistics.received(CYCLE + 1, 0, 0, false);
        statistics.received(CYCLE + 3, 0, 0, false);
        statistics.received(CYCLE + 2, 0, 0, false);
        assertEquals(0, statistics.cumulativeLost());
        assertEquals(0, statistics.takeFractionLost());
    }

    @Test
    void aSteadyStreamHasNoJitterAndAnUnsteadyOneHas() {
        for (int i = 0; i < 1_000; i++) {
            statistics.received(CYCLE + i, (0xFFFF_F000L + i * 900L) & 0xFFFF_FFFFL, i * 10 * MILLISECOND, false);
        }
        assertEquals(0, statistics.jitterTicks());
        for (int i = 1_000; i < 2_000; i++) {
            long late = i % 2 * 4 * MILLISECOND;
            statistics.received(
                    CYCLE + i, (0xFFFF_F000L + i * 900L) & 0xFFFF_FFFFL, i * 10 * MILLISECOND + late, false);
        }
        // Every two neighbours differ by 4 ms, 360 ticks.
        assertEquals(360, statistics.jitterTicks(), 2);
    }
}
