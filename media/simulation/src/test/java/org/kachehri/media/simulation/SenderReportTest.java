package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.CipherSuites;

/** Lip synchronisation survives renumbering: what a report says about a subscriber's timestamps is true of the picture and the sound. */
class SenderReportTest {
    private static final double MILLISECOND = 1e-3;

    @Test
    void soundAndPictureAreSentAtTheSameWallclockAsTheirReportsSay() {
        try (Simulation simulation = new Simulation(1, CipherSuites.none())) {
            SimulatedReception reception =
                    SimulatedReception.ofThree(simulation, Impairment.good().withLoss(0.02));
            simulation.runSeconds(10.0043);
            for (SimulatedReception.Participant chair : reception.participants.values()) {
                chair.hears.forEach((id, stream) -> {
                    assertTrue(stream.reportCount >= 5, id + ": " + stream.reportCount);
                    int clockRate = id.endsWith("camera") ? 90_000 : 48_000;
                    double sinceReport = (int) (stream.lastTimestamp - stream.reportTimestamp) / (double) clockRate;
                    double lastSent = seconds(stream.reportNtp) + sinceReport;
                    // Frames leave every 40 or 20 ms and take 20 ms each way.
                    double now = seconds(SentStream.ntp(simulation.nowNanos()));
                    assertTrue(
                            now - lastSent > 39 * MILLISECOND && now - lastSent < 200 * MILLISECOND,
                            id + now + " " + lastSent);
                });
                double sound = sentAtLastReport(chair, "microphone");
                double picture = sentAtLastReport(chair, "camera");
                assertEquals(sound, picture, 1.5);
            }
        }
    }

    @Test
    void aLateSubscriberGetsAReportWithItsFirstPackets() {
        try (Simulation simulation = new Simulation(2, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(4.5);
            SimulatedReception.Participant late = reception.enter("inspector", Impairment.good(), Impairment.good());
            simulation.runSeconds(0.35);
            HeardStream sound = late.hears.get("citizen/microphone");
            assertTrue(sound.started() && sound.reportCount >= 1);
            double sinceReport = (int) (sound.lastTimestamp - sound.reportTimestamp) / 48_000.0;
            double now = seconds(SentStream.ntp(simulation.nowNanos()));
            assertEquals(now, seconds(sound.reportNtp) + sinceReport, 0.08);
        }
    }

    private static double sentAtLastReport(SimulatedReception.Participant hearer, String purpose) {
        return hearer.hears.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(purpose))
                .mapToDouble(entry -> seconds(entry.getValue().reportNtp))
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long ntp) {
        return (ntp >>> 32) + (ntp & 0xFFFF_FFFFL) / 0x1p32;
    }
}
