package org.kachehri.media.sfu;

/**
 * What a shard holds for people: all of it goes when they do.
 *
 * @param iceNames user name fragments whose checks count
 * @param addresses from which packets are taken
 * @param handshakes that run now
 * @param sources published on all transports
 * @param subscriptions of all transports
 * @param cachedPackets kept for retransmission
 */
public record Holdings(
        int rooms,
        int transports,
        int iceNames,
        int addresses,
        int handshakes,
        int sources,
        int subscriptions,
        int cachedPackets) {
    public static final Holdings NOTHING = new Holdings(0, 0, 0, 0, 0, 0, 0, 0);
}
