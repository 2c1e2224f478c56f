package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void theTraceIsTenSecondsOfACallAtTwoAndAHalfMegabits() {
        Trace trace = Trace.chromium();
        long micros =
                trace.packets().stream().mapToLong(Trace.Packet::gapMicros).sum();
        long bits = trace.packets().stream()
                .mapToLong(packet -> packet.length() * 8L)
                .sum();
        assertEquals(10.0, micros / 1e6, 0.1);
        assertEquals(2.5, bits / (double) micros, 0.2);
        assertTrue(trace.packets().stream().allMatch(packet -> packet.length() > 12 && packet.length() <= 1200));
    }

    @Test
    void aMedianOfAnEvenNumberIsTheMiddleOfTheTwo() {
        assertEquals(2.5, Figures.median(List.of(4.0, 1.0, 2.0, 3.0)));
        assertEquals(3.0, Figures.median(List.of(9.0, 1.0, 3.0)));
    }
}
