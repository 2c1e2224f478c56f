package org.kachehri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    @Test
    void familiesAreWrittenWithHelpTypeAndSamples() {
        var exposition = new Exposition();
        exposition.counter("rain_drops_total", "Drops.\nSince \\dawn.").sample(3, Map.of("roof", "a \"b\" \\ c\nd"));
        exposition.gauge("temperature_celsius", "Outside.").sample(-1.5);
        assertEquals(
                """
                # HELP rain_drops_total Drops.\\nSince \\\\dawn.
                # TYPE rain_drops_total counter
                rain_drops_total{roof="a \\"b\\" \\\\ c\\nd"} 3
                # HELP temperature_celsius Outside.
                # TYPE temperature_celsius gauge
                temperature_celsius -1.5
                """,
                written(exposition));
    }

    @Test
    void bucketsAreCumulated() {
        var exposition = new Exposition();
        exposition
                .histogram("cycle_seconds", "Cycles.")
                .buckets(new double[] {0.001, 1}, new long[] {5, 2, 1}, 4.25, Map.of("shard", "media-0"));
        assertEquals(
                """
                # HELP cycle_seconds Cycles.
                # TYPE cycle_seconds histogram
                cycle_seconds_bucket{shard="media-0",le="0.001"} 5
                cycle_seconds_bucket{shard="media-0",le="1"} 7
                cycle_seconds_bucket{shard="media-0",le="+Inf"} 8
                cycle_seconds_sum{shard="media-0"} 4.25
                cycle_seconds_count{shard="media-0"} 8
                """,
                written(exposition));
        assertThrows(IllegalArgumentException.class, () -> exposition.buckets(new double[1], new long[1], 0, Map.of()));
    }

    @Test
    void aSummaryHasSumAndCount() {
        var exposition = new Exposition();
        exposition.summary("train_packets", "Trains.").summed(24, 3, Map.of());
        assertEquals(
                """
                # HELP train_packets Trains.
                # TYPE train_packets summary
                train_packets_sum 24
                train_packets_count 3
                """,
                written(exposition));
    }

    @Test
    void theAnswerNamesTheVersionOfTheFormat() {
        var content = (Answer.Content.Bytes) new Exposition().answer().content();
        assertEquals("text/plain; version=0.0.4; charset=utf-8", content.mediaType());
    }

    private static String written(Exposition exposition) {
        return exposition.text();
    }
}
