package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.congestion.Allocation.Priority;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

/** What a subscriber sees when its line gets narrow: a smaller picture soon, never silence, and the larger one again. */
class CongestionTest {
    private static final String CAMERA = "citizen/camera";
    private static final Impairment WIDE = Impairment.good().withRate(3_000_000, 120_000);
    private static final Impairment NARROW = Impairment.good().withRate(400_000, 40_000);

    private static SimulatedReception reception(Simulation simulation, Impairment down) {
        SimulatedReception reception = new SimulatedReception(simulation);
        reception.linesAreJudged = true;
        reception.enter("chair", Impairment.good(), down);
        reception.enter("officer", Impairment.good(), Impairment.good());
        reception.enter("citizen", Impairment.good(), Impairment.good(), Codec.VP8, SimulatedReception.SIMULCAST);
        // The chair looks at the citizen alone.
        reception.simulation.execute(
                new ShardCommand.View(reception.participants.get("chair").subscribed.transport, "officer/camera", 0));
        return reception;
    }

    private static HeardStream seen(SimulatedReception reception, String source) {
        return reception.participants.get("chair").hears.get(source);
    }

    private static Link down(SimulatedReception reception) {
        return reception.participants.get("chair").subscribed.down;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aLineThatFallsGetsTheLayerThatFitsAndTheBestAgainWhenItRises(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, WIDE);
            simulation.runSeconds(20);
            assertEquals(720, seen(reception, CAMERA).height, "on a wide line");
            down(reception).impairment(NARROW);
            simulation.runSeconds(3);
            assertEquals(180, seen(reception, CAMERA).height, "3 s after the line fell");
            for (int second = 4; second <= 15; second++) {
                long before = seen(reception, CAMERA).packets;
                simulation.runSeconds(1);
                assertTrue(seen(reception, CAMERA).packets > before, second + " s after the line fell it stands still");
            }
            long lost = down(reception).overflowed();
            simulation.runSeconds(10);
            assertTrue(
                    down(reception).overflowed() - lost < 10, "the queue of the narrow line doesn't overflow any more");
            assertEquals(180, seen(reception, CAMERA).height);
            down(reception).impairment(WIDE);
            simulation.runSeconds(10);
            assertEquals(720, seen(reception, CAMERA).height, "10 s after the line rose");
            reception.fallSilent();
            assertEquals(0, seen(reception, "citizen/microphone").gaps(), "sound has no gap");
            assertEquals(0, seen(reception, "officer/microphone").gaps(), "sound has no gap");
        }
    }

    /** Nothing of a picture is left to be sent again then: what is probed with is made of nothing. */
    @Test
    void aPictureComesBackToALineThatBoreOnlySound() {
        try (Simulation simulation = new Simulation(7, CipherSuites.none())) {
            SimulatedReception reception =
                    reception(simulation, Impairment.good().withRate(160_000, 20_000));
            simulation.runSeconds(20);
            long lost = seen(reception, "officer/microphone").gaps();
            long before = seen(reception, CAMERA).packets;
            simulation.runSeconds(5);
            assertEquals(before, seen(reception, CAMERA).packets, "sound alone fits");
            down(reception).impairment(WIDE);
            simulation.runSeconds(15);
            assertEquals(720, seen(reception, CAMERA).height);
            assertTrue(simulation.shard.counters().of(Reason.PROBED) > 0);
            reception.fallSilent();
            assertEquals(lost, seen(reception, "officer/microphone").gaps(), "sound has no new gap");
        }
    }

    @Test
    void twoSubscribersWithDifferentFortunesDontDisturbEachOther() {
        try (Simulation simulation = new Simulation(4, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, NARROW);
            simulation.runSeconds(20);
            assertEquals(180, seen(reception, CAMERA).height);
            HeardStream officers = reception.participants.get("officer").hears.get(CAMERA);
            assertEquals(720, officers.height);
            assertEquals(0, officers.gaps());
        }
    }

    @Test
    void theChairsPictureComesBeforeAnOfficers() {
        try (Simulation simulation = new Simulation(5, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.linesAreJudged = true;
            reception.enter("citizen", Impairment.good(), Impairment.good().withRate(500_000, 40_000));
            reception.enter("officer", Impairment.good(), Impairment.good(), Codec.VP8, SimulatedReception.SIMULCAST);
            reception.enter("chair", Impairment.good(), Impairment.good(), Codec.VP8, SimulatedReception.SIMULCAST);
            simulation.execute(new ShardCommand.Rank(SimulatedReception.ROOM, "chair/camera", Priority.CHAIR));
            simulation.runSeconds(15);
            long chair = reception.participants.get("citizen").hears.get("chair/camera").packets;
            long officer = reception.participants.get("citizen").hears.get("officer/camera").packets;
            simulation.runSeconds(10);
            assertTrue(
                    reception.participants.get("citizen").hears.get("chair/camera").packets - chair > 200,
                    "the chair is seen");
            assertTrue(
                    reception.participants.get("citizen").hears.get("officer/camera").packets - officer < 50,
                    "the officer isn't: both don't fit");
        }
    }

    @Test
    void aPublisherHearsWhenItsPacketsArrived() {
        try (Simulation simulation = new Simulation(6, CipherSuites.none())) {
            SimulatedReception reception = reception(simulation, WIDE);
            simulation.runSeconds(5);
            SimulatedPeer publisher = reception.participants.get("citizen").publishing;
            assertTrue(publisher.uplink.roundTripNanos() > 30_000_000L, publisher.uplink.roundTripNanos() + " ns");
            assertTrue(simulation.shard.counters().of(Reason.FEEDBACK_SENT) > 100);
            assertEquals(0, simulation.shard.counters().of(Reason.FEEDBACK_REFUSED));
        }
    }
}
