package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class LongReceptionTest {
    /** 125 packets a second of each camera pass 65 536 after less than nine minutes, on both sides of the bridge and under encryption. */
    @Test
    void numbersThatBeginAnewAreNotNoticedByAnybody() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            Impairment line = Impairment.good().withLoss(0.01).withReordering(0.01, 10);
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.enter("citizen", line, line);
            reception.enter("chair", line, line);
            simulation.runSeconds(560);
            reception.fallSilent();
            reception.recorder.tracks.forEach((id, track) -> assertEquals(0, track.gaps(), id));
            HeardStream heard = reception.participants.get("chair").hears.get("citizen/camera");
            assertTrue(heard.packets > 65_536, heard.packets + " packets");
            assertEquals(0, heard.gaps() + heard.restarts);
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SEAL));
            assertEquals(0, simulation.shard.counters().of(Reason.DROPPED_SRTP_AUTHENTICATION));
        }
    }
}
