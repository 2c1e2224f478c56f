package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.CipherSuites;

/** A reception as the meeting runs it: connected before it starts, sending only while it is live. */
class StartTest {
    @Test
    void everyPacketSentWhileLiveIsRecordedFromTheFirstToTheLast() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, false));
            for (String name : new String[] {"citizen", "chair"}) {
                SimulatedReception.Participant entering = reception.enter(name, Impairment.good(), Impairment.good());
                entering.camera.endAt(0);
                entering.microphone.endAt(0);
            }
            simulation.runSeconds(3);
            live(simulation, reception);
            simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, false));
            simulation.runSeconds(7);
            live(simulation, reception);
            for (SimulatedReception.Participant participant : reception.participants.values()) {
                for (SentStream sent : new SentStream[] {participant.camera, participant.microphone}) {
                    SimulatedRecorder.Track track = reception.recorder.tracks.get(sent.description.id());
                    assertEquals(sent.sequence - sent.firstSequence, track.packets, sent.description.id());
                    assertEquals(sent.firstSequence, track.numbers.nextSetBit(0));
                    assertEquals(sent.sequence, track.numbers.length());
                }
                participant.hears.forEach((id, heard) -> {
                    assertEquals(0, heard.gaps(), id);
                    assertTrue(heard.packets > 350, id + " " + heard.packets);
                });
            }
        }
    }

    /** Four seconds of live, then everyone is told to stop and what is on its way arrives. */
    private static void live(Simulation simulation, SimulatedReception reception) {
        simulation.execute(new ShardCommand.Forwarding(SimulatedReception.ROOM, true));
        for (SimulatedReception.Participant participant : reception.participants.values()) {
            for (SentStream sent : participant.publishing.sent) {
                sent.endAt(Long.MAX_VALUE);
                sent.begin(simulation.nowNanos());
                simulation.wake(participant.publishing);
            }
        }
        simulation.runSeconds(4);
        for (SimulatedReception.Participant participant : reception.participants.values()) {
            participant.publishing.sent.forEach(sent -> sent.endAt(simulation.nowNanos()));
        }
        simulation.runSeconds(0.2);
    }
}
