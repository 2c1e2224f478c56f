package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class KeyframeTest {
    private static final long HALF_SECOND_NANOS = 500_000_000L;

    @Test
    void aPersonWhoComesLaterSeesAPictureThatBeginsWithAKeyframe() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SimulatedReception.Participant inspector =
                    reception.enter("inspector", Impairment.good(), Impairment.good());
            simulation.runSeconds(1);
            SentStream camera = reception.participants.get("citizen").camera;
            HeardStream heard = inspector.hears.get("citizen/camera");
            assertEquals(1, camera.keyframeRequestNanos.size());
            assertTrue(heard.keyframes == 1 && heard.packets > 100, heard.packets + " packets");
            assertEquals(0, heard.restarts);
        }
    }

    @Test
    void requestsWithinHalfASecondBecomeOneAndOneMoreAfterwards() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SentStream camera = reception.participants.get("citizen").camera;
            // A camera whose key frames don't come: nothing is served, so the trailing request must go out.
            camera.obedient = false;
            camera.keyframeRequestNanos.clear();
            for (int i = 0; i < 8; i++) {
                reception.participants.get("chair").hears.get("citizen/camera").requestKeyframe();
                reception
                        .participants
                        .get("officer")
                        .hears
                        .get("citizen/camera")
                        .requestKeyframe();
                simulation.runSeconds(0.05);
            }
            simulation.runSeconds(0.5);
            List<Long> asked = camera.keyframeRequestNanos;
            assertEquals(2, asked.size());
            assertEquals(HALF_SECOND_NANOS, asked.get(1) - asked.get(0));
            assertEquals(16, simulation.shard.counters().of(Reason.KEYFRAME_REQUEST_RECEIVED));
        }
    }

    @Test
    void aRequestThatAKeyframeServesHasNoTrailingOne() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SentStream camera = reception.participants.get("citizen").camera;
            camera.keyframeRequestNanos.clear();
            reception.participants.get("chair").hears.get("citizen/camera").requestKeyframe();
            reception.participants.get("officer").hears.get("citizen/camera").requestKeyframe();
            simulation.runSeconds(2);
            assertEquals(1, camera.keyframeRequestNanos.size());
        }
    }

    @Test
    void anUnansweredRequestIsRepeated() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(3);
            SentStream camera = reception.participants.get("citizen").camera;
            camera.obedient = false;
            camera.keyframeRequestNanos.clear();
            reception.participants.get("chair").hears.get("citizen/camera").requestKeyframe();
            simulation.runSeconds(3.5);
            assertEquals(4, camera.keyframeRequestNanos.size());
        }
    }
}
