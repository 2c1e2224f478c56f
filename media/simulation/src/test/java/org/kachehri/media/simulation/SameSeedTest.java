package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.CipherSuites;

class SameSeedTest {
    @Test
    void theSameSeedGivesTheSameBytesAtTheSameTime() {
        assertEquals(digest(11, CipherSuites.best()), digest(11, CipherSuites.best()));
        assertEquals(digest(12, CipherSuites.none()), digest(12, CipherSuites.none()));
    }

    @Test
    void anotherSeedGivesOthers() {
        assertNotEquals(digest(11, CipherSuites.none()), digest(12, CipherSuites.none()));
    }

    @Test
    void libcryptoAndTheJdkSealTheSameBytes() {
        assertEquals(digest(13, CipherSuites.best()), digest(13, CipherSuites.jdk()));
    }

    private static long digest(long seed, CipherSuites ciphers) {
        try (Simulation simulation = new Simulation(seed, ciphers)) {
            Impairment line = Impairment.good().withDelay(30, 20).withLoss(0.03).withReordering(0.02, 20);
            SimulatedReception.ofThree(simulation, line);
            simulation.runSeconds(5);
            return simulation.digest();
        }
    }
}
