package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void onePacketMayAlwaysLeaveFirst() {
        Pacer pacer = new Pacer(30_000);
        assertEquals(1_500, pacer.bytes(0));
        pacer.sent(1_500);
        assertEquals(0, pacer.bytes(0));
        // 75 kbit/s are 9.375 bytes a millisecond: nothing before the bucket is above zero.
        assertEquals(0, pacer.bytes(0));
        assertEquals(1_500, pacer.bytes(1 * MILLI));
    }

    @Test
    void anOverdrawnBucketIsWaitedForUntilTheTimeItTold() {
        Pacer pacer = new Pacer(800_000);
        assertEquals(1_500, pacer.bytes(5));
        pacer.sent(4_000);
        // 2500 bytes at 2 Mbit/s are 10 ms.
        long next = pacer.nextNanos(5);
        assertEquals(10.0, (next - 5) / 1e6, 0.01);
        assertEquals(0, pacer.bytes(next - 1_000));
        assertTrue(pacer.bytes(next) > 0);
        assertEquals(next, pacer.nextNanos(next));
    }

    @Test
    void aLongSilenceSavesTwentyMillisecondsAndNoMore() {
        Pacer pacer = new Pacer(8_000_000);
        assertEquals(1_500, pacer.bytes(0));
        assertEquals(50_000, pacer.bytes(60_000 * MILLI));
    }

    @Test
    void aNewEstimateCountsFromItsTime() {
        Pacer pacer = new Pacer(800_000);
        pacer.bytes(0);
        pacer.sent(1_500 + 2_500);
        pacer.estimate(1_600_000, 5 * MILLI);
        assertEquals(7.5, pacer.nextNanos(5 * MILLI) / 1e6, 0.01);
    }

    @Test
    void inTheLongRunTwoAndAHalfTimesTheEstimateLeaves() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            long bps = 30_000 + random.nextLong(20_000_000);
            Pacer pacer = new Pacer(bps);
            long now = random.nextLong(1L << 50);
            long start = now;
            long left = 0;
            pacer.bytes(now);
            while (now < start + 20_000 * MILLI) {
                now = Math.max(now + random.nextLong(2 * MILLI), pacer.nextNanos(now));
                for (int allowed = pacer.bytes(now); allowed > 0; allowed = pacer.bytes(now)) {
                    int packet = 1 + random.nextInt(1_200);
                    pacer.sent(packet);
                    left += packet;
                }
            }
            double ratio = left * 8 / ((now - start) / 1e9) / bps;
            assertEquals(2.5, ratio, 0.05, "seed " + seed);
        }
    }
}
