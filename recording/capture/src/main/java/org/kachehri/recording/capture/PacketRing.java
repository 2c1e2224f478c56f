package org.kachehri.recording.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded ring outside the heap between one writing thread (the shard's) and one reading thread (the recorder's). Offering copies
 * the packet, allocates nothing and never waits. Each record is 24 bytes of header (length, kind, track, stamp) and the packet,
 * rounded up to 8 bytes; a record never wraps, the rest of the ring is skipped instead.
 */
final class PacketRing {
    /** Room for a burst of 32 datagrams of 2 KiB. */
    static final int MIN_BYTES = 1 << 17;

    private static final int HEADER = 24;
    private static final int SKIP = -1;
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(PacketRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(PacketRing.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Hears one record; the bytes are valid during the call. */
    interface Reader {
        void record(int kind, int track, long nanos, MemorySegment bytes, long offset, int length);
    }

    private final MemorySegment ring;
    private final int capacity;

    /** Bytes ever read; owned by the reader. */
    @SuppressWarnings("unused")
    private volatile long head;

    /** Bytes ever written; owned by the writer. */
    @SuppressWarnings("unused")
    private volatile long tail;

    PacketRing(int bytes) {
        capacity = bytes;
        // Freed when nobody refers to it any more: the shard's thread may still be within a last call when the recorder
        // has ended.
        ring = Arena.ofAuto().allocate(bytes, 64);
    }

    /** Copies a packet in; false when there is no room. */
    boolean offer(int kind, int track, long nanos, MemorySegment packet, long offset, int length) {
        long written = (long) TAIL.get(this);
        int needed = HEADER + length + 7 & ~7;
        int at = (int) (written & capacity - 1);
        int skipped = at + needed > capacity ? capacity - at : 0;
        if (written + skipped + needed - (long) HEAD.getAcquire(this) > capacity) {
            return false;
        }
        if (skipped > 0) {
            ring.set(ValueLayout.JAVA_INT, at, SKIP);
            at = 0;
        }
        ring.set(ValueLayout.JAVA_INT, at, length);
        ring.set(ValueLayout.JAVA_INT, at + 4, kind);
        ring.set(ValueLayout.JAVA_INT, at + 8, track);
        ring.set(ValueLayout.JAVA_LONG, at + 16, nanos);
        MemorySegment.copy(packet, offset, ring, at + HEADER, length);
        TAIL.setRelease(this, written + skipped + needed);
        return true;
    }

    /** Reads one record if there is one stamped at or before the limit. */
    boolean poll(Reader reader, long untilNanos) {
        long read = (long) HEAD.get(this);
        if (read == (long) TAIL.getAcquire(this)) {
            return false;
        }
        int at = (int) (read & capacity - 1);
        int length = ring.get(ValueLayout.JAVA_INT, at);
        if (length == SKIP) {
            read += capacity - at;
            at = 0;
            length = ring.get(ValueLayout.JAVA_INT, at);
        }
        if (ring.get(ValueLayout.JAVA_LONG, at + 16) > untilNanos) {
            return false;
        }
        reader.record(
                ring.get(ValueLayout.JAVA_INT, at + 4),
                ring.get(ValueLayout.JAVA_INT, at + 8),
                ring.get(ValueLayout.JAVA_LONG, at + 16),
                ring,
                at + HEADER,
                length);
        HEAD.setRelease(this, read + (HEADER + length + 7 & ~7));
        return true;
    }
}
