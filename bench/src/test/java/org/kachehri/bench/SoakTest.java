package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code ./kachehri bench soak}. */
class SoakTest {

    private static final long STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void nothingStaysOfPeopleWhoLeft() throws IOException {
        try (BridgeServer bridge = new BridgeServer("127.0.0.1", List.of())) {
            SoakBenchmark.Reading before = SoakBenchmark.joinAndLeave(bridge, "127.0.0.1", 1, STAY_NANOS);
            SoakBenchmark.Reading after = SoakBenchmark.joinAndLeave(bridge, "127.0.0.1", 2, STAY_NANOS);
            SoakBenchmark.Reading growth = after.since(before);
            System.out.println("soak: " + after + "; grown by " + growth);
            // Resident memory still grows with the compiled code: that is for the long form.
            assertTrue(growth.heapMegabytes() <= SoakBenchmark.MAX_HEAP_GROWTH_MEGABYTES, growth.toString());
            assertTrue(growth.descriptors() <= 0, growth.toString());
            assertTrue(growth.threads() <= SoakBenchmark.MAX_THREAD_GROWTH, growth.toString());
        }
    }
}
