package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./kachehri bench golden}. */
class GoldenTest {

    @Test
    void everyPacketIsInTheCaptureOrItsLedgerAndSoundStaysWithPicture(@TempDir Path folder) throws IOException {
        long seed = System.nanoTime() & 0xFFFF;
        GoldenBenchmark.Finding finding = GoldenBenchmark.play(folder, seed, 60);
        System.out.println(finding);
        assertEquals(0, finding.undeclared(), "packets that are nowhere");
        assertTrue(finding.repeated() > 0, "sounds that only redundancy kept");
        assertTrue(finding.offsetMillis() < 40, "sound and picture are apart: " + finding);
        assertEquals(Set.of(-5L, 0L, 5L), finding.wallSeconds(), "clock readings");
    }
}
