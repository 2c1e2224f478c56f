package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;

class TrainsTest {
    @Test
    void trainsCarryTheSamePacketsInFewerSendsForAFewBytesOfPadding() {
        try (Simulation trains = run(true);
                Simulation plain = run(false)) {
            assertEquals(forwarded(plain), forwarded(trains));
            assertEquals(forwarded(plain), plain.shard.counters().of(Reason.TRAINS));
            assertTrue(trains.shard.counters().of(Reason.TRAINS) < forwarded(trains) / 2);
            System.out.printf(
                    "figure sfu.train.packets %.2f%n",
                    forwarded(trains) / (double) trains.shard.counters().of(Reason.TRAINS));
        }
    }

    @Test
    void paddingIsAFewBytesInTenThousandAndNoneForSound() {
        try (Simulation simulation = new Simulation(1, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(10);
            HeardStream picture = reception.participants.get("chair").hears.get("citizen/camera");
            HeardStream sound = reception.participants.get("chair").hears.get("citizen/microphone");
            double share = picture.padded / (picture.packets * 1_100.0);
            System.out.printf("figure sfu.train.padding %.5f%n", share);
            assertTrue(picture.padded > 0 && share < 0.001, "share " + share);
            assertTrue(sound.padded < sound.packets, "sound: " + sound.padded);
            assertEquals(0, picture.gaps());
        }
    }

    private static long forwarded(Simulation simulation) {
        return simulation.shard.counters().of(Reason.FORWARDED);
    }

    private static Simulation run(boolean trains) {
        Simulation simulation =
                new Simulation(1, CipherSuites.none(), ShardSettings.defaults().withTrains(trains));
        SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
        simulation.runSeconds(10);
        reception.participants.values().forEach(p -> p.hears.forEach((id, s) -> assertEquals(0, s.gaps(), id)));
        return simulation;
    }
}
