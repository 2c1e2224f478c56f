package org.kachehri.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.media.rtp.TransportFeedback.MALFORMED;
import static org.kachehri.media.rtp.TransportFeedback.NOT_RECEIVED;
import static org.kachehri.media.rtp.TransportFeedback.TICK_NANOS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
    private static final long REFERENCE_NANOS = 64_000_000L;

    private final MemorySegment out = MemorySegment.ofArray(new byte[4096]);
    private final long[] read = new long[2048];

    @Test
    void theLayoutIsThatOfTheDraft() {
        // Base 10: arrived after 1 ms, lost, arrived 500 ms later, arrived 1 ms before that one; reference time 2.
        long[] ring = ring(16);
        ring[10] = 2 * REFERENCE_NANOS + 1_000_000;
        ring[12] = ring[10] + 500_000_000;
        ring[13] = ring[12] - 1_000_000;
        int length = TransportFeedback.write(out, 0, 1200, 0x0102_0304, 0x0506_0708, 9, 10, ring, 4);
        String expected = "8fcd0006" // version 2, format 15, type 205, 7 words
                + "01020304" + "05060708" + "000a0004" + "00000209"
                + "d280" // two-bit vector: small, missing, large, large
                + "04" + "07d0" + "fffc" // 4, 2000 and -4 ticks
                + "00";
        assertEquals(expected, hex(length));
        assertTrue(Rtcp.wellFormed(out, 0, length));
        assertTrue(TransportFeedback.matches(out, 0));
        assertEquals(9, TransportFeedback.feedbackCount(out, 0));
    }

    @Test
    void runsAreOneChunk() {
        long[] ring = ring(512);
        Arrays.fill(ring, 0, 300, 250_000);
        assertEquals(20 + 2 + 300 + 2, TransportFeedback.write(out, 0, 1200, 1, 2, 0, 0, ring, 300));
        assertEquals(0x2000 | 300, NetworkBytes.u16(out, 20));
    }

    @Test
    void aVectorOfOneBitHoldsFourteen() {
        long[] ring = ring(16);
        for (int i = 0; i < 14; i += 2) {
            ring[i] = i * TICK_NANOS;
        }
        assertEquals(20 + 2 + 7 + 3, TransportFeedback.write(out, 0, 1200, 1, 2, 0, 0, ring, 14));
        assertEquals(0x8000 | 0b10101010101010, NetworkBytes.u16(out, 20));
    }

    @Test
    void chunksOfOtherWritersAreRead() {
        // A run of two small ones, then a two-bit vector of which only the first symbol, a large one, counts.
        byte[] bytes = HexFormat.of()
                .parseHex("8fcd0006" + "00000001" + "00000002" + "ffff0003" + "ffffff00" + "2002" + "e000" + "0102"
                        + "ffff");
        MemorySegment packet = MemorySegment.ofArray(bytes);
        assertTrue(Rtcp.wellFormed(packet, 0, bytes.length));
        long reference = TransportFeedback.referenceNanos(packet, 0, 0);
        assertEquals(-REFERENCE_NANOS, reference);
        assertEquals(3, TransportFeedback.read(packet, 0, reference, read));
        assertArrayEquals(
                new long[] {reference + TICK_NANOS, reference + 3 * TICK_NANOS, reference + 2 * TICK_NANOS},
                Arrays.copyOf(read, 3));
        assertEquals(MALFORMED, TransportFeedback.read(packet, 0, 0, new long[2]), "more than the array holds");
        bytes[22] = (byte) 0xF0;
        assertEquals(MALFORMED, TransportFeedback.read(packet, 0, 0, read), "symbol 3 is reserved");
    }

    @Test
    void whatWasWrittenIsReadAtTheTicksOfTheClock() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            for (int round = 0; round < 20; round++) {
                roundTrip(random, seed);
            }
        }
    }

    private void roundTrip(Random random, long seed) {
        long[] ring = ring(1024);
        long first = random.nextInt(4) == 0 ? 0xFFF0 : random.nextInt(1 << 20);
        int count = 1 + random.nextInt(random.nextBoolean() ? 30 : 1000);
        double loss = random.nextInt(3) * 0.3;
        long now = random.nextLong(1L << 55);
        long previous = now - random.nextLong(REFERENCE_NANOS * 1_000_000);
        for (int i = 0; i < count; i++) {
            long step = random.nextInt(20) == 0 ? 70_000_000L : 2_000_000L;
            now += random.nextInt(10) == 0 ? -random.nextLong(step) : random.nextLong(step);
            ring[(int) (first + i) & 1023] = random.nextDouble() < loss ? NOT_RECEIVED : now;
        }
        int room = 64 + random.nextInt(1400);
        int at = 4 * random.nextInt(4);
        int length = TransportFeedback.write(out, at, room, 1, 2, 3, first, ring, count);
        String what = "seed " + seed;
        assertTrue(length <= room, what);
        assertTrue(Rtcp.wellFormed(out, at, length), what);
        assertTrue(TransportFeedback.matches(out, at), what);
        assertEquals(first & 0xFFFF, TransportFeedback.baseSequence(out, at), what);
        int described = TransportFeedback.packetCount(out, at);
        assertTrue(described >= 1 && (described == count || length > room / 2), what + " uses its room");
        long reference = TransportFeedback.referenceNanos(out, at, previous);
        assertEquals(described, TransportFeedback.read(out, at, reference, read), what);
        for (int i = 0; i < described; i++) {
            long arrival = ring[(int) (first + i) & 1023];
            assertEquals(
                    arrival == NOT_RECEIVED ? NOT_RECEIVED : Math.floorDiv(arrival, TICK_NANOS) * TICK_NANOS,
                    read[i],
                    what + " packet " + i);
        }
    }

    @Test
    void theReferenceTimeWrapsAfterTwelveDays() {
        long wrap = REFERENCE_NANOS << 24;
        long[] ring = ring(2);
        for (long time : new long[] {wrap - 1_000_000, wrap + 1_000_000, 5 * wrap + 7 * REFERENCE_NANOS, -3_000_000}) {
            ring[0] = time;
            TransportFeedback.write(out, 0, 64, 1, 2, 0, 0, ring, 1);
            for (long drift : new long[] {-1_000_000_000L, 0, 1_000_000_000L}) {
                long reference = TransportFeedback.referenceNanos(out, 0, time + drift);
                assertEquals(1, TransportFeedback.read(out, 0, reference, read));
                assertEquals(time, read[0]);
            }
        }
    }

    @Test
    void anArrivalTooFarFromTheOneBeforeWaitsForTheNextFeedback() {
        long[] ring = ring(4);
        ring[0] = 0;
        ring[1] = 32_767 * TICK_NANOS;
        ring[2] = ring[1] + 32_768 * TICK_NANOS;
        TransportFeedback.write(out, 0, 1200, 1, 2, 0, 0, ring, 3);
        assertEquals(2, TransportFeedback.packetCount(out, 0));
    }

    @Test
    void aCountOfZeroAnEarlyEndAndAnEmptyRunAreRefused() {
        long[] ring = ring(32);
        Arrays.fill(ring, 0, 30, 0);
        ring[7] = 100_000_000;
        int length = TransportFeedback.write(out, 0, 1200, 1, 2, 0, 0, ring, 30);
        assertEquals(30, TransportFeedback.read(out, 0, 0, read));
        NetworkBytes.putU16(out, 14, 0);
        assertEquals(MALFORMED, TransportFeedback.read(out, 0, 0, read));
        NetworkBytes.putU16(out, 14, 30);
        NetworkBytes.putU16(out, 2, length / 4 - 3);
        assertEquals(MALFORMED, TransportFeedback.read(out, 0, 0, read), "deltas end early");
        NetworkBytes.putU16(out, 2, 20 / 4 - 1);
        assertFalse(TransportFeedback.matches(out, 0), "no chunk");
        NetworkBytes.putU16(out, 2, length / 4 - 1);
        NetworkBytes.putU16(out, 20, 0);
        assertEquals(MALFORMED, TransportFeedback.read(out, 0, 0, read), "a run of nothing");
    }

    @Test
    void mutatedPacketsAreRefusedOrReadButNeverThrow() {
        Random random = new Random(15);
        long[] ring = ring(64);
        for (int i = 0; i < 60; i++) {
            ring[i] = random.nextInt(4) == 0 ? NOT_RECEIVED : random.nextLong(200_000_000);
        }
        int seedLength = TransportFeedback.write(out, 0, 1200, 1, 2, 0, 0, ring, 60);
        byte[] seed = out.asSlice(0, seedLength).toArray(ValueLayout.JAVA_BYTE);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seedLength) & ~3 : seedLength);
            if (bytes.length >= 4) {
                bytes[2] = 0;
                bytes[3] = (byte) (bytes.length / 4 - 1);
            }
            for (int change = 1 + random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            MemorySegment hostile = MemorySegment.ofArray(bytes);
            if (Rtcp.wellFormed(hostile, 0, bytes.length) && TransportFeedback.matches(hostile, 0)) {
                long reference = TransportFeedback.referenceNanos(hostile, 0, random.nextLong());
                if (TransportFeedback.read(hostile, 0, reference, read) == MALFORMED) {
                    refused++;
                } else {
                    accepted++;
                }
            }
        }
        assertArrayEquals(new boolean[] {true, true}, new boolean[] {accepted > 1_000, refused > 1_000});
    }

    private static long[] ring(int length) {
        long[] ring = new long[length];
        Arrays.fill(ring, NOT_RECEIVED);
        return ring;
    }

    private String hex(int length) {
        return HexFormat.of().formatHex(out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
