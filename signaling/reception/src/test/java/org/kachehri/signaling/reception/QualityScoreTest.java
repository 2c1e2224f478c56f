package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityScoreTest {
    /** The examples of docs/media/quality.md. */
    @ParameterizedTest
    @CsvSource({
        "0, 40, 0, 100",
        "0.01, 80, 0, 94",
        "0.05, 60, 0, 76",
        "0.10, 120, 0, 62",
        "0, 425, 0, 90",
        "0, 800, 0, 60",
        "0, 60, 0.05, 76",
        "0.05, 425, 0.05, 43",
        "0.20, 800, 0.2, 0",
        "NaN, NaN, NaN, 100"
    })
    void theExamplesOfTheDocumentHold(double loss, double roundTripMillis, double frozen, int score) {
        assertEquals(score, QualityScore.of(loss, roundTripMillis, frozen));
    }

    @Test
    void nothingThatGetsWorseMakesTheScoreBetter() {
        long seed = 5;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            double loss = random.nextDouble();
            double trip = random.nextDouble(2_000);
            double frozen = random.nextDouble();
            int score = QualityScore.of(loss, trip, frozen);
            assertTrue(score >= 0 && score <= 100);
            assertTrue(QualityScore.of(loss + 0.1, trip, frozen) <= score);
            assertTrue(QualityScore.of(loss, trip + 100, frozen) <= score);
            assertTrue(QualityScore.of(loss, trip, frozen + 0.1) <= score);
        }
    }
}
