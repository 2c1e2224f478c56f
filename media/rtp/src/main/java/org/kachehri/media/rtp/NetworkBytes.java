package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes unsigned integers in network byte order, at any alignment. Callers check lengths first; a position outside
 * the segment is a bug and throws {@link IndexOutOfBoundsException}.
 */
public final class NetworkBytes {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private NetworkBytes() {}

    public static int u8(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    public static int u16(MemorySegment bytes, long at) {
        return bytes.get(U16, at) & 0xFFFF;
    }

    public static int u24(MemorySegment bytes, long at) {
        return u8(bytes, at) << 16 | u16(bytes, at + 1);
    }

    public static long u32(MemorySegment bytes, long at) {
        return bytes.get(U32, at) & 0xFFFF_FFFFL;
    }

    public static int i32(MemorySegment bytes, long at) {
        return bytes.get(U32, at);
    }

    public static long i64(MemorySegment bytes, long at) {
        return bytes.get(U64, at);
    }

    public static void putU8(MemorySegment bytes, long at, int value) {
        bytes.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    public static void putU16(MemorySegment bytes, long at, int value) {
        bytes.set(U16, at, (short) value);
    }

    public static void putU24(MemorySegment bytes, long at, int value) {
        putU8(bytes, at, value >>> 16);
        putU16(bytes, at + 1, value);
    }

    public static void putU32(MemorySegment bytes, long at, long value) {
        bytes.set(U32, at, (int) value);
    }

    public static void putI64(MemorySegment bytes, long at, long value) {
        bytes.set(U64, at, value);
    }
}
