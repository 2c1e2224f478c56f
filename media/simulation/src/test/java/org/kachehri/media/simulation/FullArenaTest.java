package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;

class FullArenaTest {
    @Test
    void whatDoesNotFitIsSentInTwoGoesAndNothingIsOverwritten() {
        ShardSettings all = ShardSettings.defaults();
        ShardSettings small = new ShardSettings(
                true,
                all.maxRooms(),
                all.maxTransports(),
                all.maxHandshakes(),
                all.sendCacheSlots(),
                all.silentNanos(),
                all.releaseNanos(),
                1 << 17,
                all.startBitsPerSecond());
        try (Simulation simulation = new Simulation(1, CipherSuites.best(), small)) {
            // Like sockets: bytes are read when flushed, not when queued.
            simulation.sendsWhenFlushed = true;
            SimulatedReception reception = new SimulatedReception(simulation);
            for (int i = 0; i < 12; i++) {
                reception.enter("p" + i, Impairment.good(), Impairment.good());
            }
            simulation.runSeconds(5);
            reception.fallSilent();
            assertTrue(simulation.flushesWithin > 0, "the arena was never full");
            reception
                    .participants
                    .values()
                    .forEach(p -> p.hears.forEach((id, s) -> {
                        assertEquals(0, s.gaps(), id);
                        assertTrue(s.packets > 150, id + " " + s.packets);
                    }));
        }
    }
}
