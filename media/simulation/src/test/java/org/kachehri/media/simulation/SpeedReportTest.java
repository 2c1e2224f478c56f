package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.CipherSuites;

/**
 * Reports how much faster than real time a reception of three over a lossy line is simulated. Goals: 100 with SRTP, 300 without. CPU time
 * of the thread, because the machines it runs on have other work; asserts no time.
 */
class SpeedReportTest {
    private static final int SECONDS = 120;

    @Test
    void aReceptionIsSimulatedFasterThanItHappens() {
        report("srtp", CipherSuites.best());
        report("null", CipherSuites.none());
    }

    private static void report(String name, CipherSuites ciphers) {
        run(ciphers);
        run(ciphers);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        run(ciphers);
        double seconds = (threads.getCurrentThreadCpuTime() - begin) / 1e9;
        System.out.printf("figure simulation.speed.%s %.0f x%n", name, SECONDS / seconds);
    }

    private static void run(CipherSuites ciphers) {
        try (Simulation simulation = new Simulation(7, ciphers)) {
            SimulatedReception.ofThree(simulation, Impairment.good().withLoss(0.01));
            simulation.runSeconds(SECONDS);
            assertTrue(simulation.datagramCount() > 100_000);
        }
    }
}
