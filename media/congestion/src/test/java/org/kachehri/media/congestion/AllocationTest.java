package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.media.congestion.Allocation.NEW;
import static org.kachehri.media.congestion.Allocation.PAUSED;
import static org.kachehri.media.congestion.Allocation.Priority.AUDIO;
import static org.kachehri.media.congestion.Allocation.Priority.CHAIR;
import static org.kachehri.media.congestion.Allocation.Priority.CITIZEN;
import static org.kachehri.media.congestion.Allocation.Priority.DOCUMENT_OR_SCREEN;
import static org.kachehri.media.congestion.Allocation.Priority.OTHER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.media.congestion.Allocation.Layer;
import org.kachehri.media.congestion.Allocation.Priority;
import org.kachehri.media.congestion.Allocation.Wanted;

/** The rules and examples of docs/media/allocation.md, by their numbers. Rates in kbit/s; here a layer is 0 for a pause and 1 for the lowest, as there. */
class AllocationTest {
    private static final long LONG_AGO = 10_000_000_000L;
    private static final List<Layer> SOUND = List.of(new Layer(40_000, 0));
    private static final List<Layer> CAMERA =
            List.of(new Layer(150_000, 180), new Layer(500_000, 360), new Layer(1_500_000, 720));
    private static final List<Layer> SCREEN = List.of(new Layer(200_000, 720), new Layer(1_000_000, 1080));

    @Test
    void example1SoundGoesThoughItDoesNotFit() {
        check(30, List.of(sound(), camera(CHAIR, 0, NEW)), new int[] {1, 0}, 40, 1, 1, 190);
    }

    @Test
    void example2TheChairIsSeenBeforeTheCitizen() {
        check(
                200,
                List.of(sound(), camera(CHAIR, 0, NEW), camera(CITIZEN, 0, NEW)),
                new int[] {1, 1, 0},
                190,
                2,
                1,
                340);
    }

    @Test
    void example3BothLowestComeBeforeTheChairsSecond() {
        check(
                400,
                List.of(sound(), camera(CHAIR, 0, NEW), camera(CITIZEN, 0, NEW)),
                new int[] {1, 1, 1},
                340,
                1,
                2,
                690);
    }

    @Test
    void example4TheChairRisesBeforeTheCitizen() {
        check(800, three(1, 1), new int[] {1, 2, 1}, 690, 2, 2, 1040);
    }

    @Test
    void example5WithoutFifteenPercentNobodyRises() {
        check(780, three(1, 1), new int[] {1, 1, 1}, 340, 1, 2, 690);
    }

    @Test
    void example6WhatItHasNeedsOnlyToFit() {
        check(780, three(2, 1), new int[] {1, 2, 1}, 690, 2, 2, 1040);
    }

    @Test
    void example7DownAtOnce() {
        check(630, three(2, 1), new int[] {1, 2, 1}, 690, 2, 2, 1040);
        check(620, three(2, 1), new int[] {1, 1, 1}, 340, 1, 2, 690);
        check(620, List.of(sound(), camera(CHAIR, 2, 0), camera(CITIZEN, 1, 0)), new int[] {1, 1, 1}, 340, 1, 2, 690);
    }

    @Test
    void example8AStepThatWaitsIsNotProbedFor() {
        check(5_000, List.of(sound(), camera(CHAIR, 1, 2_000_000_000L)), new int[] {1, 1}, 190, -1, 0, 0);
        check(5_000, List.of(sound(), camera(CHAIR, 1, 3_000_000_000L)), new int[] {1, 3}, 1540, -1, 0, 0);
    }

    @Test
    void example9TheSmallestLayerThatCoversTheWantedHeightIsEnough() {
        Wanted chair = new Wanted(CHAIR, CAMERA, 200, 0, LONG_AGO);
        check(5_000, List.of(sound(), chair), new int[] {1, 2}, 540, -1, 0, 0);
    }

    @Test
    void example10WhoIsNotShownCostsNothing() {
        Wanted chair = new Wanted(CHAIR, CAMERA, 0, 2, LONG_AGO);
        check(5_000, List.of(sound(), chair, camera(CITIZEN, 1, LONG_AGO)), new int[] {1, 0, 3}, 1540, -1, 0, 0);
    }

    @Test
    void example11TheScreenComesAfterThePeople() {
        check(
                420,
                List.of(sound(), camera(CHAIR, 0, NEW), camera(CITIZEN, 0, NEW), screen(0, NEW)),
                new int[] {1, 1, 1, 0},
                340,
                3,
                1,
                540);
    }

