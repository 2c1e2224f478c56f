package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./kachehri bench kill}: each fault once. */
class KillTest {

    private static final int TALK_SECONDS = 2;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void noRecordingIsLostWhateverIsKilled(@TempDir Path folder) throws IOException {
        long seed = System.nanoTime() & 0xFFFF;
        KillBenchmark.Outcome outcome =
                KillBenchmark.kill(folder, KillBenchmark.Fault.values().length, TALK_SECONDS, seed);
        System.out.println("kill: " + outcome);
        assertEquals(0, outcome.undeclaredGaps());
    }
}
