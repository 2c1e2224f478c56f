package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardEvent.TransportMeasured;
import org.kachehri.media.transport.CipherSuites;

class LineMeasuredTest {
    @Test
    void lossIsToldForEachDirectionAndTheRoundTripWithIt() {
        long seed = 11;
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", Impairment.good().withLoss(0.1), Impairment.good());
            reception.enter("chair", Impairment.good(), Impairment.good().withLoss(0.05));
            simulation.runSeconds(61);
            SimulatedReception.Participant citizen = reception.participants.get("citizen");
            SimulatedReception.Participant chair = reception.participants.get("chair");

            assertEquals(0.1, mean(told(simulation, citizen.publishing), true), 0.02);
            assertEquals(0, mean(told(simulation, chair.publishing), true), 0.001);
            assertEquals(0.05, mean(told(simulation, chair.subscribed), false), 0.02);
            List<TransportMeasured> down = told(simulation, citizen.subscribed);
            assertEquals(0, mean(down, false), 0.001);
            // 20 ms each way, and what a poll takes to wake up.
            assertEquals(40, down.getLast().roundTripNanos() / 1e6, 5);
            // Every three seconds, none before the first three.
            assertTrue(down.size() >= 18 && down.size() <= 20, down.size() + " in 61 s");
        }
    }

    @Test
    void aRoundTripThatNobodyReportsAnyMoreIsNotToldAgain() {
        long seed = 12;
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", Impairment.good(), Impairment.good());
            reception.enter("chair", Impairment.good(), Impairment.good());
            simulation.runSeconds(20);
            SimulatedPeer listening = reception.participants.get("citizen").subscribed;
            assertTrue(told(simulation, listening).getLast().roundTripNanos() > 0);
            listening.up.impairment(Impairment.good().withLoss(1));
            int before = told(simulation, listening).size();
            simulation.runSeconds(8);
            List<TransportMeasured> told = told(simulation, listening);
            assertTrue(told.size() >= before + 2, told.size() + " after " + before);
            assertEquals(0, told.getLast().roundTripNanos());
        }
    }

    private static List<TransportMeasured> told(Simulation simulation, SimulatedPeer peer) {
        return simulation.events.stream()
                .filter(TransportMeasured.class::isInstance)
                .map(TransportMeasured.class::cast)
                .filter(measured -> measured.transport() == peer.transport)
                .toList();
    }

    private static double mean(List<TransportMeasured> told, boolean received) {
        return told.stream()
                .mapToDouble(one -> received ? one.receivedLoss() : one.sentLoss())
                .filter(loss -> !Double.isNaN(loss))
                .average()
                .orElseThrow();
    }
}
