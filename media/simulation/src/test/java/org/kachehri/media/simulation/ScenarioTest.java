package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every scenario by a few seeds; {@code ./kachehri bench simulate} plays as many as one likes. */
class ScenarioTest {
    private static final int SEEDS = 2;

    @ParameterizedTest
    @EnumSource
    void theReceptionGoesOn(Scenario scenario) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals("", SeededReception.play(scenario, seed).fault(), scenario + ", seed " + seed);
        }
    }
}
