package org.kachehri.media.sfu;

import java.util.List;

/** What a {@link Shard} tells the outside, through {@link Effects#emit}. */
public sealed interface ShardEvent {
    /** The DTLS handshake is done; media flows. */
    record TransportConnected(int transport) implements ShardEvent {}

    /** Nothing valid was heard for {@link ShardSettings#silentNanos}. */
    record TransportSilent(int transport) implements ShardEvent {}

    /** Heard again after {@link TransportSilent}. */
    record TransportHeard(int transport) implements ShardEvent {}

    /** The transport is gone: {@code closed}, {@code room closed} or {@code silent}. */
    record TransportReleased(int transport, String reason) implements ShardEvent {}

    /** The first packet of a source arrived, or the first under a new SSRC. */
    record SourceStarted(String room, String sourceId, long ssrc) implements ShardEvent {}

    /** Which layers of a simulcast are needed from now on, lowest quality first: its publisher may stop the others. */
    record LayersNeeded(String room, String sourceId, List<String> rids) implements ShardEvent {}

    /**
     * How the line of a connected transport fared since the last of these, some seconds ago.
     *
     * @param receivedLoss share from 0 to 1 of the peer's packets that didn't come on the first try; NaN if none was expected
     * @param sentLoss share from 0 to 1 of our packets that the peer says it didn't get; NaN if it said nothing
     * @param roundTripNanos as the last of the peer's reports in this time told; 0 if none did
     */
    record TransportMeasured(int transport, double receivedLoss, double sentLoss, long roundTripNanos)
            implements ShardEvent {}

    /** Who speaks in a room now, of those whose packets tell their level. */
    record DominantSpeaker(String room, String peer) implements ShardEvent {}

    record HandshakeFailed(int transport, String reason) implements ShardEvent {}

    record CommandRefused(ShardCommand command, String reason) implements ShardEvent {}
}
