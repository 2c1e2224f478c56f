package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./kachehri bench record}; no figure is held to its goal here, where others use the machine too. */
class RecordTest {

    private static final long CAPTURED_NANOS = TimeUnit.SECONDS.toNanos(2);

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyPacketThatFourPeopleSendIsCapturedAndTheCaptureCanBeSealed(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (BridgeServer bridge = new BridgeServer("127.0.0.1", List.of())) {
            RecordBenchmark.Step step =
                    RecordBenchmark.step(bridge, "127.0.0.1", 1, folder.resolve("captures"), CAPTURED_NANOS);
            System.out.println("record: " + step);
            assertTrue(step.sent() > 500, step.toString());
            assertEquals(
                    step.sent(), step.captured().packets() + step.captured().missing(), step.toString());
        }
        Figures figures = new Figures();
        SealRatio.measure(folder, 20_000_000, 1, figures);
        figures.print();
    }
}
