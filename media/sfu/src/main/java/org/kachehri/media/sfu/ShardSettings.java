package org.kachehri.media.sfu;

import org.kachehri.media.congestion.BandwidthEstimator;

/**
 * The bounds and timers of one shard; durations in nanoseconds.
 *
 * @param trains whether what one receive batch holds for one subscriber leaves as GSO trains; off sends every packet alone
 * @param maxRooms rooms of one shard
 * @param maxTransports two a participant
 * @param maxHandshakes DTLS handshakes at once
 * @param sendCacheSlots packets kept for retransmission by all sources together, 1 536 bytes each
 * @param silentNanos after which a transport counts as disconnected
 * @param releaseNanos after which a silent transport is closed
 * @param startBitsPerSecond what a subscriber's line is taken for until its feedback tells
 * @param outBytes size of the arena that sealed packets wait in until the next flush
 */
public record ShardSettings(
        boolean trains,
        int maxRooms,
        int maxTransports,
        int maxHandshakes,
        int sendCacheSlots,
        long silentNanos,
        long releaseNanos,
        int outBytes,
        long startBitsPerSecond) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The longest train (65 507 bytes) and what sealing adds to its 64 packets, rounded up. */
    private static final int MIN_OUT_BYTES = 1 << 17;

    public ShardSettings {
        if (maxRooms < 1 || maxTransports < 1 || maxHandshakes < 1 || sendCacheSlots < 1) {
            throw new IllegalArgumentException("bounds must be positive");
        }
        if (silentNanos < 1 || releaseNanos < silentNanos) {
            throw new IllegalArgumentException("a transport is silent before it is released");
        }
        if (outBytes < MIN_OUT_BYTES) {
            throw new IllegalArgumentException("outBytes must be at least " + MIN_OUT_BYTES);
        }
    }

    /**
     * A core forwards 400 000 packets/s: 1 000 rooms of four participants at 50 audio packets/s each would need more than that, so
     * 1 000 rooms and 4 000 transports bound the tables, not the service. 65 536 cached packets are one second of 250 video sources
     * at 2.5 Mbit/s, and at most 100 MiB. 4 MiB of out arena hold one full batch (32 × 1.5 KiB) for 85 subscribers before a flush.
     */
    public static ShardSettings defaults() {
        return new ShardSettings(
                true,
                1_000,
                4_000,
                256,
                65_536,
                5 * SECOND_NANOS,
                30 * SECOND_NANOS,
                4 << 20,
                BandwidthEstimator.POINT_START_BPS);
    }

    public ShardSettings withTrains(boolean on) {
        return new ShardSettings(
                on,
                maxRooms,
                maxTransports,
                maxHandshakes,
                sendCacheSlots,
                silentNanos,
                releaseNanos,
                outBytes,
                startBitsPerSecond);
    }
}
