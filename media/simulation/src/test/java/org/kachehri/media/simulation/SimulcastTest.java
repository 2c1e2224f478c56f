package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.transport.CipherSuites;

class SimulcastTest {
    private static final String CAMERA = "citizen/camera";

    private static SimulatedReception reception(Simulation simulation, Impairment line) {
        return reception(simulation, line, Codec.VP8);
    }

    private static SimulatedReception reception(Simulation simulation, Impairment line, Codec codec) {
        SimulatedReception reception = new SimulatedReception(simulation);
        reception.enter("chair", line, line);
        reception.enter("officer", line, line);
        reception.enter("citizen", line, line, codec, SimulatedReception.SIMULCAST);
        return reception;
    }

    private static void show(SimulatedReception reception, String viewer, int height) {
        reception.simulation.execute(
                new ShardCommand.View(reception.participants.get(viewer).subscribed.transport, CAMERA, height));
    }

    private static HeardStream seen(SimulatedReception reception, String viewer) {
        return reception.participants.get(viewer).hears.get(CAMERA);
    }

    @Test
    void eachViewerGetsTheLowestLayerThatFillsWhatItShows() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, Impairment.good());
            show(reception, "chair", 700);
            show(reception, "officer", 200);
            simulation.runSeconds(4);
            assertEquals(720, seen(reception, "chair").height);
            assertEquals(360, seen(reception, "officer").height);
            show(reception, "chair", 100);
            simulation.runSeconds(2);
            assertEquals(180, seen(reception, "chair").height);
            assertEquals(360, seen(reception, "officer").height);
        }
    }

    @Test
    void whatIsNotShownIsNotSent() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, Impairment.good());
            simulation.runSeconds(3);
            show(reception, "chair", 0);
            simulation.runSeconds(1);
            long before = seen(reception, "chair").packets;
            simulation.runSeconds(5);
            assertEquals(before, seen(reception, "chair").packets);
            assertTrue(reception.participants.get("chair").hears.get("citizen/microphone").packets > 400);
            show(reception, "chair", 300);
            simulation.runSeconds(1);
            assertTrue(seen(reception, "chair").packets > before);
            assertEquals(0, seen(reception, "chair").gaps());
        }
    }

    @Test
    void whenAPublishersLineCantBearALayerItsViewersGetTheNextAndTheLayerAgainWhenItIsBack() {
        try (Simulation simulation = new Simulation(3, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, Impairment.good());
            simulation.runSeconds(4);
            assertEquals(720, seen(reception, "chair").height);
            SentStream best = reception.participants.get("citizen").camera;
            best.stop();
            simulation.runSeconds(4);
            assertEquals(360, seen(reception, "chair").height);
            best.begin(simulation.nowNanos());
            simulation.wake(reception.participants.get("citizen").publishing);
            simulation.runSeconds(4);
            assertEquals(720, seen(reception, "chair").height);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7, 8, 9})
    void throughSwitchesAndLossAViewerSeesOneStreamWithoutHoles(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception =
                    reception(simulation, Impairment.good().withDelay(20, 5).withLoss(0.03));
            for (int round = 0; round < 8; round++) {
                show(reception, "chair", round % 2 == 0 ? 150 : 700);
                show(reception, "officer", round % 3 == 0 ? 300 : 720);
                simulation.runSeconds(3);
            }
            reception.fallSilent();
            for (String viewer : new String[] {"chair", "officer"}) {
                HeardStream stream = seen(reception, viewer);
                assertTrue(stream.restarts >= 5, viewer + " saw " + stream.restarts + " switches");
                assertEquals(0, stream.wrongMid, viewer);
                assertEquals(0, stream.timeSteps, viewer + ": time went back or jumped");
                assertTrue(stream.repaired > 0, viewer);
            }
            reception.recorder.tracks.forEach((id, track) -> assertEquals(0, track.gaps(), "recording of " + id));
            assertEquals(8, reception.recorder.tracks.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"VP8,21", "VP8,22", "H264,23", "H264,24", "H264,25"})
    void upAndDownUnderLossADecoderMissesNothing(String codec, long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            Impairment line = Impairment.good().withDelay(20, 5).withLoss(0.03);
            SimulatedReception reception = reception(simulation, line, codec.equals("H264") ? Codec.H264 : Codec.VP8);
            SeenPictures pictures = new SeenPictures(0.2);
            seen(reception, "chair").pictures = pictures;
            for (int round = 0; round < 6; round++) {
                show(reception, "chair", round % 2 == 0 ? 150 : 700);
                simulation.runSeconds(4);
                assertEquals(round % 2 == 0 ? 180 : 720, seen(reception, "chair").height, "round " + round);
            }
            reception.fallSilent();
            assertEquals(List.of(), pictures.faults());
            assertTrue(seen(reception, "chair").restarts >= 5);
        }
    }

    @Test
    void aLayerThatNobodyNeedsIsGivenUpAfterFiveSecondsAndAskedForAtOnce() {
        try (Simulation simulation = new Simulation(11, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, Impairment.good());
            show(reception, "chair", 700);
            show(reception, "officer", 700);
            simulation.runSeconds(4);
            assertEquals(List.of(), layersNeeded(simulation));
            simulation.runSeconds(6);
            assertEquals(List.of(List.of("f")), layersNeeded(simulation));
            show(reception, "officer", 100);
            assertEquals(List.of(List.of("f"), List.of("q", "f")), layersNeeded(simulation));
        }
    }

    private static List<List<String>> layersNeeded(Simulation simulation) {
        return simulation.events.stream()
                .filter(ShardEvent.LayersNeeded.class::isInstance)
                .map(event -> ((ShardEvent.LayersNeeded) event).rids())
                .toList();
    }

    @Test
    void picturesAreCountedOnThroughSwitches() {
        try (Simulation simulation = new Simulation(10, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, Impairment.good());
            for (int round = 0; round < 6; round++) {
                show(reception, "chair", round % 2 == 0 ? 150 : 700);
                simulation.runSeconds(2);
            }
            assertTrue(seen(reception, "chair").restarts >= 4);
            assertEquals(0, seen(reception, "chair").pictureJumps);
        }
    }
}
