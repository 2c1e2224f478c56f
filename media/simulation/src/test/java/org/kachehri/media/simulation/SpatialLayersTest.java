package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.CipherSuites;

/** One VP9 stream with three spatial layers, of which every subscriber gets as many as it shows and as its line bears. */
class SpatialLayersTest {
    private static final String CAMERA = "citizen/camera";
    private static final Impairment WIDE = Impairment.good().withRate(3_000_000, 120_000);
    private static final Impairment NARROW = Impairment.good().withRate(400_000, 40_000);

    /** 180p, 360p and 720p, each on top of the ones below: 0.2, 0.9 and 2.0 Mbit/s. */
    private static final List<SentStream.Encoding> LAYERS = List.of(
            new SentStream.Encoding("", 180, 1),
            new SentStream.Encoding("", 360, 3),
            new SentStream.Encoding("", 720, 5));

    private static SimulatedReception reception(Simulation simulation, boolean judged, Impairment up, Impairment down) {
        SimulatedReception reception = new SimulatedReception(simulation);
        reception.linesAreJudged = judged;
        reception.enter("chair", Impairment.good(), down);
        reception.enter("officer", Impairment.good(), Impairment.good());
        reception.enter("citizen", up, Impairment.good(), Codec.VP9, LAYERS);
        show(reception, "chair", "officer/camera", 0);
        for (String viewer : List.of("chair", "officer")) {
            seen(reception, viewer).pictures = new SeenPictures(0);
        }
        return reception;
    }

    private static void show(SimulatedReception reception, String viewer, String source, int height) {
        reception.simulation.execute(
                new ShardCommand.View(reception.participants.get(viewer).subscribed.transport, source, height));
    }

    private static HeardStream seen(SimulatedReception reception, String viewer) {
        return reception.participants.get(viewer).hears.get(CAMERA);
    }

    private static int height(SimulatedReception reception, String viewer) {
        return seen(reception, viewer).pictures.height();
    }

    private static void assertWhole(SimulatedReception reception, String viewer) {
        HeardStream stream = seen(reception, viewer);
        assertEquals(List.of(), stream.pictures.faults(), viewer);
        assertEquals(0, stream.gaps(), viewer);
        assertEquals(0, stream.timeSteps, viewer);
    }

    @Test
    void eachViewerGetsTheLayersThatFillWhatItShows() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, false, Impairment.good(), Impairment.good());
            show(reception, "officer", CAMERA, 200);
            simulation.runSeconds(4);
            assertEquals(720, height(reception, "chair"));
            assertEquals(360, height(reception, "officer"));
            SentStream camera = reception.participants.get("citizen").camera;
            long keyframes = camera.keyframes;
            show(reception, "chair", CAMERA, 100);
            simulation.runSeconds(0.3);
            assertEquals(180, height(reception, "chair"));
            assertEquals(360, height(reception, "officer"));
            assertEquals(keyframes, camera.keyframes, "going down needs no key picture");
            show(reception, "chair", CAMERA, 0);
            simulation.runSeconds(1);
            show(reception, "chair", CAMERA, 700);
            simulation.runSeconds(1);
            assertEquals(720, height(reception, "chair"));
            reception.fallSilent();
            assertWhole(reception, "chair");
            assertWhole(reception, "officer");
            assertEquals(0, seen(reception, "chair").pictureJumps);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7})
    void upAndDownUnderLossADecoderMissesNothingAndEverythingIsRecorded(long seed) {
        System.out.println("seed " + seed);
        // Real ciphers: packets without content must be sealed, too.
        try (Simulation simulation = new Simulation(seed, CipherSuites.best())) {
            Impairment line = Impairment.good().withDelay(20, 5).withLoss(0.03);
            SimulatedReception reception = reception(simulation, false, line, line);
            for (int round = 0; round < 6; round++) {
                show(reception, "chair", CAMERA, round % 2 == 0 ? 150 : 700);
                show(reception, "officer", CAMERA, round % 3 == 0 ? 300 : 720);
                simulation.runSeconds(4);
                assertEquals(round % 2 == 0 ? 180 : 720, height(reception, "chair"), "round " + round);
                assertEquals(round % 3 == 0 ? 360 : 720, height(reception, "officer"), "round " + round);
            }
            reception.fallSilent();
            assertWhole(reception, "chair");
            assertWhole(reception, "officer");
            assertTrue(seen(reception, "chair").pictures.empty() > 0, "what came late of a higher layer left no hole");
            reception.recorder.tracks.forEach((id, track) -> assertEquals(0, track.gaps(), "recording of " + id));
        }
    }

    @Test
    void whenAPublisherStopsItsBestLayerItsViewersGetTheNextAndTheBestAgainWhenItIsBack() {
        try (Simulation simulation = new Simulation(8, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, false, Impairment.good(), Impairment.good());
            simulation.runSeconds(3);
            SentStream camera = reception.participants.get("citizen").camera;
            camera.layersSent = 2;
            simulation.runSeconds(4);
            assertEquals(360, height(reception, "chair"));
            camera.layersSent = 3;
            camera.keyframeRequested(simulation.nowNanos());
            simulation.runSeconds(2);
            assertEquals(720, height(reception, "chair"));
            reception.fallSilent();
            assertWhole(reception, "chair");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void aLineThatFallsGetsTheLayersThatFitAndAllAgainWhenItRises(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, true, Impairment.good(), WIDE);
            // What the narrow line lost before it was known to be narrow, a key picture heals.
            seen(reception, "chair").pictures = new SeenPictures(3);
            Link down = reception.participants.get("chair").subscribed.down;
            simulation.runSeconds(20);
            assertEquals(720, height(reception, "chair"), "on a wide line");
            down.impairment(NARROW);
            simulation.runSeconds(5);
            assertEquals(180, height(reception, "chair"), "5 s after the line fell");
            simulation.runSeconds(10);
            assertEquals(180, height(reception, "chair"));
            down.impairment(WIDE);
            simulation.runSeconds(10);
            assertEquals(720, height(reception, "chair"), "10 s after the line rose");
            assertEquals(720, height(reception, "officer"));
            reception.fallSilent();
            assertEquals(List.of(), seen(reception, "chair").pictures.faults());
            assertEquals(0, seen(reception, "chair").pictureJumps);
            assertWhole(reception, "officer");
            assertEquals(
                    0,
                    reception
                            .participants
                            .get("chair")
                            .hears
                            .get("citizen/microphone")
                            .gaps());
        }
    }
}