    @Test
    void example12ASmallerPictureMayGoWhereTheChairsDoesNotFit() {
        Wanted other = new Wanted(OTHER, List.of(new Layer(100_000, 180)), 720, PAUSED, NEW);
        check(145, List.of(sound(), camera(CHAIR, 0, NEW), other), new int[] {1, 0, 1}, 140, 1, 1, 190);
    }

    @Test
    void examples13To15AfterAPauseTheLowestNeedsOnlyToFit() {
        List<Wanted> streams = List.of(sound(), camera(CHAIR, 0, LONG_AGO));
        check(170, streams, new int[] {1, 0}, 40, 1, 1, 190);
        check(200, streams, new int[] {1, 1}, 190, 1, 2, 540);
        check(5_000, List.of(sound(), camera(CHAIR, 0, 999_999_999L)), new int[] {1, 0}, 40, -1, 0, 0);
        check(5_000, List.of(sound(), camera(CHAIR, 0, 1_000_000_000L)), new int[] {1, 1}, 190, -1, 0, 0);
    }

    @Test
    void example16ALayerThatIsNotSentIsPassedOver() {
        List<Layer> layers = List.of(CAMERA.get(0), new Layer(0, 360), CAMERA.get(2));
        Wanted chair = new Wanted(CHAIR, layers, 720, 0, LONG_AGO);
        check(5_000, List.of(sound(), chair), new int[] {1, 3}, 1540, -1, 0, 0);
        // Nor does it cover: 360 lines are wanted, and only 720 are there.
        check(5_000, List.of(sound(), new Wanted(CHAIR, layers, 300, 0, LONG_AGO)), new int[] {1, 3}, 1540, -1, 0, 0);
    }

    @Test
    void example17WhoseStepDoesNotFitStays() {
        check(
                1_230,
                List.of(sound(), camera(CHAIR, 1, LONG_AGO), camera(CITIZEN, 1, LONG_AGO), screen(1, LONG_AGO)),
                new int[] {1, 2, 1, 1},
                890,
                2,
                2,
                1240);
    }

    @Test
    void rule1TheClassesCountInTheirOrderHoweverTheyAreListed() {
        List<Wanted> streams = new ArrayList<>();
        List<Priority> classes = List.of(OTHER, DOCUMENT_OR_SCREEN, CITIZEN, CHAIR);
        classes.forEach(priority -> streams.add(camera(priority, 0, NEW)));
        streams.add(sound());
        for (int pictures = 0; pictures <= 4; pictures++) {
            Allocation allocation = Allocation.of((40 + 150L * pictures) * 1_000, streams);
            assertEquals(0, allocation.layer(4));
            for (int i = 0; i < 4; i++) {
                assertEquals(3 - i < pictures ? 0 : PAUSED, allocation.layer(i), pictures + " pictures");
            }
        }
    }

    @Test
    void withinAClassTheCallersOrderCounts() {
        check(200, List.of(sound(), camera(OTHER, 0, NEW), camera(OTHER, 0, NEW)), new int[] {1, 1, 0}, 190, 2, 1, 340);
    }

    @Test
    void rule4TheLowestLayerIsSentEvenIfItIsHigherThanWanted() {
        Wanted screen = new Wanted(DOCUMENT_OR_SCREEN, SCREEN, 100, PAUSED, NEW);
        check(5_000, List.of(screen), new int[] {1}, 200, -1, 0, 0);
    }

    @Test
    void rule4TemporalLayersOfTheCoveringHeightAreChosen() {
        List<Layer> layers = List.of(new Layer(100_000, 180), new Layer(150_000, 180), new Layer(500_000, 360));
        check(5_000, List.of(new Wanted(CHAIR, layers, 180, 0, LONG_AGO)), new int[] {2}, 150, -1, 0, 0);
    }

    @Test
    void rule5SilenceIsNoAbsence() {
        check(5_000, List.of(new Wanted(AUDIO, List.of(new Layer(0, 0)), 0, 0, 0)), new int[] {1}, 0, -1, 0, 0);
        check(5_000, List.of(new Wanted(CHAIR, List.of(new Layer(0, 180)), 720, 0, 0)), new int[] {0}, 0, -1, 0, 0);
    }

    @Test
    void rule10TheHigherLayersOfANewStreamNeedTheHeadroom() {
        check(620, List.of(sound(), camera(CHAIR, 0, NEW)), new int[] {1, 1}, 190, 1, 2, 540);
        check(622, List.of(sound(), camera(CHAIR, 0, NEW)), new int[] {1, 2}, 540, 1, 3, 1540);
    }

    @Test
    void rule11WithoutAnyPictureSoundRemains() {
        check(
                100,
                List.of(sound(), sound(), camera(CHAIR, 1, 0), camera(CITIZEN, 1, 0)),
                new int[] {1, 1, 0, 0},
                80,
                2,
                1,
                230);
    }

