package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class RecordingIsWholeTest {
    private static final int SEEDS = 30;

    /** Every seed is another line: up to 8 % loss and bursts, 85 ms there and back, jitter, reordering, a bounded queue. */
    @Test
    void theRecordingHasNoGapOverThirtyBadLines() {
        for (long seed = 2_000; seed < 2_000 + SEEDS; seed++) {
            try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
                SimulatedReception reception = SimulatedReception.ofThree(simulation, line(new SplittableRandom(seed)));
                simulation.runSeconds(15);
                reception.fallSilent();
                String which = "seed " + seed + ", ";
                reception.recorder.tracks.forEach((id, track) -> {
                    assertEquals(0, track.gaps(), which + id);
                    assertFalse(track.wrong, which + id);
                });
                assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SEAL), which);
                assertEquals(0, simulation.shard.counters().of(Reason.MISSING_GIVEN_UP), which);
            }
        }
    }

    private static Impairment line(SplittableRandom random) {
        Impairment line = Impairment.good()
                .withDelay(5 + random.nextInt(38), random.nextInt(20))
                .withLoss(random.nextDouble() * 0.08)
                .withReordering(random.nextDouble() * 0.05, 1 + random.nextInt(30));
        line = random.nextInt(3) == 0 ? line.withBursts(0.002, 1 + random.nextInt(5)) : line;
        return random.nextInt(4) == 0 ? line.withRate(12_000_000, 100_000) : line;
    }
}
