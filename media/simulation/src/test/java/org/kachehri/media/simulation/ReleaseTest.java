package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.Holdings;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;

class ReleaseTest {
    private static final double RELEASE_SECONDS = ShardSettings.defaults().releaseNanos() / 1e9;

    @Test
    void whoeverVanishesWithoutAWordLeavesNothingBehind() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            for (SimulatedPeer peer : simulation.peers) {
                peer.present = false;
            }
            simulation.runSeconds(RELEASE_SECONDS + 1);
            assertEquals(6, released(simulation, "silent"));
            Holdings held = simulation.shard.holdings();
            assertEquals(new Holdings(1, 0, 0, 0, 0, 0, 0, 0), held);
            simulation.execute(new ShardCommand.CloseRoom(SimulatedReception.ROOM));
            assertEquals(Holdings.NOTHING, simulation.shard.holdings());
            assertTrue(reception.recorder.tracks.size() >= 3);
        }
    }

    @Test
    void whoeverVanishesInTheMiddleOfAHandshakeGivesItsSlotBack() {
        try (Simulation simulation = new Simulation(2, CipherSuites.best())) {
            simulation.handshakes.hold = true;
            SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(1);
            assertEquals(6, simulation.shard.holdings().handshakes());
            for (SimulatedPeer peer : simulation.peers) {
                peer.present = false;
            }
            simulation.runSeconds(RELEASE_SECONDS + 1);
            assertEquals(new Holdings(1, 0, 0, 0, 0, 0, 0, 0), simulation.shard.holdings());
        }
    }

    @Test
    void aThousandPeopleWhoComeAndGoLeaveNothingBehind() {
        try (Simulation simulation = new Simulation(3, CipherSuites.best())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            SimulatedReception.Participant chair = reception.enter("chair", Impairment.good(), Impairment.good());
            Holdings most = Holdings.NOTHING;
            for (int person = 0; person < 1_000; person++) {
                SimulatedReception.Participant passing =
                        reception.enter("p" + person, Impairment.good(), Impairment.good());
                // Some leave in the handshake, some with media, some by a restart that is never finished.
                simulation.runSeconds(person % 4 == 0 ? 0.15 : 0.4);
                if (person % 3 == 0) {
                    simulation.execute(passing.publishing.restarting());
                }
                if (simulation.shard.holdings().cachedPackets() > most.cachedPackets()) {
                    most = simulation.shard.holdings();
                }
                passing.publishing.present = false;
                passing.subscribed.present = false;
                simulation.execute(new ShardCommand.CloseTransport(passing.publishing.transport));
                simulation.execute(new ShardCommand.CloseTransport(passing.subscribed.transport));
                simulation.execute(new ShardCommand.Unsubscribe(
                        chair.subscribed.transport, List.of(passing.name + "/microphone", passing.name + "/camera")));
                reception.participants.remove(passing.name);
                // What is under way arrives before the chair's browser forgets it.
                simulation.runSeconds(0.1);
                chair.subscribed.heard.clear();
                chair.hears.clear();
                Holdings held = simulation.shard.holdings();
                assertEquals(2, held.transports(), "after person " + person);
                assertEquals(2, held.iceNames());
                assertTrue(held.addresses() <= 2, held.toString());
                assertEquals(2, held.sources());
                assertEquals(0, held.subscriptions());
            }
            assertEquals(2_000, released(simulation, "closed"));
            assertTrue(most.cachedPackets() < 3_000, most.toString());
            simulation.execute(new ShardCommand.CloseRoom(SimulatedReception.ROOM));
            assertEquals(Holdings.NOTHING, simulation.shard.holdings());
        }
    }

    private static long released(Simulation simulation, String reason) {
        return simulation.events.stream()
                .filter(event -> event instanceof ShardEvent.TransportReleased gone
                        && gone.reason().equals(reason))
                .count();
    }
}
