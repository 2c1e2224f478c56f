package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.Batch;

class BurstPauseTest {

    private static final long FAR = Long.MAX_VALUE;

    private final BurstPause pause = new BurstPause();

    @Test
    void thereIsNoPauseBeforeTheFirstPacketNorAfterSilence() {
        assertEquals(0, pause.left(-5, FAR));
        pause.received(1000, 1);
        assertEquals(0, pause.left(1000 + BurstPause.NANOS, FAR));
        assertEquals(0, pause.left(1000 + 9 * BurstPause.NANOS, FAR));
    }

    @Test
    void whatFollowsAPacketIsTakenTogetherAMillisecondAfterIt() {
        pause.received(1000, 1);
        assertEquals(BurstPause.NANOS - 300, pause.left(1300, FAR));
    }

    @Test
    void aFullBatchIsFollowedAtOnce() {
        pause.received(1000, Batch.CAPACITY);
        assertEquals(0, pause.left(1000, FAR));
    }

    @Test
    void aDeadlineEndsThePause() {
        pause.received(1000, 1);
        assertEquals(200, pause.left(1000, 1200));
        assertTrue(pause.left(1300, 1200) <= 0);
    }
}
