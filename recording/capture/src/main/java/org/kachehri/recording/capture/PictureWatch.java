package org.kachehri.recording.capture;

import java.util.Arrays;

/**
 * Whether the picture that is written can be decoded: a key frame must be there with all its packets, from the one that begins it to
 * the one with the marker (or the last before another timestamp), and nothing after it may be lost for good. Repairs may come late and
 * in any order. Allocates nothing a packet. Owned by the recorder's thread.
 */
final class PictureWatch {
    /** A power of two. A key frame of 1 200 kB has 1 000 packets; browsers' largest have some 200. */
    private static final int WINDOW = 1_024;

    private static final long NONE = -1;

    /** What arrived last at each number modulo {@link #WINDOW}. */
    private final long[] numbers = new long[WINDOW];

    private final long[] timestamps = new long[WINDOW];
    private final boolean[] markers = new boolean[WINDOW];

    /** The key frame that is being put together: its first number, its time, and the first number not yet seen of it. */
    private long begin = NONE;

    private long beginTimestamp;
    private long next;

    /** The last number of the newest whole key frame. */
    private long keyFrameEnd = NONE;

    private long keyFrameNanos;
    private long decodableNanos;
    private boolean decodable;

    /** Another source sends now: nothing of the old one helps to decode it. */
    void begin() {
        Arrays.fill(numbers, NONE);
        begin = NONE;
        keyFrameEnd = NONE;
        decodable = false;
    }

    /**
     * A packet was written.
     *
     * @param number its extended sequence number
     * @param beginsKeyFrame whether its payload says so
     */
    void packet(long nanos, long number, long timestamp, boolean marker, boolean beginsKeyFrame) {
        int slot = (int) number & WINDOW - 1;
        numbers[slot] = number;
        timestamps[slot] = timestamp;
        markers[slot] = marker;
        if (beginsKeyFrame && number > keyFrameEnd && isCandidate(number, timestamp)) {
            begin = number;
            beginTimestamp = timestamp;
            next = number;
        }
        if (begin != NONE) {
            follow(nanos);
        }
        if (decodable) {
            decodableNanos = nanos;
        }
    }

    /** A newer key frame takes the place of one that isn't whole; of the same one an earlier packet may begin it. */
    private boolean isCandidate(long number, long timestamp) {
        return begin == NONE || (timestamp == beginTimestamp ? number < begin : number > begin);
    }

    private void follow(long nanos) {
        while (numbers[(int) next & WINDOW - 1] == next) {
            int slot = (int) next & WINDOW - 1;
            boolean other = timestamps[slot] != beginTimestamp;
            if (other || markers[slot]) {
                keyFrameEnd = other ? next - 1 : next;
                keyFrameNanos = nanos;
                begin = NONE;
                decodable = true;
                return;
            }
            next++;
        }
    }

    /** Every packet up to this one that isn't there will never be. */
    void lost(long toNumber) {
        if (toNumber > keyFrameEnd) {
            decodable = false;
        }
    }

    /** When the newest whole key frame was complete; 0 before the first. */
    long keyFrameNanos() {
        return keyFrameNanos;
    }

    /** Until when there is a picture; 0 before the first key frame. */
    long decodableNanos() {
        return decodableNanos;
    }
}
