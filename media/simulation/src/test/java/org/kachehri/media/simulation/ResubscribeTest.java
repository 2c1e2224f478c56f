package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.CipherSuites;

class ResubscribeTest {
    @Test
    void anSsrcThatIsSubscribedAgainGoesOnWithItsNumbers() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SimulatedReception.Participant chair = reception.participants.get("chair");
            HeardStream heard = chair.hears.get("citizen/camera");
            int transport = chair.subscribed.transport;
            simulation.execute(new ShardCommand.Unsubscribe(transport, List.of("citizen/camera")));
            simulation.runSeconds(1);
            assertEquals(1, heard.goodbyes);
            long packets = heard.packets;
            simulation.execute(new ShardCommand.Subscribe(transport, List.of(heard.description)));
            simulation.runSeconds(1);
            assertTrue(heard.packets > packets + 100);
            assertEquals(0, heard.gaps());
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SEAL));
        }
    }

    @Test
    void aSourceThatIsPublishedAgainUnderAnotherSsrcIsHeardByThoseWhoWait() {
        try (Simulation simulation = new Simulation(2, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SimulatedReception.Participant citizen = reception.participants.get("citizen");
            HeardStream heard = reception.participants.get("chair").hears.get("citizen/camera");
            citizen.camera.endAt(simulation.nowNanos());
            simulation.execute(new ShardCommand.Unpublish(citizen.publishing.transport, "citizen/camera"));
            simulation.runSeconds(1);
            long packets = heard.packets;
            long timestamp = heard.lastTimestamp;
            SentStream again = new SentStream(citizen.publishing, citizen.camera.description, 77_000, 77_001);
            simulation.execute(new ShardCommand.Publish(citizen.publishing.transport, List.of(again.description)));
            again.begin(simulation.nowNanos());
            simulation.runSeconds(1);
            assertTrue(heard.packets > packets + 100);
            assertEquals(0, heard.gaps());
            int ticks = (int) (heard.lastTimestamp - timestamp);
            assertEquals(2.0, ticks / 90_000.0, 0.1);
            assertTrue(simulation.events.contains(
                    new ShardEvent.SourceStarted(SimulatedReception.ROOM, "citizen/camera", 77_000)));
        }
    }

    @Test
    void aNewSsrcInTheSameMediaSectionIsTheSameSource() {
        try (Simulation simulation = new Simulation(3, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SimulatedReception.Participant citizen = reception.participants.get("citizen");
            HeardStream heard = reception.participants.get("chair").hears.get("citizen/camera");
            citizen.camera.endAt(simulation.nowNanos());
            long packets = heard.packets;
            SentStream again = new SentStream(citizen.publishing, citizen.camera.description, 77_000, 77_001);
            again.begin(simulation.nowNanos());
            simulation.runSeconds(1);
            assertTrue(heard.packets > packets + 100);
            assertEquals(0, heard.gaps());
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SEAL));
        }
    }

    @Test
    void commandsThatCannotBeObeyedAreRefusedByAnEvent() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            ShardCommand command = new ShardCommand.Mute("nowhere", "p1/camera", true);
            simulation.execute(command);
            assertEquals(List.of(new ShardEvent.CommandRefused(command, "no such room")), simulation.events);
        }
    }
}
