package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.CipherSuites;

class SpeakerTest {
    @Test
    void theRoomHearsWhoSpeaksAndWhoSpeaksNext() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            assertEquals(List.of(), speakers(simulation), "nobody has spoken");
            SentStream chair = reception.participants.get("chair").microphone;
            SentStream citizen = reception.participants.get("citizen").microphone;
            chair.speaking = true;
            simulation.runSeconds(3);
            chair.speaking = false;
            citizen.speaking = true;
            simulation.runSeconds(5);
            assertEquals(List.of("chair", "citizen"), speakers(simulation));
        }
    }

    private static List<String> speakers(Simulation simulation) {
        return simulation.events.stream()
                .filter(ShardEvent.DominantSpeaker.class::isInstance)
                .map(event -> ((ShardEvent.DominantSpeaker) event).peer())
                .toList();
    }
}
