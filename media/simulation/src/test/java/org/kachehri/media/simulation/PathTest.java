package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class PathTest {
    @Test
    void mediaFollowsTheAddressThatIsNominated() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            SimulatedReception.Participant chair = reception.participants.get("chair");
            chair.subscribed.port = 50_000;
            chair.publishing.port = 50_001;
            chair.subscribed.check();
            chair.publishing.check();
            simulation.runSeconds(0.2);
            long before = chair.hears.get("citizen/camera").packets;
            simulation.runSeconds(1);
            assertTrue(chair.hears.get("citizen/camera").packets >= before + 120);
            long unknown = simulation.shard.counters().of(Reason.DROPPED_UNKNOWN_ADDRESS);
            reception.fallSilent();
            assertEquals(unknown, simulation.shard.counters().of(Reason.DROPPED_UNKNOWN_ADDRESS));
            assertEquals(0, reception.recorder.tracks.get("chair/camera").gaps());
        }
    }

    @Test
    void aCheckWithoutNominationIsAnsweredAndMovesNothing() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            SimulatedReception.Participant chair = reception.participants.get("chair");
            int answers = chair.subscribed.answers;
            long packets = chair.hears.get("citizen/camera").packets;
            chair.subscribed.nominates = false;
            chair.subscribed.port = 50_000;
            chair.subscribed.check();
            simulation.runSeconds(0.1);
            assertEquals(answers + 1, chair.subscribed.answers);
            chair.subscribed.port = Simulation.peerPort();
            simulation.runSeconds(1);
            assertTrue(chair.hears.get("citizen/camera").packets >= packets + 100);
        }
    }

    @Test
    void mediaFromAnAddressThatNeverCheckedIsDropped() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            SimulatedPeer citizen = reception.participants.get("citizen").publishing;
            citizen.port = 50_000;
            simulation.runSeconds(0.5);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_UNKNOWN_ADDRESS) > 50);
        }
    }

    @Test
    void aTransportThatTheBridgeDoesNotKnowGetsNoAnswer() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            SimulatedPeer stranger = new SimulatedPeer(simulation, 99, Impairment.good(), Impairment.good());
            simulation.runSeconds(1);
            assertFalse(stranger.checked);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_STUN_UNKNOWN_USER) > 10);
        }
    }
}
