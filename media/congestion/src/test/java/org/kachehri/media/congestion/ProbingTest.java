package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProbingTest {
    private static final int SEEDS = 30;

    @Test
    void nothingIsProbedForWhenNothingMoreIsWanted() {
        VirtualCall call = new VirtualCall(1, 1e7, BandwidthEstimator.CITIZEN_START_BPS);
        call.runSeconds(10);
        assertEquals(0, call.probing.clusters());
        assertEquals(Long.MAX_VALUE, call.probing.deadlineNanos());
    }

    @Test
    void aLineThatCarriesItIsRaisedToFifteenPercentOverTheCost() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualCall call = new VirtualCall(seed, 1e7, BandwidthEstimator.CITIZEN_START_BPS);
            call.maxBps = 400_000;
            call.ladder = new long[] {2_000_000};
            call.runSeconds(2);
            assertEquals(1, call.probing.successes(), "seed " + seed);
            assertEquals(2_300_000, call.estimator.estimateBps(), "seed " + seed);
            // 15 ms at 2.3 Mbit/s are 4.3 kB.
            assertTrue(call.padding <= 5_000, "seed " + seed + ": " + call.padding);
            call.runSeconds(20);
            assertEquals(1, call.probing.clusters(), "seed " + seed + ": the estimate stays, nothing more is wanted");
        }
    }

    @Test
    void aLineThatDoesNotCarryItIsRaisedOnlyToWhatItCarries() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualCall call = new VirtualCall(seed, 1e6, 300_000);
            call.maxBps = 250_000;
            call.ladder = new long[] {2_000_000};
            call.runSeconds(2);
            assertEquals(1, call.probing.clusters(), "seed " + seed);
            assertEquals(0, call.probing.successes(), "seed " + seed);
            assertTrue(call.estimator.estimateBps() <= 1_050_000, "seed " + seed);
        }
    }

    @Test
    void failuresAreFurtherAndFurtherApartUpToFourSeconds() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualCall call = new VirtualCall(seed, 1e6, BandwidthEstimator.CITIZEN_START_BPS);
            call.maxBps = 300_000;
            call.ladder = new long[] {2_000_000};
            while (call.probing.clusters() == 0) {
                call.runSeconds(0.05);
            }
            double backOffSeconds = 3;
            for (int i = 1; i <= 8; i++) {
                long began = call.nowNanos;
                while (call.probing.clusters() == i) {
                    call.runSeconds(0.05);
                }
                // Beside the back-off there is the cluster itself and the wait for its feedback.
                double seconds = (call.nowNanos - began) / 1e9;
                String what = "seed " + seed + ", after failure " + i + ": " + seconds;
                assertTrue(seconds >= backOffSeconds - 0.1 && seconds <= backOffSeconds + 2, what);
                backOffSeconds = Math.min(backOffSeconds * 1.5, 4);
            }
        }
    }

    @Test
    void aFullLineIsProbedSeldom() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualCall call = new VirtualCall(seed, 1e6, BandwidthEstimator.CITIZEN_START_BPS);
            call.ladder = new long[] {500_000, 2_000_000};
            call.runSeconds(60);
            assertTrue(call.probing.clusters() <= 20, "seed " + seed + ": " + call.probing.clusters());
            assertTrue(call.line.lost < 0.02 * call.line.sent, "seed " + seed + " lost " + call.line.lost);
        }
    }

    @Test
    void aTroubledLineIsNotProbed() {
        VirtualCall call = new VirtualCall(1, 1e7, 1_000_000);
        call.runSeconds(5);
        call.feedbackArrives = false;
        call.runSeconds(2);
        call.ladder = new long[] {5_000_000};
        call.runSeconds(20);
        assertEquals(0, call.probing.clusters());
    }

    @Test
    void aSenderWithNothingToFillAClusterGivesItUp() {
        SentPackets sent = new SentPackets();
        VirtualCall call = new VirtualCall(1, 1e7, 1_000_000);
        call.runSeconds(1);
        Probing probing = new Probing(call.estimator, sent);
        long now = call.nowNanos;
        probing.wanted(2_000_000);
        probing.tick(now);
        assertTrue(probing.cluster() != SentPackets.NO_CLUSTER);
        assertTrue(probing.bytes(now) > 0);
        probing.tick(now + 600_000_000L);
        assertEquals(SentPackets.NO_CLUSTER, probing.cluster());
        assertEquals(0, probing.bytes(now + 600_000_000L));
        assertEquals(now + 600_000_000L + Probing.FIRST_BACK_OFF_NANOS, probing.deadlineNanos());
    }
}
