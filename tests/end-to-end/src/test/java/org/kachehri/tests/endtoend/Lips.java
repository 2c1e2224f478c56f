package org.kachehri.tests.endtoend;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How much later than a live receiver had it a recording has a person's sound, measured on their picture: 0 when lips and voice are as far
 * apart in both. What the person's own devices do cancels out. Times are milliseconds.
 *
 * @param pictureAheadMillis how far the page's clock is ahead of the recording's, by the picture
 */
record Lips(double pictureAheadMillis, double soundLateMillis) {
    /** Pulses come twice a second, so that sound is late by less than this or early. */
    private static final double HALF_PULSE_MILLIS = 250;

    /**
     * @param counters of the recording's camera and when their first pictures are, over all the recording
     * @param pulses of the recording's microphone
     * @param about how far the page's clock is ahead of the recording's, or NaN: a counter that comes again is taken for its first time
     */
    static Lips between(
            LiveReceiver.Heard live, List<Map.Entry<Integer, Double>> counters, List<Double> pulses, double about) {
        double picture = median(live.counters().stream()
                .flatMap(seen -> counters.stream()
                        .filter(one -> one.getKey() == seen.getKey() % CountedPicture.COUNTERS)
                        .map(one -> seen.getValue() - one.getValue())
                        .min(Comparator.comparingDouble(
                                ahead -> Double.isNaN(about) ? -ahead : Math.abs(ahead - about)))
                        .stream())
                .toList());
        double sound = median(live.pulses().stream()
                .flatMap(heard -> pulses.stream()
                        .map(one -> heard - one - picture)
                        .min(Comparator.comparingDouble(Math::abs))
                        .filter(late -> Math.abs(late) < HALF_PULSE_MILLIS)
                        .stream())
                .toList());
        return new Lips(picture, -sound);
    }

    private static double median(List<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new AssertionError("nothing that was heard live is in the recording");
        }
        return numbers.stream().sorted().toList().get(numbers.size() / 2);
    }
}
