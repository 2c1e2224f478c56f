package org.kachehri.media.simulation;

import java.util.Locale;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.CipherSuites;

/**
 * What became of one seed: three people, the null cipher, congestion control, the citizen's camera in three layers that the chair looks at, and the recorder
 * listening, while a {@link Scenario} befalls their lines.
 *
 * @param packets that the three heard
 * @param fault what shouldn't be, or empty
 */
public record SeededReception(long seed, Scenario scenario, long packets, String fault) {
    private static final double STEP_SECONDS = 0.1;

    /** Checks and handshakes get lost too. */
    private static final double JOINED_SECONDS = 3;

    /** In the last ten seconds the picture is as good as it should be for half of the time at least. */
    private static final double END_SECONDS = 10;

    /** Of sound may be missing after repair, where one in five is lost at first. */
    private static final double UNREPAIRED_SOUND = 0.002;

    private static final String PICTURE = "citizen/camera";

    /** Every seed plays another scenario than the one before it. */
    public static SeededReception play(long seed) {
        Scenario[] scenarios = Scenario.values();
        return play(scenarios[Math.floorMod(seed, scenarios.length)], seed);
    }

    public static SeededReception play(Scenario scenario, long seed) {
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = new SimulatedReception(simulation);
            reception.linesAreJudged = true;
            // A simulated publisher doesn't adapt: what it sends must fit.
            Impairment up = scenario.line.withRate(0, 0);
            SimulatedReception.Participant chair = reception.enter("chair", up, scenario.line);
            reception.enter("officer", up, scenario.line);
            reception.enter("citizen", up, scenario.line, Codec.VP8, SimulatedReception.SIMULCAST);
            simulation.execute(new ShardCommand.View(chair.subscribed.transport, "officer/camera", 0));
            HeardStream picture = chair.hears.get(PICTURE);
            double stood = 0;
            double still = 0;
            double high = 0;
            for (double second = 0; second < Scenario.SECONDS; second += STEP_SECONDS) {
                long before = picture.packets;
                chair.subscribed.down.impairment(scenario.chairsLine(second));
                simulation.runSeconds(STEP_SECONDS);
                still = picture.packets == before && second > JOINED_SECONDS ? still + STEP_SECONDS : 0;
                stood = Math.max(stood, still);
                high += second >= Scenario.SECONDS - END_SECONDS && picture.height >= scenario.height
                        ? STEP_SECONDS
                        : 0;
            }
            reception.fallSilent();
            return new SeededReception(seed, scenario, heard(reception), fault(scenario, reception, stood, high));
        }
    }

    private static long heard(SimulatedReception reception) {
        return reception.participants.values().stream()
                .flatMap(participant -> participant.hears.values().stream())
                .mapToLong(stream -> stream.packets)
                .sum();
    }

    private static String fault(Scenario scenario, SimulatedReception reception, double stood, double high) {
        StringBuilder fault = new StringBuilder();
        reception.recorder.tracks.forEach((id, track) -> {
            if (track.gaps() > scenario.unrecorded || track.wrong) {
                fault.append("the recording of ")
                        .append(id)
                        .append(" has gaps: ")
                        .append(track.gaps());
                fault.append(track.wrong ? " and wrong packets; " : "; ");
            }
        });
        for (SimulatedReception.Participant participant : reception.participants.values()) {
            participant.hears.forEach((id, stream) -> {
                if (id.endsWith("/microphone")
                        && stream.gaps() > UNREPAIRED_SOUND * stream.packets + lostByOutage(scenario)) {
                    fault.append(participant.name).append(" misses sound of ").append(id);
                    fault.append(": ").append(stream.gaps()).append("; ");
                }
            });
        }
        if (stood > scenario.stillSeconds) {
            fault.append(String.format(Locale.ROOT, "the picture stood still for %.1f s; ", stood));
        }
        if (high < END_SECONDS / 2) {
            fault.append(String.format(Locale.ROOT, "of the last %.0f s only %.1f are good; ", END_SECONDS, high));
        }
        return fault.toString();
    }

    /** What was sent while nothing arrived is too old to be asked for again. */
    private static long lostByOutage(Scenario scenario) {
        return scenario == Scenario.OUTAGE ? 100 : 0;
    }
}
