package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sfu.ReceiveWindow.Verdict;

class ReceiveWindowTest {
    @Test
    void itAgreesWithASetThatForgetsNothing() {
        SplittableRandom random = new SplittableRandom(3);
        ReceiveWindow window = new ReceiveWindow();
        Set<Long> seen = new HashSet<>();
        long highest = 70_000;
        window.mark(highest);
        seen.add(highest);
        for (int i = 0; i < 100_000; i++) {
            long sequence = highest + random.nextInt(-3_000, 40) + (random.nextInt(1_000) == 0 ? 5_000 : 0);
            Verdict expected = sequence <= highest - ReceiveWindow.SIZE
                    ? Verdict.TOO_OLD
                    : seen.add(sequence) ? Verdict.NEW : Verdict.SEEN;
            assertEquals(expected, window.mark(sequence), "packet " + i);
            highest = Math.max(highest, sequence);
        }
    }
}
