package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoopTimesTest {
    @Test
    void aCycleFallsIntoTheBucketWhoseUpperEndItDoesNotPass() {
        var times = new LoopTimes();
        times.cycle(0);
        times.cycle(20_000);
        times.cycle(20_001);
        times.cycle(1_000_000_000);
        long[] cycles = times.cycles();
        assertEquals(2, cycles[0]);
        assertEquals(1, cycles[1]);
        assertEquals(1, cycles[cycles.length - 1]);
        assertEquals(4, LongStream.of(cycles).sum());
        assertEquals(times.bucketNanos().length + 1, cycles.length);
        assertEquals(1_000_040_001L, times.busyNanos());
    }
}
