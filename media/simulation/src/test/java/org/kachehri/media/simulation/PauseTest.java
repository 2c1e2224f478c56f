package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class PauseTest {
    @Test
    void nothingSentDuringAPauseIsHeardThenOrLater() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception =
                    SimulatedReception.ofThree(simulation, Impairment.good().withLoss(0.05));
            simulation.runSeconds(3);
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, false));
            SentStream camera = reception.participants.get("citizen").camera;
            // What is on its way at the order is let go by: 20 ms of line.
            simulation.runSeconds(0.1);
            BitSet heardAtPause = (BitSet)
                    reception.recorder.tracks.get("citizen/camera").numbers.clone();
            long firstOffRecord = camera.sequence;
            simulation.runSeconds(5);
            long lastOffRecord = camera.sequence;
            assertEquals(heardAtPause, reception.recorder.tracks.get("citizen/camera").numbers);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_PAUSED) > 2_000);
            simulation.runSeconds(0.1);
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, true));
            simulation.runSeconds(5);
            reception.fallSilent();
            BitSet heard = reception.recorder.tracks.get("citizen/camera").numbers;
            int next = heard.nextSetBit((int) firstOffRecord);
            assertTrue(next >= lastOffRecord, "heard " + next + " of " + firstOffRecord + " to " + lastOffRecord);
            assertTrue(heard.length() > lastOffRecord + 500);
        }
    }

    @Test
    void numbersGoOnWithoutAHoleAndThePictureBeginsWithAKeyframe() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            HeardStream heard = reception.participants.get("chair").hears.get("citizen/camera");
            long keyframes = heard.keyframes;
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, false));
            simulation.runSeconds(0.1);
            long packets = heard.packets;
            simulation.runSeconds(2);
            assertEquals(packets, heard.packets);
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, true));
            simulation.runSeconds(2);
            assertTrue(heard.packets > packets + 200);
            assertEquals(keyframes + 1, heard.keyframes);
            assertEquals(0, heard.gaps());
            assertEquals(1, heard.restarts);
        }
    }

    @Test
    void aMutedSourceIsNeitherForwardedNorRecordedAndTheOthersAre() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            simulation.execute(new ShardCommand.Mute(SimulatedReception.ROOM, "citizen/microphone", true));
            simulation.runSeconds(0.1);
            HeardStream muted = reception.participants.get("chair").hears.get("citizen/microphone");
            long packets = muted.packets;
            long recorded = reception.recorder.tracks.get("citizen/microphone").packets;
            long camera = reception.recorder.tracks.get("citizen/camera").packets;
            simulation.runSeconds(2);
            assertEquals(packets, muted.packets);
            assertEquals(recorded, reception.recorder.tracks.get("citizen/microphone").packets);
            assertTrue(reception.recorder.tracks.get("citizen/camera").packets > camera + 200);
            assertTrue(simulation.shard.counters().of(Reason.DROPPED_MUTED) >= 100);
            simulation.execute(new ShardCommand.Mute(SimulatedReception.ROOM, "citizen/microphone", false));
            simulation.runSeconds(2);
            assertTrue(muted.packets > packets + 90);
            assertEquals(0, muted.gaps());
        }
    }
}
