package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.CipherSuites;

class MalformedPacketsTest {
    /** First bytes that pass for STUN, DTLS, RTP, RTCP and nothing. */
    private static final int[] FIRST_BYTES = {0x00, 0x01, 0x16, 0x80, 0x90, 0xB0, 0x81, 0xFF, 0x40};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void garbageOnAnEncryptedLineIsCountedAndTheCallGoesOn(long seed) {
        try (Simulation simulation = new Simulation(seed, CipherSuites.best())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.runSeconds(2);
            long sent = throwGarbage(seed, simulation, reception);
            reception.fallSilent();
            assertTrue(dropped(simulation) >= sent, "every piece of garbage is counted");
            reception.recorder.tracks.forEach((id, track) -> {
                assertEquals(0, track.gaps(), id);
                assertTrue(!track.wrong, id);
            });
            reception.participants.values().forEach(p -> p.hears.forEach((id, s) -> assertEquals(0, s.gaps(), id)));
        }
    }

    /** With the null cipher everything passes for authentic: this is what a participant gone mad can do. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7, 8, 9})
    void garbageFromWithinNeverThrows(long seed) {
        System.out.println("seed " + seed);
        try (Simulation simulation = new Simulation(seed, CipherSuites.none())) {
            SimulatedReception reception = SimulatedReception.ofThree(simulation, Impairment.good());
            simulation.execute(new ShardCommand.Tap(SimulatedReception.ROOM, null));
            simulation.runSeconds(2);
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedReception.Participant mad = reception.participants.get("citizen");
            for (int i = 0; i < 3_000; i++) {
                (random.nextBoolean() ? mad.publishing : mad.subscribed).sendRaw(mutated(random));
                simulation.runSeconds(0.001);
            }
            SimulatedReception.Participant chair = reception.participants.get("chair");
            long before = chair.hears.get("officer/camera").packets;
            simulation.runSeconds(2);
            assertTrue(chair.hears.get("officer/camera").packets > before + 200, "the others don't notice");
        }
    }

    private static long throwGarbage(long seed, Simulation simulation, SimulatedReception reception) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 3_000;
        for (int i = 0; i < count; i++) {
            byte[] garbage = new byte[1 + random.nextInt(1400)];
            random.nextBytes(garbage);
            garbage[0] = (byte) FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
            if (garbage[0] == 0x16) {
                // DTLS isn't the shard's to judge.
                garbage[0] = 0;
            }
            SimulatedPeer peer = simulation.peers.get(random.nextInt(simulation.peers.size()));
            peer.sendRaw(garbage);
            simulation.runSeconds(0.001);
        }
        assertEquals(6, reception.recorder.tracks.size());
        return count;
    }

    /** RTCP and RTP that look right at first sight: RTCP about SSRCs that exist, lengths that don't fit. */
    private static byte[] mutated(SplittableRandom random) {
        byte[] bytes = new byte[4 * (2 + random.nextInt(30))];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0x80 | random.nextInt(64));
        int kind = random.nextInt(4);
        if (kind == 0) {
            // RTP of the camera's own payload types and SSRCs.
            bytes[1] = (byte) (random.nextBoolean() ? 96 : 97);
            if (bytes.length >= 12) {
                bytes[8] = 0;
                bytes[9] = 0;
                bytes[10] = (byte) (1_002 >>> 8);
                bytes[11] = (byte) (1_000 + random.nextInt(4));
            }
        } else {
            bytes[1] = (byte) (200 + random.nextInt(8));
            int words = random.nextInt(3) == 0 ? random.nextInt(200) : bytes.length / 4 - 1;
            bytes[2] = (byte) (words >>> 8);
            bytes[3] = (byte) words;
            if (bytes.length >= 12) {
                bytes[8] = 0x40;
                bytes[9] = 0;
                bytes[10] = 0;
                bytes[11] = (byte) random.nextInt(16);
            }
        }
        return bytes;
    }

    static long dropped(Simulation simulation) {
        long dropped = 0;
        for (Reason reason : Reason.values()) {
            dropped += reason.name().startsWith("DROPPED_")
                    ? simulation.shard.counters().of(reason)
                    : 0;
        }
        return dropped;
    }
}
