package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.IceCredentials;

class IceRestartTest {
    @Test
    void mediaGoesOnFromTheFirstCheckWithoutANewHandshake() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            int handshakes = simulation.handshakes.begun;
            SimulatedReception.Participant chair = reception.participants.get("chair");
            SimulatedReception.Participant citizen = reception.participants.get("citizen");
            // Their network changes: nothing that they send or are sent arrives.
            away(chair, 60_000, Impairment.good().withLoss(1));
            away(citizen, 60_002, Impairment.good().withLoss(1));
            simulation.runSeconds(3);
            lines(chair, Impairment.good());
            lines(citizen, Impairment.good());
            restart(chair);
            restart(citizen);
            simulation.runSeconds(0.2);
            HeardStream heardByChair = chair.hears.get("citizen/camera");
            HeardStream heardByOfficer =
                    reception.participants.get("officer").hears.get("citizen/camera");
            long toChair = heardByChair.packets;
            long toOfficer = heardByOfficer.packets;
            simulation.runSeconds(1);
            assertTrue(heardByChair.packets >= toChair + 120, "to the chair: " + (heardByChair.packets - toChair));
            assertTrue(heardByOfficer.packets >= toOfficer + 120, "of the citizen: " + heardByOfficer.packets);
            assertEquals(handshakes, simulation.handshakes.begun);
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SRTP_AUTHENTICATION));
        }
    }

    @Test
    void theOldCredentialsCountUntilTheFirstCheckWithTheNewOnes() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            SimulatedPeer chair = reception.participants.get("chair").subscribed;
            IceCredentials oldOwn = chair.own;
            IceCredentials oldServer = chair.server;
            IceCredentials newOwn = IceCredentials.random(simulation.random());
            IceCredentials newServer = IceCredentials.random(simulation.random());
            simulation.execute(new ShardCommand.RestartIce(chair.transport, newServer, newOwn));

            chair.own = oldOwn;
            chair.server = oldServer;
            int answers = chair.answers;
            chair.check();
            simulation.runSeconds(0.2);
            assertTrue(chair.answers > answers, "an old check before the first new one");

            chair.own = newOwn;
            chair.server = newServer;
            answers = chair.answers;
            chair.check();
            simulation.runSeconds(0.2);
            assertTrue(chair.answers > answers, "a new check");
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_STUN_UNKNOWN_USER));

            chair.own = oldOwn;
            chair.server = oldServer;
            answers = chair.answers;
            chair.check();
            simulation.runSeconds(0.2);
            assertEquals(answers, chair.answers, "an old check after the first new one");
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_STUN_UNKNOWN_USER) > 0);
        }
    }

    @Test
    void aRepeatedRestartIsHarmlessAndAForeignNameRefused() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            SimulatedPeer chair = reception.participants.get("chair").subscribed;
            SimulatedPeer citizen = reception.participants.get("citizen").subscribed;
            ShardCommand.RestartIce restart = chair.restarting();
            simulation.execute(restart);
            simulation.execute(restart);
            simulation.runSeconds(1);
            simulation.execute(restart);
            assertTrue(chair.checked);
            assertFalse(simulation.events.stream().anyMatch(ShardEvent.CommandRefused.class::isInstance));
            ShardCommand foreign = new ShardCommand.RestartIce(chair.transport, citizen.server, chair.own);
            simulation.execute(foreign);
            assertEquals(new ShardEvent.CommandRefused(foreign, "ufrag in use"), simulation.events.getLast());
        }
    }

    @Test
    void aRestartOfARestartForgetsTheFirst() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            SimulatedPeer chair = reception.participants.get("chair").subscribed;
            chair.present = false;
            simulation.execute(chair.restarting());
            ShardCommand.RestartIce second = chair.restarting();
            simulation.execute(second);
            chair.present = true;
            simulation.wake(chair);
            simulation.runSeconds(1);
            assertTrue(chair.checked);
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_STUN_UNKNOWN_USER));
        }
    }

    /** Another address that the bridge has never seen, on lines that lose everything. */
    private static void away(SimulatedReception.Participant person, int port, Impairment outage) {
        person.publishing.port = port;
        person.subscribed.port = port + 1;
        lines(person, outage);
    }

    private static void lines(SimulatedReception.Participant person, Impairment line) {
        for (SimulatedPeer peer : List.of(person.publishing, person.subscribed)) {
            peer.up.impairment(line);
            peer.down.impairment(line);
        }
    }

    private static void restart(SimulatedReception.Participant person) {
        Simulation simulation = person.publishing.simulation;
        simulation.execute(person.publishing.restarting());
        simulation.execute(person.subscribed.restarting());
    }
}
