package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PacketAllowanceTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final PacketAllowance allowance = new PacketAllowance();

    @Test
    void whoSendsAHundredTimesTooMuchGetsThroughFourThousandASecond() {
        assertEquals(4_000 * 10 + 1_000, through(33_000, 10), 10);
    }

    @Test
    void aBrowserAtItsBusiestLosesNothing() {
        assertEquals(1_800 * 10, through(1_800, 10));
    }

    @Test
    void whatWasNotUsedDoesNotAddUp() {
        allowance.use(0);
        long now = 3600 * SECOND_NANOS;
        int burst = 0;
        while (!allowance.isUsedUp(now)) {
            allowance.use(now);
            burst++;
        }
        assertTrue(burst <= 1_001, "burst of " + burst);
    }

    private int through(int packetsASecond, int seconds) {
        int through = 0;
        for (int i = 0; i < packetsASecond * seconds; i++) {
            long now = 7 * SECOND_NANOS + i * SECOND_NANOS / packetsASecond;
            if (!allowance.isUsedUp(now)) {
                allowance.use(now);
                through++;
            }
        }
        return through;
    }
}