    @Test
    void whateverIsWantedTheRulesHold() {
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            List<Wanted> wanted = randomStreams(random);
            long estimate = random.nextLong(6_000_000);
            Allocation allocation = Allocation.of(estimate, wanted);
            String what = "seed " + seed;
            long total = 0;
            long sound = 0;
            for (int i = 0; i < wanted.size(); i++) {
                Wanted stream = wanted.get(i);
                int layer = allocation.layer(i);
                if (stream.priority() == AUDIO) {
                    assertTrue(layer >= 0, what + " audio is never paused");
                    sound += stream.layers().get(0).bps();
                } else if (layer > stream.current()) {
                    boolean lowest = stream.layers().subList(0, layer).stream().allMatch(below -> below.bps() == 0);
                    long stable = lowest ? Allocation.PAUSE_NANOS : Allocation.STABLE_NANOS;
                    assertTrue(stream.sinceSwitchNanos() >= stable, what + " rose too soon");
                }
                total += layer == PAUSED ? 0 : stream.layers().get(layer).bps();
            }
            assertEquals(total, allocation.totalBps(), what);
            assertTrue(total <= Math.max(Allocation.KEEPING * estimate, sound), what + " fits");
            if (allocation.nextStream() >= 0) {
                assertTrue(allocation.nextCostBps() * Allocation.HEADROOM > estimate, what + " would have been taken");
                assertTrue(allocation.nextLayer() > allocation.layer(allocation.nextStream()), what + " is a step up");
            }
            assertEquals(
                    layers(allocation, wanted.size()), layers(Allocation.of(estimate, wanted), wanted.size()), what);
        }
    }

    @Test
    void whatWasGivenStaysWhileNothingChanges() {
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            List<Wanted> wanted = randomStreams(random);
            long estimate = random.nextLong(6_000_000);
            Allocation first = Allocation.of(estimate, wanted);
            List<Wanted> later = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                Wanted stream = wanted.get(i);
                later.add(new Wanted(
                        stream.priority(), stream.layers(), stream.wantedHeight(), first.layer(i), 999_999_999L));
            }
            Allocation second = Allocation.of(estimate, later);
            for (int i = 0; i < wanted.size(); i++) {
                assertTrue(second.layer(i) <= first.layer(i), "seed " + seed + " rose within a second");
            }
            assertEquals(layers(first, wanted.size()), layers(second, wanted.size()), "seed " + seed);
        }
    }

    private static List<Wanted> randomStreams(Random random) {
        List<Priority> classes = List.of(Priority.values());
        List<Wanted> streams = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            Priority priority = classes.get(random.nextInt(classes.size()));
            List<Layer> layers = new ArrayList<>();
            long bps = 20_000 + random.nextLong(200_000);
            for (int layer = 1 + random.nextInt(3); layer > 0; layer--) {
                layers.add(new Layer(random.nextInt(6) == 0 ? 0 : bps, 180 * (layers.size() + 1)));
                bps += random.nextLong(1_000_000);
            }
            long since = random.nextInt(4) == 0 ? NEW : random.nextLong(6_000_000_000L);
            int current = since == NEW ? PAUSED : random.nextInt(layers.size() + 1) - 1;
            streams.add(new Wanted(priority, layers, random.nextInt(4) * 200, current, since));
        }
        return streams;
    }

    private static Wanted sound() {
        return new Wanted(AUDIO, SOUND, 0, 0, LONG_AGO);
    }

    private static Wanted camera(Priority priority, int has, long since) {
        return new Wanted(priority, CAMERA, 720, has - 1, since);
    }

    private static Wanted screen(int has, long since) {
        return new Wanted(DOCUMENT_OR_SCREEN, SCREEN, 1080, has - 1, since);
    }

    private static List<Wanted> three(int chairHas, int citizenHas) {
        return List.of(sound(), camera(CHAIR, chairHas, LONG_AGO), camera(CITIZEN, citizenHas, LONG_AGO));
    }

    private static List<Integer> layers(Allocation allocation, int streams) {
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            layers.add(allocation.layer(i));
        }
        return layers;
    }

    private static void check(
            long line, List<Wanted> wanted, int[] gets, long total, int nextStream, int nextLayer, long nextCost) {
        Allocation allocation = Allocation.of(line * 1_000, wanted);
        assertEquals(Arrays.stream(gets).mapToObj(layer -> layer - 1).toList(), layers(allocation, wanted.size()));
        assertEquals(total * 1_000, allocation.totalBps());
        assertEquals(nextStream, allocation.nextStream());
        assertEquals(nextLayer - 1, allocation.nextLayer());
        assertEquals(nextCost * 1_000, allocation.nextCostBps());
    }
}
