package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.CipherSuites;

/** Reports how much faster than real time a reception of three with loss is simulated. Goals: 100 with SRTP, 300 without. Asserts no time. */
class SpeedReportTest {
    @Test
    void aReceptionIsSimulatedFasterThanItHappens() {
        report("srtp", CipherSuites.best());
        report("null", CipherSuites.none());
    }

    private static void report(String name, CipherSuites ciphers) {
        run(ciphers, 30);
        long begin = System.nanoTime();
        run(ciphers, 120);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("figure simulation.speed.%s %.0f x%n", name, 120 / seconds);
    }

    private static void run(CipherSuites ciphers, int seconds) {
        try (Simulation simulation = new Simulation(7, ciphers)) {
            SimulatedReception.ofThree(simulation, Impairment.good().withLoss(0.01));
            simulation.runSeconds(seconds);
            assertTrue(simulation.datagramCount() > 0);
        }
    }
}
