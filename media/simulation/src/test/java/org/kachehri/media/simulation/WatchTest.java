package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardEvent.TransportMeasured;
import org.kachehri.media.sfu.WatchOrder;
import org.kachehri.media.transport.CaptureRing;
import org.kachehri.media.transport.CipherSuites;

class WatchTest {
    @Test
    void whatIsLostOnPurposeIsCountedRepairedAndSeenInTheLinesFigures() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            assertInstanceOf(
                    WatchOrder.Outcome.Done.class, order(simulation, "citizen", new WatchOrder.Lose(false, 0.1, 1, 7)));
            assertInstanceOf(
                    WatchOrder.Outcome.Done.class, order(simulation, "chair", new WatchOrder.Lose(true, 0.05, 3, 8)));
            simulation.runSeconds(20);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_INJECTED_RECEIVING) > 100);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_INJECTED_SENDING) > 50);
            assertTrue(simulation.shard.counters().of(Reason.REPAIRED) > 50);
            int up = reception.participants.get("citizen").publishing.transport;
            double told = simulation.events.stream()
                    .filter(TransportMeasured.class::isInstance)
                    .map(TransportMeasured.class::cast)
                    .filter(measured -> measured.transport() == up)
                    .toList()
                    .getLast()
                    .receivedLoss();
            assertEquals(0.1, told, 0.06);

            order(simulation, "citizen", new WatchOrder.Lose(false, 0, 1, 7));
            order(simulation, "chair", new WatchOrder.Lose(true, 0, 1, 8));
            long before = simulation.shard.counters().of(Reason.DROPPED_INJECTED_RECEIVING);
            simulation.runSeconds(1);
            assertEquals(before, simulation.shard.counters().of(Reason.DROPPED_INJECTED_RECEIVING));
        }
    }

    @Test
    void theRingHoldsThePacketsOfOnePeerBothWaysAndNobodyElses() {
        try (Simulation simulation = new Simulation(4, CipherSuites.best())) {
            SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            assertInstanceOf(WatchOrder.Outcome.Refused.class, order(simulation, "citizen", new WatchOrder.Dump()));
            order(simulation, "citizen", new WatchOrder.StartCapture());
            simulation.runSeconds(1);
            List<CaptureRing.Packet> packets = assertInstanceOf(
                            WatchOrder.Outcome.Dumped.class, order(simulation, "citizen", new WatchOrder.Dump()))
                    .packets();
            assertTrue(packets.stream().anyMatch(packet -> packet.sent() && !packet.rtcp()));
            assertTrue(packets.stream().anyMatch(packet -> !packet.sent() && !packet.rtcp()));
            assertTrue(packets.stream().anyMatch(CaptureRing.Packet::rtcp));
            for (int i = 1; i < packets.size(); i++) {
                assertTrue(packets.get(i).nanos() >= packets.get(i - 1).nanos());
            }
            assertInstanceOf(WatchOrder.Outcome.Refused.class, order(simulation, "chair", new WatchOrder.Dump()));
            order(simulation, "citizen", new WatchOrder.StopCapture());
            assertInstanceOf(WatchOrder.Outcome.Refused.class, order(simulation, "citizen", new WatchOrder.Dump()));
            assertInstanceOf(
                    WatchOrder.Outcome.Refused.class, order(simulation, "nobody", new WatchOrder.StartCapture()));
        }
    }

    private static WatchOrder.Outcome order(Simulation simulation, String peer, WatchOrder order) {
        List<WatchOrder.Outcome> outcomes = new ArrayList<>();
        simulation.execute(new ShardCommand.OnPeer(SimulatedReception.ROOM, peer, order, outcomes::add));
        return outcomes.getFirst();
    }
}
