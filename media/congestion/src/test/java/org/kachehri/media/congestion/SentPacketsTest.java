package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.TransportFeedback;

class SentPacketsTest {
    private static final long MILLI = 1_000_000L;

    private final SentPackets sent = new SentPackets();
    private final MemorySegment packet = MemorySegment.ofArray(new byte[1200]);
    private final long[] ring = new long[1024];

    @Test
    void whatArrivedIsReadInTheOrderOfArrivalAndOnce() {
        int first = send(3, 10);
        assertTrue(feedback(first, 100, 60, 50, 55));
        assertEquals(3, sent.acknowledged());
        assertEquals(50 * MILLI, sent.arrivalNanos(0));
        assertEquals(11 * MILLI, sent.sentNanos(0));
        assertEquals(60 * MILLI, sent.arrivalNanos(2));
        assertEquals(10 * MILLI, sent.sentNanos(2));
        assertEquals(1_000, sent.bytes(0));
        assertEquals(11, sent.cluster(0));
        assertEquals(90 * MILLI, sent.roundTripNanos());
        assertTrue(feedback(first, 200, 60, 50, 55));
        assertEquals(0, sent.acknowledged());
    }

    @Test
    void aLossIsCountedOnceAndTakenBackIfThePacketWasOnlyLate() {
        int first = send(3, 10);
        feedback(first, 100, 50, -1, 55);
        assertEquals(1, sent.newlyLost());
        feedback(first, 150, 50, -1, 55);
        assertEquals(0, sent.newlyLost());
        feedback(first + 1, 200, 60, 55);
        assertEquals(-1, sent.newlyLost());
        assertEquals(1, sent.acknowledged());
    }

    @Test
    void numbersWrap() {
        int last = 0;
        for (int i = 0; i < 0x1_0000 - 1; i++) {
            last = sent.sent(100, 0, i);
        }
        assertEquals(0xFFFE, last);
        int first = send(4, 1_000);
        assertEquals(0xFFFF, first);
        assertTrue(feedback(first, 1_100, 50, 51, 52, 53));
        assertEquals(4, sent.acknowledged());
    }

    @Test
    void feedbackAboutPacketsNeverSentChangesNothing() {
        int first = send(3, 10);
        assertFalse(feedback(first + 1, 100, 50, 51, 52));
        assertFalse(feedback(0x8000, 100, 50, 51, 52));
        assertEquals(0, sent.roundTripNanos());
        assertEquals(10 * MILLI, sent.unansweredSinceNanos());
    }

    @Test
    void feedbackAboutPacketsLongForgottenAcknowledgesNothing() {
        int first = send(3, 10);
        send(SentPackets.CAPACITY, 20);
        assertTrue(feedback(first, 100, 50, 51, 52));
        assertEquals(0, sent.acknowledged());
    }

    @Test
    void theAcknowledgedRateIsThatOfTheLastHalfSecond() {
        assertEquals(ArrivalRate.UNKNOWN, sent.acknowledgedBps());
        // 1000 bytes every 10 ms are 800 kbit/s; then every 5 ms.
        for (int i = 0; i < 100; i++) {
            feedback(send(1, 10L * i), 10L * i + 50, 10L * i + 40);
        }
        assertEquals(800_000.0, (double) sent.acknowledgedBps(), 40_000.0);
        for (int i = 0; i < 50; i++) {
            feedback(send(1, 1_000 + 5L * i), 1_050 + 5L * i, 1_040 + 5L * i);
        }
        assertEquals(1_200_000.0, (double) sent.acknowledgedBps(), 60_000.0);
        for (int i = 0; i < 60; i++) {
            feedback(send(1, 1_250 + 5L * i), 1_300 + 5L * i, 1_290 + 5L * i);
        }
        assertEquals(1_600_000.0, (double) sent.acknowledgedBps(), 80_000.0);
    }

    @Test
    void aPauseOfTheSenderIsNoSlowness() {
        for (int i = 0; i < 100; i++) {
            feedback(send(1, 10L * i), 10L * i + 50, 10L * i + 40);
        }
        feedback(send(1, 5_000), 5_050, 5_040);
        assertEquals(ArrivalRate.UNKNOWN, sent.acknowledgedBps());
        for (int i = 1; i < 30; i++) {
            feedback(send(1, 5_000 + 10L * i), 5_050 + 10L * i, 5_040 + 10L * i);
        }
        assertEquals(800_000.0, (double) sent.acknowledgedBps(), 40_000.0);
    }

    /** Sends packets of 1000 bytes a millisecond apart, in clusters 10, 11…; returns the first number. */
    private int send(int count, long fromMillis) {
        int first = sent.sent(1_000, 10, fromMillis * MILLI);
        for (int i = 1; i < count; i++) {
            sent.sent(1_000, 10 + i, (fromMillis + i) * MILLI);
        }
        return first;
    }

    /** Arrivals in milliseconds, -1 for none. */
    private boolean feedback(int first, long nowMillis, long... arrivalMillis) {
        Arrays.fill(ring, TransportFeedback.NOT_RECEIVED);
        for (int i = 0; i < arrivalMillis.length; i++) {
            if (arrivalMillis[i] >= 0) {
                ring[first + i & 1023] = arrivalMillis[i] * MILLI;
            }
        }
        TransportFeedback.write(packet, 0, 1200, 1, 2, 0, first, ring, arrivalMillis.length);
        return sent.feedback(packet, 0, nowMillis * MILLI);
    }
}
