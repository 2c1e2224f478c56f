package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class ReceptionUnderLossTest {
    private static final Impairment LOSSY = Impairment.good().withDelay(20, 5).withLoss(0.05);

    @Test
    void aReceptionWithFivePercentLossHasNoGapAfterRepair() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, LOSSY);
            simulation.runSeconds(30);
            reception.fallSilent();
            assertWhole(reception);
            assertTrue(simulation.shard.counters().of(Reason.RETRANSMITTED) > 100);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8})
    void anotherSeedLosesOtherPacketsAndHasNoGapEither(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, LOSSY.withReordering(0.02, 15));
            simulation.runSeconds(30);
            reception.fallSilent();
            assertWhole(reception);
        }
    }

    static void assertWhole(SimulatedReception reception) {
        reception.recorder.tracks.forEach((id, track) -> {
            assertEquals(0, track.gaps(), "recording of " + id);
            assertFalse(track.wrong, id);
            assertTrue(track.packets > 1000 && track.repaired > 0 && track.senderReports > 10, id);
        });
        assertEquals(6, reception.recorder.tracks.size());
        for (SimulatedReception.Participant participant : reception.participants.values()) {
            participant.hears.forEach((id, stream) -> {
                assertEquals(0, stream.gaps(), participant.name + " hears " + id);
                assertEquals(0, stream.wrongMid + stream.restarts, participant.name + " hears " + id);
                assertTrue(stream.packets > 1000 && stream.repaired > 0, participant.name + " hears " + id);
            });
        }
    }
}
