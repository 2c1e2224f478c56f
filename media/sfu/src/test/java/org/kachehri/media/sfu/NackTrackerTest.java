package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NackTrackerTest {
    private static final long MILLISECOND = 1_000_000L;
    private final NackTracker tracker = new NackTracker();
    private final int[] asked = new int[NackTracker.CAPACITY];

    @Test
    void aMissingPacketIsAskedForAfterTwentyMilliseconds() {
        tracker.arrived(100, 0);
        tracker.arrived(103, 0);
        assertEquals(0, tracker.due(19 * MILLISECOND, NackTracker.TRIES, asked));
        assertEquals(20 * MILLISECOND, tracker.deadlineNanos());
        assertEquals(2, tracker.due(20 * MILLISECOND, NackTracker.TRIES, asked));
        assertArrayEquals(new int[] {101, 102}, Arrays.copyOf(asked, 2));
    }

    @Test
    void aReorderedPacketIsNotAskedFor() {
        tracker.arrived(100, 0);
        tracker.arrived(102, 0);
        assertFalse(tracker.arrived(101, 5 * MILLISECOND));
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
    }

    @Test
    void itIsAskedForFiveTimesAndGivenUp() {
        tracker.arrived(100, 0);
        tracker.arrived(102, 0);
        int times = 0;
        for (long now = 0; now < 1_000; now++) {
            times += tracker.due(now * MILLISECOND, NackTracker.TRIES, asked);
        }
        assertEquals(NackTracker.TRIES, times);
        assertEquals(1, tracker.takeGivenUp());
        assertEquals(0, tracker.takeGivenUp());
    }

    @Test
    void aRepairTellsTheRoundTripAndThatItWasAskedFor() {
        tracker.arrived(100, 0);
        tracker.arrived(102, 0);
        tracker.due(20 * MILLISECOND, NackTracker.TRIES, asked);
        assertTrue(tracker.arrived(101, 30 * MILLISECOND));
        tracker.arrived(104, 30 * MILLISECOND);
        tracker.due(50 * MILLISECOND, NackTracker.TRIES, asked);
        // 70 ms at first, one sample of 10 ms weighing an eighth: 62.5, and a quarter more.
        assertEquals(50 * MILLISECOND + 78_125_000L, tracker.deadlineNanos());
    }

    @Test
    void aHoleLargerThanTheTableKeepsTheNewest() {
        tracker.arrived(100, 0);
        tracker.arrived(100 + 1_000, 0);
        assertEquals(NackTracker.CAPACITY, tracker.due(20 * MILLISECOND, NackTracker.TRIES, asked));
        assertEquals(1_000, asked[0]);
        assertEquals(899, tracker.takeGivenUp());
    }

    @Test
    void whatIsOlderThanAKeyframeIsForgotten() {
        tracker.arrived(100, 0);
        tracker.arrived(105, 0);
        tracker.forgetBefore(103);
        assertEquals(2, tracker.due(20 * MILLISECOND, NackTracker.TRIES, asked));
        assertEquals(103, asked[0]);
        assertEquals(2, tracker.takeGivenUp());
    }

    @Test
    void whatIsMissingBeforeTheFirstPacketThatCameIsAskedForWhenAnEarlierOneComes() {
        tracker.arrived(105, 0);
        tracker.arrived(107, 0);
        tracker.arrived(102, 0);
        assertEquals(3, tracker.due(20 * MILLISECOND, NackTracker.TRIES, asked));
        assertArrayEquals(new int[] {103, 104, 106}, Arrays.copyOf(asked, 3));
    }
}
