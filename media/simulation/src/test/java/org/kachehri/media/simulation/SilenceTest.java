package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.CipherSuites;

class SilenceTest {
    @Test
    void aSilentTransportIsToldAfterFiveSecondsAndReleasedAfterThirty() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            SimulatedReception.Participant citizen = reception.participants.get("citizen");
            int transport = citizen.publishing.transport;
            citizen.publishing.present = false;
            simulation.runSeconds(4.9);
            assertFalse(simulation.events.contains(new ShardEvent.TransportSilent(transport)));
            simulation.runSeconds(0.2);
            assertTrue(simulation.events.contains(new ShardEvent.TransportSilent(transport)));
            simulation.runSeconds(24.8);
            assertFalse(simulation.events.contains(new ShardEvent.TransportReleased(transport, "silent")));
            simulation.runSeconds(0.2);
            assertTrue(simulation.events.contains(new ShardEvent.TransportReleased(transport, "silent")));
            assertEquals(1, reception.participants.get("chair").hears.get("citizen/camera").goodbyes);
        }
    }

    @Test
    void aTransportThatIsHeardAgainKeepsItsSeat() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            SimulatedPeer citizen = reception.participants.get("citizen").publishing;
            citizen.present = false;
            simulation.runSeconds(10);
            citizen.present = true;
            citizen.check();
            simulation.runSeconds(1);
            assertTrue(simulation.events.contains(new ShardEvent.TransportHeard(citizen.transport)));
            simulation.runSeconds(40);
            assertFalse(simulation.events.contains(new ShardEvent.TransportReleased(citizen.transport, "silent")));
        }
    }

    @Test
    void aTransportThatNobodyEverUsesIsReleased() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            simulation.execute(new ShardCommand.OpenRoom("room"));
            SimulatedPeer nobody = new SimulatedPeer(simulation, 1, Impairment.good(), Impairment.good());
            nobody.present = false;
            simulation.execute(nobody.opening("room", "nobody"));
            simulation.runSeconds(31);
            assertEquals(List.of(new ShardEvent.TransportReleased(1, "silent")), simulation.events);
        }
    }
}
