package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.TransportFeedback;

class BandwidthEstimatorTest {
    private static void eachSeed(LongConsumer scenario) {
        for (long seed = 1; seed <= 30; seed++) {
            scenario.accept(seed);
        }
    }

    @Test
    void aLineOfOneMegabitIsUsedWithinTenSecondsWithoutLoss() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 1e6, BandwidthEstimator.CITIZEN_START_BPS);
            call.runSeconds(10);
            String what = "seed " + seed + ": " + call.estimator.estimateBps();
            assertTrue(call.estimator.estimateBps() >= 800_000, what);
            call.runSeconds(20);
            assertTrue(call.line.lost < 0.02 * call.line.sent, what + " lost " + call.line.lost);
        });
    }

    @Test
    void aFallToFourHundredKilobitsIsFollowedWithinThreeSecondsAndTheQueueDrains() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 3e6, BandwidthEstimator.POINT_START_BPS);
            call.runSeconds(15);
            long before = call.estimator.estimateBps();
            call.line.bps = 400_000;
            StringBuilder course = new StringBuilder("seed " + seed + ": " + before);
            for (int i = 0; i < 6; i++) {
                call.runSeconds(0.5);
                course.append(" ")
                        .append(call.estimator.estimateBps() / 1000)
                        .append("/")
                        .append((int) call.line.queueMillis(call.nowNanos));
            }
            assertTrue(call.estimator.estimateBps() <= 440_000, course.toString());
            call.runSeconds(1);
            course.append(" ").append(call.line.queueMillis(call.nowNanos));
            assertTrue(call.line.queueMillis(call.nowNanos) < 100, course + " ms of queue after four seconds");
            call.runSeconds(1);
            assertTrue(call.estimator.estimateBps() >= 200_000, course + " what the line carries isn't forgotten");
        });
    }

    @Test
    void aLineThatJittersIsNotTakenForAFullOne() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 1e7, BandwidthEstimator.CITIZEN_START_BPS);
            call.line.jitterNanos = 20_000_000L;
            call.runSeconds(20);
            assertTrue(call.estimator.estimateBps() >= 2_000_000, "seed " + seed + ": " + call.estimator.estimateBps());
        });
    }

    @Test
    void aLongWayIsUsedAsWellAsAShortOne() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 1e6, BandwidthEstimator.CITIZEN_START_BPS);
            call.line.delayNanos = 125_000_000L;
            call.backDelayNanos = 125_000_000L;
            call.line.jitterNanos = 20_000_000L;
            call.runSeconds(20);
            String what = "seed " + seed + ": " + call.estimator.estimateBps();
            assertTrue(call.estimator.estimateBps() >= 700_000, what);
            assertTrue(call.line.lost < 0.02 * call.line.sent, what + " lost " + call.line.lost);
            assertTrue(call.estimator.roundTripNanos() >= 250_000_000L, what);
        });
    }

    @Test
    void probingClimbsBackToThreeMegabitsWithinTenSeconds() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 3e6, BandwidthEstimator.POINT_START_BPS);
            call.ladder = new long[] {150_000, 500_000, 1_000_000, 1_700_000, 2_400_000};
            call.runSeconds(15);
            call.line.bps = 400_000;
            call.runSeconds(8);
            call.line.bps = 3e6;
            StringBuilder course = new StringBuilder("seed " + seed + ":");
            for (int i = 0; i < 10; i++) {
                course.append(" ")
                        .append(call.estimator.estimateBps() / 1000)
                        .append("/")
                        .append(call.probing.clusters());
                call.runSeconds(1);
            }
            course.append(" ").append(call.estimator.estimateBps() / 1000);
            assertTrue(call.estimator.estimateBps() >= 2_400_000, course.toString());
        });
    }

    @Test
    void tenPercentOfRandomLossLeaveAUsableRate() {
        eachSeed(seed -> {
            VirtualCall call = new VirtualCall(seed, 1e7, BandwidthEstimator.CITIZEN_START_BPS);
            call.line.loss = 0.10;
            long lowest = Long.MAX_VALUE;
            for (int i = 0; i < 120; i++) {
                call.runSeconds(0.5);
                lowest = Math.min(lowest, call.estimator.estimateBps());
            }
            assertTrue(lowest >= 300_000, "seed " + seed + ": " + lowest);
        });
    }

    @Test
    void withoutFeedbackTheEstimateFallsAndComesBack() {
        VirtualCall call = new VirtualCall(1, 1e7, 1_000_000);
        call.runSeconds(5);
        long before = call.estimator.estimateBps();
        call.feedbackArrives = false;
        call.runSeconds(1.4);
        assertTrue(call.estimator.estimateBps() >= before);
        assertFalse(call.estimator.troubledSince(call.nowNanos, call.nowNanos));
        call.runSeconds(0.4);
        assertTrue(call.estimator.estimateBps() < before);
        call.runSeconds(10);
        assertTrue(call.estimator.troubledSince(call.nowNanos, call.nowNanos));
        long bottom = call.estimator.estimateBps();
        assertTrue(bottom < 0.15 * before && bottom >= BandwidthEstimator.MIN_BPS, "" + bottom);
        call.feedbackArrives = true;
        call.runSeconds(10);
        assertTrue(call.estimator.estimateBps() > 2 * bottom);
    }

    @Test
    void aSilentSenderExpectsNoFeedback() {
        BandwidthEstimator estimator = new BandwidthEstimator(new SentPackets(), 600_000);
        assertEquals(Long.MAX_VALUE, estimator.deadlineNanos());
        estimator.tick(1L << 60);
        assertEquals(600_000, estimator.estimateBps());
    }

    @Test
    void aSenderThatUsesLittleLearnsLittle() {
        VirtualCall call = new VirtualCall(3, 1e7, BandwidthEstimator.CITIZEN_START_BPS);
        call.maxBps = 500_000;
        call.runSeconds(60);
        assertEquals(765_000.0, (double) call.estimator.estimateBps(), 100_000.0);
    }

    @Test
    void brokenFeedbackOnlyCounts() {
        SentPackets sent = new SentPackets();
        BandwidthEstimator estimator = new BandwidthEstimator(sent, 600_000);
        byte[] broken = new byte[24];
        assertFalse(estimator.feedback(MemorySegment.ofArray(broken), 0, 1));
        assertEquals(1, estimator.malformed());
        assertEquals(600_000, estimator.estimateBps());
    }

    @Test
    void hostileFeedbackNeitherThrowsNorLeavesTheBounds() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            SentPackets sent = new SentPackets();
            BandwidthEstimator estimator = new BandwidthEstimator(sent, 600_000);
            Probing probing = new Probing(estimator, sent);
            probing.wanted(5_000_000);
            long now = 0;
            int read = 0;
            for (int i = 0; i < 5_000; i++) {
                now += random.nextLong(100_000_000L);
                int number = 0;
                for (int packet = random.nextInt(30); packet >= 0; packet--) {
                    probing.tick(now);
                    number = sent.sent(100 + random.nextInt(1_100), probing.cluster(), now);
                    probing.sent(1_000, now);
                }
                MemorySegment feedback = hostileFeedback(random, number);
                if (TransportFeedback.matches(feedback, 0) && estimator.feedback(feedback, 0, now)) {
                    probing.feedback(now);
                    read++;
                }
                estimator.tick(now);
                long bps = estimator.estimateBps();
                String what = "seed " + seed + " round " + i;
                assertTrue(bps >= BandwidthEstimator.MIN_BPS && bps <= BandwidthEstimator.MAX_BPS, what);
                assertTrue(estimator.lossFraction() >= 0 && estimator.lossFraction() <= 1, what);
                assertTrue(estimator.roundTripNanos() >= 0, what);
            }
            assertTrue(read > 1_000 && estimator.malformed() > 100, "seed " + seed + " reached both");
        }
    }

    /** About the last packets, with any times, order and gaps; sometimes with a byte changed. */
    private static MemorySegment hostileFeedback(Random random, int lastNumber) {
        long[] ring = new long[64];
        long time = random.nextLong(1L << 52);
        for (int i = 0; i < ring.length; i++) {
            time += random.nextLong(-7_000_000_000L, 7_000_000_000L) >> random.nextInt(30);
            ring[i] = random.nextInt(3) == 0 ? TransportFeedback.NOT_RECEIVED : time;
        }
        int count = 1 + random.nextInt(ring.length);
        int first = lastNumber + 1 - count + (random.nextInt(10) == 0 ? random.nextInt(100) : 0) & 0xFFFF;
        MemorySegment packet = MemorySegment.ofArray(new byte[512]);
        int length = TransportFeedback.write(packet, 0, 512, 1, 2, 0, first, ring, count);
        if (random.nextInt(4) == 0) {
            packet.set(ValueLayout.JAVA_BYTE, 12L + random.nextInt(length - 12), (byte) random.nextInt());
        }
        return packet;
    }
}
