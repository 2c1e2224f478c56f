package org.kachehri.tests.network;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kachehri.media.simulation.Impairment;

/** How a point's line behaves during a call; the same up and down. */
enum Scenario {
    /** One packet in twenty is lost, 60 ms there and back. */
    LOSS5 {
        @Override
        List<Line.Step> script(int seconds) {
            return List.of(both(0, DECENT.withLoss(0.05)));
        }
    },
    LOSS10 {
        @Override
        List<Line.Step> script(int seconds) {
            return List.of(both(0, DECENT.withLoss(0.1)));
        }
    },
    /** A satellite, or a road that goes round half the world; a repair takes a quarter of a second. */
    RTT250 {
        @Override
        List<Line.Step> script(int seconds) {
            return List.of(both(0, Impairment.none().withDelay(125, 10).withLoss(0.01)));
        }
    },
    /** 3 Mbit/s for a third of the time, then 400 kbit/s, then 3 Mbit/s again. What waits in the queue takes 200 ms at most. */
    FALLING {
        @Override
        List<Line.Step> script(int seconds) {
            Impairment wide = DECENT.withRate(3_000_000, 75_000);
            return List.of(
                    both(0, wide),
                    both(seconds * 1_000L / 3, DECENT.withRate(400_000, 10_000)),
                    both(seconds * 2_000L / 3, wide));
        }
    },
    /** In the middle nothing passes for two seconds. */
    BURST {
        @Override
        List<Line.Step> script(int seconds) {
            return List.of(
                    both(0, DECENT),
                    both(seconds * 500L, DECENT.withLoss(1)),
                    both(seconds * 500L + OUTAGE_MILLIS, DECENT));
        }
    };

    static final long OUTAGE_MILLIS = 2_000;

    /** 30 ms each way with a little jitter. */
    static final Impairment DECENT = Impairment.none().withDelay(30, 5);

    /** What happens in a call of this length. */
    abstract List<Line.Step> script(int seconds);

    private static Line.Step both(long atMillis, Impairment impairment) {
        return new Line.Step(atMillis, impairment, impairment);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scenario> named(String label) {
        return Stream.of(values()).filter(each -> each.label().equals(label)).findFirst();
    }
}
