package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.MediaKind;

class SendCacheTest {
    private static final long SECOND = 1_000_000_000L;
    private final ShardCounters counters = new ShardCounters();
    private final SendSlots slots = new SendSlots(Arena.ofAuto(), 512);
    private final SendCache cache = new SendCache(MediaKind.VIDEO, slots, counters);
    private final MemorySegment payload = Arena.ofAuto().allocate(2_048);

    private void store(long nowNanos, long sequence) {
        payload.set(ValueLayout.JAVA_BYTE, 0, (byte) sequence);
        cache.store(nowNanos, sequence, sequence * 10, sequence % 2 == 0, payload, 0, 100);
    }

    @Test
    void whatWasStoredIsFoundWithItsContent() {
        store(0, 70_000);
        store(0, 70_002);
        store(0, 70_001);
        int entry = cache.find(70_001);
        assertEquals(700_010, cache.timestamp(entry));
        assertEquals(100, cache.payloadLength(entry));
        assertEquals((byte) 70_001, cache.payload(entry).get(ValueLayout.JAVA_BYTE, cache.payloadOffset(entry)));
        assertEquals(-1, cache.find(70_003));
        assertEquals(-1, cache.find(70_001 + 1_024));
    }

    @Test
    void afterASecondItsMemoryIsFree() {
        for (int i = 0; i < 300; i++) {
            store(0, 70_000 + i);
        }
        cache.expire(SECOND + 1);
        assertEquals(-1, cache.find(70_299));
        assertEquals(512, free());
    }

    @Test
    void anEmptyPoolIsCountedAndServesAgainLater() {
        for (int i = 0; i < 600; i++) {
            store(0, 70_000 + i);
        }
        assertEquals(88, counters.of(ShardCounters.Reason.NOT_CACHED_POOL_EMPTY));
        store(2 * SECOND, 71_000);
        assertTrue(cache.find(71_000) >= 0);
    }

    @Test
    void noSlotIsEverLostWhateverTheOrder() {
        SplittableRandom random = new SplittableRandom(5);
        long sequence = 70_000;
        for (int i = 0; i < 20_000; i++) {
            sequence += random.nextInt(20) == 0 ? random.nextInt(3_000) : 1;
            store(i * 3_000_000L, sequence - (random.nextInt(10) == 0 ? random.nextInt(1_500) : 0));
        }
        cache.clear();
        assertEquals(512, free());
    }

    private int free() {
        int count = 0;
        while (slots.take() != SendSlots.NONE) {
            count++;
        }
        return count;
    }
}
