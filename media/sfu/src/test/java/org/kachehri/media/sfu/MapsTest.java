package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MapsTest {
    @Test
    void ssrcsAreFoundAfterAnyOrderOfPutAndRemove() {
        SplittableRandom random = new SplittableRandom(1);
        SsrcMap<Integer> map = new SsrcMap<>();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long ssrc = random.nextInt(300);
            switch (random.nextInt(3)) {
                case 0 -> {
                    map.put(ssrc, i);
                    expected.put(ssrc, i);
                }
                case 1 -> {
                    map.remove(ssrc);
                    expected.remove(ssrc);
                }
                case 2 -> assertEquals(expected.get(ssrc), map.find(ssrc));
                default -> throw new AssertionError();
            }
        }
    }
}
