package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class RepairTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void burstsOnTheWayUpAreRepairedInTheRecording(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            Impairment bursty = Impairment.good().withBursts(0.005, 6);
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", bursty, Impairment.good());
            reception.enter("chair", Impairment.good(), Impairment.good());
            simulation.runSeconds(20);
            reception.fallSilent();
            SimulatedRecorder.Track camera = reception.recorder.tracks.get("citizen/camera");
            assertTrue(camera.repaired > 20, camera.repaired + " repaired");
            assertEquals(0, camera.gaps());
        }
    }

    @Test
    void reorderedPacketsAreNotAskedFor() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            Impairment reordering = Impairment.good().withReordering(0.05, 15);
            SimulatedReception reception = SimulatedReception.ofThree(simulation, reordering);
            simulation.runSeconds(10);
            reception.fallSilent();
            assertEquals(0, simulation.shard.counters().of(Reason.NACK_SENT));
            assertEquals(0, reception.recorder.tracks.get("citizen/camera").gaps());
        }
    }

    @Test
    void aRecordedPublisherThatDoesNotRepeatIsAskedTenTimesAndThenForAKeyframe() {
        try (Simulation simulation = new Simulation(5, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            SimulatedReception.Participant citizen = reception.enter("citizen", Impairment.good(), Impairment.good());
            reception.enter("chair", Impairment.good(), Impairment.good());
            simulation.runSeconds(3);
            citizen.camera.obedient = false;
            citizen.microphone.obedient = false;
            citizen.camera.keyframeRequestNanos.clear();
            citizen.publishing.up.impairment(Impairment.good().withLoss(1));
            simulation.runSeconds(0.03);
            citizen.publishing.up.impairment(Impairment.good());
            simulation.runSeconds(3);
            long lost = citizen.publishing.up.lost();
            assertTrue(lost > 0);
            assertEquals(lost, simulation.shard.counters().of(Reason.MISSING_GIVEN_UP));
            assertEquals(10 * lost, simulation.shard.counters().of(Reason.NACK_SENT));
            assertTrue(citizen.camera.keyframeRequestNanos.size() >= 1);
        }
    }

    @Test
    void aPacketThatComesLateAndAgainIsForwardedOnce() {
        try (Simulation simulation = new Simulation(6, CipherSuites.best())) {
            // Reordering by more than the first wait: the repair and the original both arrive.
            Impairment late = Impairment.good().withReordering(0.02, 150);
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", late, Impairment.good());
            SimulatedReception.Participant chair = reception.enter("chair", Impairment.good(), Impairment.good());
            simulation.runSeconds(20);
            reception.fallSilent();
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_DUPLICATE) > 20);
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SEAL));
            assertEquals(0, chair.hears.get("citizen/camera").gaps());
            assertEquals(0, chair.hears.get("citizen/camera").duplicates);
        }
    }

    @Test
    void aPacketThatTheLineDoublesIsForwardedOnce() {
        try (Simulation simulation = new Simulation(8, CipherSuites.best())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", Impairment.good().withDuplication(0.1), Impairment.good());
            SimulatedReception.Participant chair = reception.enter("chair", Impairment.good(), Impairment.good());
            simulation.runSeconds(10);
            reception.fallSilent();
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_SRTP_REPLAY) > 20);
            assertEquals(0, chair.hears.get("citizen/camera").gaps());
            assertEquals(0, chair.hears.get("citizen/camera").duplicates);
        }
    }

    @Test
    void retransmissionsKeepWithinTheirBudget() {
        try (Simulation simulation = new Simulation(7, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", Impairment.good(), Impairment.good());
            SimulatedReception.Participant chair = reception.enter(
                    "chair", Impairment.good(), Impairment.good().withLoss(0.4));
            simulation.runSeconds(60);
            long forwarded = simulation.shard.counters().of(Reason.FORWARDED);
            long retransmitted = simulation.shard.counters().of(Reason.RETRANSMITTED);
            assertTrue(simulation.shard.counters().of(Reason.NACK_OVER_BUDGET) > 0);
            assertTrue(retransmitted < forwarded / 5, retransmitted + " of " + forwarded);
            assertTrue(chair.hears.get("citizen/camera").packets > 4_000);
        }
    }
}
