package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.TransportFeedback;

class FeedbackBuilderTest {
    private static final long MILLI = 1_000_000L;
    private static final long NEVER = TransportFeedback.NOT_RECEIVED;

    private final FeedbackBuilder builder = new FeedbackBuilder();
    private final MemorySegment out = MemorySegment.ofArray(new byte[1200]);
    private final long[] read = new long[2048];

    @Test
    void nothingIsDueBeforeAPacketArrived() {
        assertEquals(Long.MAX_VALUE, builder.deadlineNanos());
        assertEquals(0, builder.write(out, 0, 1200, 1, 2, 0));
    }

    @Test
    void ofAFewPacketsFeedbackIsDueAfterAQuarterSecond() {
        builder.received(7, false, 5 * MILLI);
        assertFalse(builder.due(254 * MILLI));
        assertTrue(builder.due(255 * MILLI));
        write(255);
        assertEquals(Long.MAX_VALUE, builder.deadlineNanos());
        builder.received(8, false, 300 * MILLI);
        assertEquals(505 * MILLI, builder.deadlineNanos());
    }

    @Test
    void ofTenPacketsItIsDueAHundredMillisecondsAfterTheLast() {
        for (int i = 0; i < 9; i++) {
            builder.received(i, false, 5 * MILLI);
        }
        assertFalse(builder.due(105 * MILLI));
        builder.received(9, false, 90 * MILLI);
        assertFalse(builder.due(104 * MILLI));
        assertTrue(builder.due(105 * MILLI));
    }

    @Test
    void theEndOfAFrameFlushesAfterFiftyMilliseconds() {
        builder.received(7, true, 0);
        builder.received(8, true, 49 * MILLI);
        assertFalse(builder.due(49 * MILLI));
        builder.received(9, false, 50 * MILLI);
        assertFalse(builder.due(50 * MILLI));
        builder.received(10, true, 51 * MILLI);
        assertTrue(builder.due(51 * MILLI));
        assertArrayEquals(new long[] {0, 49, 50, 51}, write(51));
    }

    @Test
    void aHundredPacketsAreReportedAtOnce() {
        for (int i = 0; i < 99; i++) {
            builder.received(i, false, MILLI);
        }
        assertFalse(builder.due(MILLI));
        builder.received(99, false, MILLI);
        assertTrue(builder.due(MILLI));
        assertEquals(100, write(1).length);
    }

    @Test
    void aMissingPacketIsReportedAndAgainWhenItCameLate() {
        builder.received(65_534, false, 0);
        builder.received(0, false, 2 * MILLI);
        assertArrayEquals(new long[] {0, NEVER, 2}, write(100));
        builder.received(1, false, 110 * MILLI);
        builder.received(65_535, false, 120 * MILLI);
        assertArrayEquals(new long[] {120, 2, 110}, write(200));
        assertEquals(65_535, TransportFeedback.baseSequence(out, 0));
    }

    @Test
    void aDuplicateCountsAndChangesNothing() {
        builder.received(5, false, 0);
        builder.received(5, false, 9 * MILLI);
        assertEquals(1, builder.duplicates());
        assertArrayEquals(new long[] {0}, write(100));
    }

    @Test
    void aLeapBeyondTheWindowBeginsAnewAndWhatIsOlderIsTooLate() {
        builder.received(0, false, 0);
        builder.received(5_000, false, MILLI);
        assertArrayEquals(new long[] {1}, write(100));
        builder.received(5_000 - FeedbackBuilder.WINDOW, false, 2 * MILLI);
        assertEquals(1, builder.tooLate());
        assertEquals(Long.MAX_VALUE, builder.deadlineNanos());
    }

    @Test
    void whatDoesNotFitStaysDue() {
        builder.received(0, false, 0);
        for (int i = 1; i <= 200; i++) {
            builder.received(2 * i, false, i * MILLI / 10);
        }
        int described = 0;
        int packets = 0;
        while (builder.due(100 * MILLI)) {
            assertTrue(builder.write(out, 0, 100, 1, 2, 100 * MILLI) <= 100);
            described += TransportFeedback.packetCount(out, 0);
            assertEquals(packets++, TransportFeedback.feedbackCount(out, 0));
        }
        assertEquals(401, described);
    }

    @Test
    void everyPacketIsReportedAsItArrived() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            FeedbackBuilder receiver = new FeedbackBuilder();
            Map<Integer, Long> arrived = new HashMap<>();
            Map<Integer, Long> reported = new HashMap<>();
            long now = random.nextLong(1L << 40);
            int first = random.nextInt(1 << 16);
            for (int i = 0; i < 20_000; i++) {
                now += random.nextLong(3 * MILLI);
                int sequence = first + Math.max(0, i - random.nextInt(4) * random.nextInt(20)) & 0xFFFF;
                if (random.nextInt(10) > 0) {
                    arrived.putIfAbsent(sequence, now);
                    receiver.received(sequence, random.nextInt(8) == 0, now);
                }
                while (receiver.due(now)) {
                    receiver.write(out, 0, 1200, 1, 2, now);
                    int count = TransportFeedback.read(out, 0, TransportFeedback.referenceNanos(out, 0, now), read);
                    for (int j = 0; j < count; j++) {
                        if (read[j] != NEVER) {
                            int number = TransportFeedback.baseSequence(out, 0) + j & 0xFFFF;
                            Long before = reported.put(number, read[j]);
                            assertTrue(before == null || before == read[j], "seed " + seed);
                        }
                    }
                }
            }
            receiver.write(out, 0, 1200, 1, 2, now);
            for (Map.Entry<Integer, Long> packet : arrived.entrySet()) {
                Long time = reported.get(packet.getKey());
                long ticks = Math.floorDiv(packet.getValue(), TransportFeedback.TICK_NANOS);
                boolean pending = packet.getValue() > now - FeedbackBuilder.INTERVAL_OF_FEW_NANOS;
                assertTrue(
                        time == null ? pending : time == ticks * TransportFeedback.TICK_NANOS,
                        "seed " + seed + " packet " + packet.getKey());
            }
        }
    }

    /** Writes one feedback and reads it; times in whole milliseconds. */
    private long[] write(long nowMillis) {
        assertTrue(builder.write(out, 0, 1200, 1, 2, nowMillis * MILLI) > 0);
        int count = TransportFeedback.read(out, 0, TransportFeedback.referenceNanos(out, 0, nowMillis * MILLI), read);
        return Arrays.stream(read, 0, count)
                .map(time -> time == NEVER ? NEVER : time / MILLI)
                .toArray();
    }
}
