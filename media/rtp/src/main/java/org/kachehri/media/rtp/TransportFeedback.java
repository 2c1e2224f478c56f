package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1) as a flyweight: which of
 * the packets numbered from {@link #baseSequence} arrived, and when. On the wire times are ticks of 250 µs after a 24-bit reference time of
 * 64 ms; here they are nanoseconds of the receiver's clock, whose zero the sender doesn't know: only differences mean something. See
 * {@link Rtcp} for what must be checked first. No state, any thread.
 */
public final class TransportFeedback {
    /** The feedback message type. */
    public static final int FORMAT = 15;

    /** An arrival that didn't happen. */
    public static final long NOT_RECEIVED = Long.MIN_VALUE;

    /** What {@link #read} answers when the packet breaks the format. */
    public static final int MALFORMED = -1;

    /** Resolution of arrival times: 250 µs. */
    public static final long TICK_NANOS = 250_000;

    /** Everything before the first chunk: RTCP header, two SSRCs, base and count, reference time and feedback count. */
    private static final int FIXED_LENGTH = Rtcp.FEEDBACK_HEADER_LENGTH + 8;

    private static final int TICKS_PER_REFERENCE = 256;
    private static final long REFERENCE_NANOS = TICKS_PER_REFERENCE * TICK_NANOS;

    /** The reference time wraps every 2^24 × 64 ms = 12.4 days. */
    private static final int REFERENCE_BITS = 24;

    private static final int CHUNK_LENGTH = 2;
    private static final int MAX_RUN = 0x1FFF;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;

    /** Symbols of section 3.1.1; each is also the bytes of its delta. */
    private static final int MISSING = 0;

    private static final int SMALL = 1;
    private static final int LARGE = 2;
    private static final int UNWRITABLE = 3;

    private TransportFeedback() {}

    public static boolean matches(MemorySegment packet, long at) {
        return Rtcp.type(packet, at) == Rtcp.TRANSPORT_FEEDBACK
                && Rtcp.count(packet, at) == FORMAT
                && Rtcp.contentLength(packet, at) >= FIXED_LENGTH + CHUNK_LENGTH;
    }

    /** The transport-wide sequence number of the first packet described. */
    public static int baseSequence(MemorySegment packet, long at) {
        return NetworkBytes.u16(packet, at + 12);
    }

    /** How many sequence numbers from the base on are described. */
    public static int packetCount(MemorySegment packet, long at) {
        return NetworkBytes.u16(packet, at + 14);
    }

    /** Counts the feedback packets sent, modulo 256. */
    public static int feedbackCount(MemorySegment packet, long at) {
        return NetworkBytes.u8(packet, at + 19);
    }

    /** The packet's reference time, taken as the one nearest to {@code previousNanos} because 24 bits wrap. */
    public static long referenceNanos(MemorySegment packet, long at, long previousNanos) {
        int shift = Long.SIZE - REFERENCE_BITS;
        long previous = Math.floorDiv(previousNanos, REFERENCE_NANOS);
        long difference = (NetworkBytes.u24(packet, at + 16) - previous) << shift >> shift;
        return (previous + difference) * REFERENCE_NANOS;
    }

    /**
     * Reads the arrivals: {@code arrivalNanos[i]} becomes the time of packet {@code baseSequence + i}, or {@link #NOT_RECEIVED}. The packet must
     * {@link #matches match}.
     *
     * @param referenceNanos what times count from; see {@link #referenceNanos}
     * @return how many packets are described, at least 1; {@link #MALFORMED} if the chunks or deltas end early, a symbol is reserved,
     *     or more packets are described than the array holds. Then the array's content means nothing.
     */
    public static int read(MemorySegment packet, long at, long referenceNanos, long[] arrivalNanos) {
        int count = packetCount(packet, at);
        if (count == 0 || count > arrivalNanos.length) {
            return MALFORMED;
        }
        int end = Rtcp.contentLength(packet, at);
        int position = FIXED_LENGTH;
        int described = 0;
        while (described < count) {
            if (position + CHUNK_LENGTH > end) {
                return MALFORMED;
            }
            int chunk = NetworkBytes.u16(packet, at + position);
            position += CHUNK_LENGTH;
            int covered = Math.min(symbolsOf(chunk), count - described);
            if (covered == 0) {
                return MALFORMED;
            }
            for (int i = 0; i < covered; i++) {
                arrivalNanos[described++] = symbolOf(chunk, i);
            }
        }
        return readDeltas(packet, at, position, end, referenceNanos, arrivalNanos, count);
    }

    /** Replaces each symbol in the array by its time. */
    private static int readDeltas(
            MemorySegment packet, long at, int from, int end, long referenceNanos, long[] arrivalNanos, int count) {
        int position = from;
        long time = referenceNanos;
        for (int i = 0; i < count; i++) {
            int symbol = (int) arrivalNanos[i];
            if (symbol > LARGE || position + symbol > end) {
                return MALFORMED;
            }
            switch (symbol) {
                case SMALL -> time += NetworkBytes.u8(packet, at + position) * TICK_NANOS;
                case LARGE -> time += (short) NetworkBytes.u16(packet, at + position) * TICK_NANOS;
                default -> {}
            }
            arrivalNanos[i] = symbol == MISSING ? NOT_RECEIVED : time;
            position += symbol;
        }
        return count;
    }

    private static int symbolsOf(int chunk) {
        if ((chunk & 0x8000) == 0) {
            return chunk & MAX_RUN;
        }
        return (chunk & 0x4000) == 0 ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
    }

    private static int symbolOf(int chunk, int index) {
        if ((chunk & 0x8000) == 0) {
            return chunk >>> 13 & 3;
        }
        return (chunk & 0x4000) == 0
                ? chunk >>> (ONE_BIT_SYMBOLS - 1 - index) & 1
                : chunk >>> 2 * (TWO_BIT_SYMBOLS - 1 - index) & 3;
    }

    /**
     * Writes the arrivals of {@code count} packets from {@code firstSequence} on. Fewer are described if {@code room} ends, or if an arrival
     * lies more than 8 s from the one before; {@link #packetCount} of what was written says how many, and the rest belongs into another packet.
     *
     * @param room bytes that may be written, at least 64
     * @param firstSequence extended or not; its lowest 16 bits become the base
     * @param arrivalNanos a ring whose length is a power of two: the arrival of sequence number {@code s} is at {@code s & (length - 1)}, {@link
     *     #NOT_RECEIVED} if there was none
     * @param count at least 1, at most the ring's length
     * @return bytes of the packet
     */
    public static int write(
            MemorySegment out,
            long at,
            int room,
            long senderSsrc,
            long mediaSsrc,
            int feedbackCount,
            long firstSequence,
            long[] arrivalNanos,
            int count) {
        long reference = firstReference(firstSequence, arrivalNanos, count);
        long referenceTicks = reference * TICKS_PER_REFERENCE;
        int fitting = fitting(room, referenceTicks, firstSequence, arrivalNanos, count);
        long chunk = at + FIXED_LENGTH;
        long ticks = referenceTicks;
        for (int i = 0; i < fitting; chunk += CHUNK_LENGTH) {
            int covered = writeChunk(out, chunk, ticks, firstSequence + i, arrivalNanos, fitting - i);
            for (int end = i + covered; i < end; i++) {
                ticks = ticksAfter(ticks, arrival(arrivalNanos, firstSequence + i));
            }
        }
        long end = writeDeltas(out, chunk, referenceTicks, firstSequence, arrivalNanos, fitting);
        while (((end - at) & 3) != 0) {
            NetworkBytes.putU8(out, end++, 0);
        }
        Rtcp.writeHeader(out, at, FORMAT, Rtcp.TRANSPORT_FEEDBACK, (int) (end - at));
        NetworkBytes.putU32(out, at + 4, senderSsrc);
        NetworkBytes.putU32(out, at + 8, mediaSsrc);
        NetworkBytes.putU16(out, at + 12, (int) firstSequence);
        NetworkBytes.putU16(out, at + 14, fitting);
        NetworkBytes.putU24(out, at + 16, (int) reference);
        NetworkBytes.putU8(out, at + 19, feedbackCount);
        return (int) (end - at);
    }

    /** The 64 ms in which the first of the packets arrived. */
    private static long firstReference(long first, long[] arrivalNanos, int count) {
        for (int i = 0; i < count; i++) {
            long arrival = arrival(arrivalNanos, first + i);
            if (arrival != NOT_RECEIVED) {
                return Math.floorDiv(arrival, REFERENCE_NANOS);
            }
        }
        return 0;
    }

    /** How many packets fit. No chunk that {@link #writeChunk} chooses covers fewer than 7, but the last. */
    private static int fitting(int room, long referenceTicks, long first, long[] arrivalNanos, int count) {
        long ticks = referenceTicks;
        int deltas = 0;
        for (int i = 0; i < count; i++) {
            long arrival = arrival(arrivalNanos, first + i);
            int symbol = symbol(ticks, arrival);
            int chunks = (i / TWO_BIT_SYMBOLS + 1) * CHUNK_LENGTH;
            if (symbol == UNWRITABLE || ((FIXED_LENGTH + chunks + deltas + symbol + 3) & ~3) > room) {
                return i;
            }
            deltas += symbol;
            ticks = ticksAfter(ticks, arrival);
        }
        return count;
    }

    /** Writes the chunk that covers most of the next {@code count} packets; returns how many it covers. */
    private static int writeChunk(
            MemorySegment out, long chunk, long fromTicks, long first, long[] arrivalNanos, int count) {
        long ticks = fromTicks;
        int run = 0;
        int runSymbol = MISSING;
        boolean anyLarge = false;
        int oneBits = 0;
        int twoBits = 0;
        for (int i = 0; i < count && (i < ONE_BIT_SYMBOLS || run == i) && run < MAX_RUN; i++) {
            long arrival = arrival(arrivalNanos, first + i);
            int symbol = symbol(ticks, arrival);
            ticks = ticksAfter(ticks, arrival);
            if (i == 0) {
                runSymbol = symbol;
            }
            if (run == i && symbol == runSymbol) {
                run++;
            }
            if (i < ONE_BIT_SYMBOLS) {
                anyLarge |= symbol == LARGE;
                oneBits |= (symbol & 1) << (ONE_BIT_SYMBOLS - 1 - i);
            }
            if (i < TWO_BIT_SYMBOLS) {
                twoBits |= symbol << 2 * (TWO_BIT_SYMBOLS - 1 - i);
            }
        }
        if (run == count || run >= ONE_BIT_SYMBOLS || (anyLarge && run >= TWO_BIT_SYMBOLS)) {
            NetworkBytes.putU16(out, chunk, runSymbol << 13 | run);
            return run;
        }
        NetworkBytes.putU16(out, chunk, anyLarge ? 0xC000 | twoBits : 0x8000 | oneBits);
        return Math.min(count, anyLarge ? TWO_BIT_SYMBOLS : ONE_BIT_SYMBOLS);
    }

    private static long writeDeltas(
            MemorySegment out, long from, long fromTicks, long first, long[] arrivalNanos, int count) {
        long position = from;
        long ticks = fromTicks;
        for (int i = 0; i < count; i++) {
            long arrival = arrival(arrivalNanos, first + i);
            int symbol = symbol(ticks, arrival);
            long next = ticksAfter(ticks, arrival);
            if (symbol == SMALL) {
                NetworkBytes.putU8(out, position, (int) (next - ticks));
            } else if (symbol == LARGE) {
                NetworkBytes.putU16(out, position, (int) (next - ticks));
            }
            position += symbol;
            ticks = next;
        }
        return position;
    }

    private static int symbol(long previousTicks, long arrivalNanos) {
        if (arrivalNanos == NOT_RECEIVED) {
            return MISSING;
        }
        long delta = Math.floorDiv(arrivalNanos, TICK_NANOS) - previousTicks;
        if (delta >= 0 && delta <= 0xFF) {
            return SMALL;
        }
        return delta == (short) delta ? LARGE : UNWRITABLE;
    }

    private static long ticksAfter(long previousTicks, long arrivalNanos) {
        return arrivalNanos == NOT_RECEIVED ? previousTicks : Math.floorDiv(arrivalNanos, TICK_NANOS);
    }

    private static long arrival(long[] ring, long sequence) {
        return ring[(int) sequence & (ring.length - 1)];
    }
}
