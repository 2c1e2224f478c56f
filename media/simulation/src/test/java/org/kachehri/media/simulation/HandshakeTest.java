package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;

class HandshakeTest {
    @Test
    void dtlsFromAnAddressThatNeverCheckedBeginsNoHandshake() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            simulation.execute(new ShardCommand.OpenRoom("room"));
            SimulatedPeer peer = new SimulatedPeer(simulation, 1, Impairment.good(), Impairment.good());
            peer.hello();
            simulation.execute(peer.opening("room", "citizen"));
            simulation.runSeconds(0.021);
            assertEquals(0, simulation.handshakes.begun);
            assertEquals(1, simulation.shard.counters().of(Reason.DROPPED_DTLS_NO_CHECK));
            simulation.runSeconds(1);
            assertTrue(peer.connected);
        }
    }

    @Test
    void aRepeatedHelloBeginsNoSecondHandshake() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            simulation.execute(new ShardCommand.OpenRoom("room"));
            SimulatedPeer peer = new SimulatedPeer(simulation, 1, Impairment.good(), Impairment.good());
            simulation.execute(peer.opening("room", "citizen"));
            simulation.runSeconds(1);
            peer.hello();
            peer.hello();
            simulation.runSeconds(1);
            assertEquals(1, simulation.handshakes.begun);
            assertEquals(List.of(new ShardEvent.TransportConnected(1)), simulation.events);
        }
    }

    @Test
    void handshakesBeyondTheLimitWaitForOthersToEnd() {
        ShardSettings all = ShardSettings.defaults();
        ShardSettings two = new ShardSettings(
                true,
                all.maxRooms(),
                all.maxTransports(),
                2,
                all.sendCacheSlots(),
                all.silentNanos(),
                all.releaseNanos(),
                all.outBytes(),
                all.startBitsPerSecond());
        try (Simulation simulation = new Simulation(3, CipherSuites.none(), two)) {
            simulation.handshakes.hold = true;
            simulation.execute(new ShardCommand.OpenRoom("room"));
            List<SimulatedPeer> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                peers.add(new SimulatedPeer(simulation, i, Impairment.good(), Impairment.good()));
                simulation.execute(peers.get(i).opening("room", "p" + i));
            }
            simulation.runSeconds(0.5);
            assertEquals(2, simulation.handshakes.begun);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_DTLS_TOO_MANY) > 0);
            simulation.handshakes.letGo();
            simulation.runSeconds(1);
            assertTrue(peers.stream().allMatch(peer -> peer.connected));
        }
    }

    @Test
    void packetsThatOvertakeTheKeysWaitForThem() {
        try (Simulation simulation = new Simulation(6, CipherSuites.best())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            simulation.handshakes.holdKeys = true;
            SimulatedReception.Participant citizen = reception.enter("citizen", Impairment.good(), Impairment.good());
            while (citizen.camera.sequence == citizen.camera.firstSequence) {
                simulation.runSeconds(0.001);
            }
            simulation.runSeconds(0.025);
            simulation.handshakes.letGo();
            simulation.runSeconds(2);
            reception.fallSilent();
            SimulatedRecorder.Track camera = reception.recorder.tracks.get("citizen/camera");
            assertEquals(citizen.camera.firstSequence, camera.numbers.nextSetBit(0));
            assertEquals(0, camera.gaps());
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_BEFORE_KEYS));
        }
    }

    @Test
    void aHandshakeThatNobodyAnswersEndsByItself() {
        try (Simulation simulation = new Simulation(5, CipherSuites.none())) {
            simulation.handshakes.hold = true;
            simulation.execute(new ShardCommand.OpenRoom("room"));
            SimulatedPeer peer = new SimulatedPeer(simulation, 1, Impairment.good(), Impairment.good());
            simulation.execute(peer.opening("room", "citizen"));
            simulation.runSeconds(40);
            assertEquals(List.of(new ShardEvent.HandshakeFailed(1, "no answer")), simulation.events);
        }
    }

    @Test
    void aFailedHandshakeIsToldAndNotTriedAgain() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            simulation.handshakes.hold = true;
            simulation.execute(new ShardCommand.OpenRoom("room"));
            SimulatedPeer peer = new SimulatedPeer(simulation, 1, Impairment.good(), Impairment.good());
            simulation.execute(peer.opening("room", "citizen"));
            simulation.runSeconds(0.5);
            simulation.execute(new ShardCommand.DtlsFailed(1, "wrong fingerprint"));
            simulation.runSeconds(1);
            assertFalse(peer.connected);
            assertEquals(1, simulation.handshakes.begun);
            assertEquals(List.of(new ShardEvent.HandshakeFailed(1, "wrong fingerprint")), simulation.events);
        }
    }
}
