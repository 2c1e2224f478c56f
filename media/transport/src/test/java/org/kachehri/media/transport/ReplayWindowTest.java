package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    @Test
    void itAnswersLikeASetOfAllIndexesEverSeen() {
        for (int size : new int[] {64, 512, 1024}) {
            Random random = new Random(size);
            ReplayWindow window = new ReplayWindow(size);
            Set<Long> seen = new HashSet<>();
            long highest = -1;
            for (int i = 0; i < 100_000; i++) {
                long step = random.nextInt(200) == 0 ? random.nextInt(3 * size) : random.nextInt(-size - 9, 9);
                long index = Math.max(0, highest + step);
                int expected = highest >= 0 && index <= highest - size
                        ? ReplayWindow.TOO_OLD
                        : seen.contains(index) ? ReplayWindow.SEEN : ReplayWindow.NEW;
                assertEquals(expected, window.check(index), "index " + index + ", highest " + highest);
                if (expected == ReplayWindow.NEW) {
                    window.mark(index);
                    seen.add(index);
                    highest = Math.max(highest, index);
                }
            }
        }
    }

    @Test
    void aSourceIsFoundAmongAllOthers() {
        SourceIndexes<long[]> sources = new SourceIndexes<>(() -> new long[1]);
        Random random = new Random(1);
        long[] ssrcs = random.longs(0, 1L << 32)
                .distinct()
                .limit(SourceIndexes.MAX_SOURCES)
                .toArray();
        for (long ssrc : ssrcs) {
            assertEquals(null, sources.find(ssrc));
            sources.add(ssrc)[0] = ssrc;
        }
        for (long ssrc : ssrcs) {
            assertEquals(ssrc, sources.find(ssrc)[0]);
        }
        assertEquals(null, sources.add(5));
    }
}
