package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.CipherSuites;

/** A microphone repeats in each packet the frame before (RFC 2198): the chair takes that, the officer's browser doesn't know it. */
class RedundantSoundTest {
    private static final String ROOM = "room";
    private static final String SOURCE = "citizen/microphone";

    private Simulation simulation;
    private SimulatedPeer citizen;
    private SentStream microphone;
    private HeardStream chair;
    private HeardStream officer;

    private void begin(long seed, Impairment down, boolean judged) {
        System.out.println("seed " + seed);
        simulation = new Simulation(seed, CipherSuites.none());
        simulation.execute(new ShardCommand.OpenRoom(ROOM));
        citizen = new SimulatedPeer(simulation, 0, Impairment.good(), Impairment.good());
        simulation.execute(citizen.opening(ROOM, "citizen"));
        SourceDescription source = new SourceDescription(
                SOURCE, MediaKind.AUDIO, "0", Codec.OPUS, 111, 63, -1, ExtensionIds.ofMid(4), 1_000, -1, List.of());
        microphone = new SentStream(citizen, source, 1_000, -1);
        microphone.redundancy = 1;
        simulation.execute(new ShardCommand.Publish(0, List.of(source)));
        chair = hearer(1, 63, down, judged);
        officer = hearer(2, -1, down, judged);
    }

    private HeardStream hearer(int transport, int redPayloadType, Impairment down, boolean judged) {
        SimulatedPeer peer = new SimulatedPeer(simulation, transport, Impairment.good(), down);
        simulation.execute(peer.opening(ROOM, "p" + transport));
        ExtensionIds extensions = new ExtensionIds(
                9,
                ExtensionIds.NONE,
                ExtensionIds.NONE,
                judged ? SimulatedPeer.TRANSPORT_WIDE : ExtensionIds.NONE,
                ExtensionIds.NONE);
        SubscriptionDescription wanted =
                new SubscriptionDescription(SOURCE, "7", 111, redPayloadType, -1, 5_000L + transport, -1, extensions);
        simulation.execute(new ShardCommand.Subscribe(transport, List.of(wanted)));
        return new HeardStream(peer, wanted, Codec.OPUS);
    }

    @AfterEach
    void end() {
        simulation.close();
    }

    private void assertWhole(HeardStream heard) {
        assertEquals(0, heard.restarts, "numbers go on");
        assertEquals(0, heard.timeSteps, "time goes on");
        assertEquals(0, heard.duplicates);
        assertEquals(0, heard.wrongMid);
        assertEquals(0, heard.wrongBlocks);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoTakesRedundancyHearsFewerGaps(long seed) {
        begin(seed, Impairment.good().withLoss(0.1), false);
        simulation.runSeconds(30);
        microphone.redundancy = 0;
        simulation.runSeconds(2);
        long mixed = chair.redundant;
        microphone.redundancy = 1;
        simulation.runSeconds(30);
        assertWhole(chair);
        assertWhole(officer);
        assertTrue(mixed > 1_000 && chair.redundant > 2 * mixed - 200, chair.redundant + " redundant");
        assertEquals(0, officer.redundant);
        System.out.println(chair.audibleGaps() + " gaps with redundancy, " + officer.audibleGaps() + " without");
        assertTrue(officer.audibleGaps() > 200, officer.audibleGaps() + " gaps without");
        assertEquals(officer.gaps(), officer.audibleGaps());
        assertTrue(chair.gaps() > 200, "as many packets are lost");
        assertTrue(chair.audibleGaps() < officer.audibleGaps() / 4, chair.audibleGaps() + " gaps with");
        long stripped = simulation.shard.counters().of(Reason.STRIPPED);
        assertTrue(stripped > 2_900 && stripped < 3_100, stripped + " stripped");
    }

    @Test
    void silenceAndSpeechFollowEachOther() {
        begin(4, Impairment.good(), false);
        for (int i = 0; i < 6; i++) {
            simulation.runSeconds(2);
            microphone.silent = !microphone.silent;
        }
        simulation.runSeconds(2);
        for (HeardStream heard : List.of(chair, officer)) {
            assertWhole(heard);
            assertEquals(0, heard.gaps());
            assertEquals(chair.packets, heard.packets);
        }
        assertEquals(chair.packets, chair.redundant);
        assertTrue(chair.packets > 4 * 95, chair.packets + " packets");
    }

    @Test
    void blocksThatDoNotAddUpAreCountedAndTheOthersGoOn() {
        begin(5, Impairment.good(), false);
        simulation.runSeconds(5);
        microphone.garbled = true;
        simulation.runSeconds(1);
        microphone.garbled = false;
        simulation.runSeconds(5);
        long malformed = simulation.shard.counters().of(Reason.DROPPED_RED_MALFORMED);
        assertTrue(malformed >= 49 && malformed <= 51, malformed + " malformed");
        for (HeardStream heard : List.of(chair, officer)) {
            assertWhole(heard);
            assertEquals(malformed, heard.gaps());
            assertTrue(heard.packets > 480, heard.packets + " packets");
        }
    }

    @Test
    void aNarrowLineCarriesSoundWithoutRedundancy() {
        begin(6, Impairment.good().withRate(1_000_000, 60_000), true);
        simulation.runSeconds(10);
        long wide = chair.redundant;
        assertTrue(wide > 450, wide + " redundant on a wide line");
        SimulatedPeer listening = simulation.peers.get(1);
        listening.down.impairment(Impairment.good().withRate(70_000, 20_000));
        simulation.runSeconds(10);
        long narrow = chair.redundant;
        simulation.runSeconds(10);
        assertEquals(narrow, chair.redundant, "stripped after ten seconds at the latest");
        assertWhole(chair);
        assertTrue(chair.packets > 1_450, "no sound is held back: " + chair.packets);
    }
}
