package org.kachehri.media.simulation;

import org.kachehri.media.transport.CipherSuites;

/**
 * What became of one seed: three people on lines that lose 5 % and reorder 2 %, with the null cipher, the recorder listening.
 *
 * @param packets that the three heard
 * @param gaps that repair left, for them and for the recorder; none is right
 */
public record SeededReception(long seed, long packets, long gaps) {

    /** Of virtual time. */
    public static final int SECONDS = 30;

    private static final Impairment LOSSY =
            Impairment.good().withDelay(20, 5).withLoss(0.05).withReordering(0.02, 15);

    public static SeededReception play(long seed) {
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, LOSSY);
            simulation.runSeconds(SECONDS);
            reception.fallSilent();
            long packets = 0;
            long gaps = 0;
            for (SimulatedRecorder.Track track : reception.recorder.tracks.values()) {
                gaps += track.gaps();
            }
            for (SimulatedReception.Participant participant : reception.participants.values()) {
                for (HeardStream stream : participant.hears.values()) {
                    packets += stream.packets;
                    gaps += stream.gaps();
                }
            }
            return new SeededReception(seed, packets, gaps);
        }
    }
}
