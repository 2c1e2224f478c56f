package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.kachehri.media.rtp.MediaKind;

/**
 * The last second of a source, kept once for all its subscribers: the payload is the same for each, and headers are rebuilt anyway.
 * Keyed by the publisher's extended sequence number. An entry found is read with the accessors until the next call. Not thread-safe.
 */
final class SendCache {
    /** One second of 1 024 packets is 10 Mbit/s; faster sources keep less time. */
    private static final int VIDEO_PACKETS = 1024;

    private static final long VIDEO_NANOS = 1_000_000_000L;

    /** A second of packets of 20 ms, which browsers send: while a narrowed line's queue drains a request takes most of one. */
    private static final int AUDIO_PACKETS = 64;

    private static final long AUDIO_NANOS = 1_000_000_000L;

    private final SendSlots slots;
    private final ShardCounters counters;
    private final long lifeNanos;
    private final int mask;
    private final long[] sequence;
    private final long[] storedNanos;
    private final long[] timestamp;
    private final int[] slot;
    private final int[] payloadLength;
    private final boolean[] marker;
    private long oldest = Long.MAX_VALUE;
    private long newest = -1;

    SendCache(MediaKind kind, SendSlots slots, ShardCounters counters) {
        this.slots = slots;
        this.counters = counters;
        boolean video = kind == MediaKind.VIDEO;
        int packets = video ? VIDEO_PACKETS : AUDIO_PACKETS;
        lifeNanos = video ? VIDEO_NANOS : AUDIO_NANOS;
        mask = packets - 1;
        sequence = new long[packets];
        storedNanos = new long[packets];
        timestamp = new long[packets];
        slot = new int[packets];
        payloadLength = new int[packets];
        marker = new boolean[packets];
        Arrays.fill(sequence, -1);
        Arrays.fill(slot, SendSlots.NONE);
    }

    void store(
            long nowNanos,
            long packetSequence,
            long packetTimestamp,
            boolean packetMarker,
            MemorySegment payload,
            long offset,
            int length) {
        if (length > SendSlots.SLOT_BYTES) {
            counters.count(ShardCounters.Reason.NOT_CACHED_TOO_LARGE);
            return;
        }
        if (packetSequence <= newest - mask) {
            return;
        }
        expire(nowNanos);
        int i = (int) packetSequence & mask;
        release(i);
        int taken = slots.take();
        if (taken == SendSlots.NONE) {
            counters.count(ShardCounters.Reason.NOT_CACHED_POOL_EMPTY);
            return;
        }
        MemorySegment.copy(
                payload,
                ValueLayout.JAVA_BYTE,
                offset,
                slots.segment(taken),
                ValueLayout.JAVA_BYTE,
                slots.offset(taken),
                length);
        sequence[i] = packetSequence;
        storedNanos[i] = nowNanos;
        timestamp[i] = packetTimestamp;
        slot[i] = taken;
        payloadLength[i] = length;
        marker[i] = packetMarker;
        newest = Math.max(newest, packetSequence);
        oldest = Math.min(oldest, packetSequence);
    }

    /** Gives back what is older than its life; called now and then for sources that fell silent, too. */
    void expire(long nowNanos) {
        while (oldest <= newest) {
            int i = (int) oldest & mask;
            if (sequence[i] == oldest) {
                if (nowNanos - storedNanos[i] <= lifeNanos && oldest > newest - mask - 1) {
                    return;
                }
                release(i);
            }
            oldest++;
        }
        oldest = Long.MAX_VALUE;
        newest = -1;
    }

    void clear() {
        for (int i = 0; i <= mask; i++) {
            release(i);
        }
        oldest = Long.MAX_VALUE;
        newest = -1;
    }

    private void release(int i) {
        if (slot[i] != SendSlots.NONE) {
            slots.giveBack(slot[i]);
            slot[i] = SendSlots.NONE;
        }
        sequence[i] = -1;
    }

    /** The entry of this packet, or -1. */
    int find(long packetSequence) {
        int i = (int) packetSequence & mask;
        return sequence[i] == packetSequence ? i : -1;
    }

    /** The highest number in it, or -1. */
    long newest() {
        return newest;
    }

    long timestamp(int entry) {
        return timestamp[entry];
    }

    boolean marker(int entry) {
        return marker[entry];
    }

    int payloadLength(int entry) {
        return payloadLength[entry];
    }

    MemorySegment payload(int entry) {
        return slots.segment(slot[entry]);
    }

    long payloadOffset(int entry) {
        return slots.offset(slot[entry]);
    }
}
