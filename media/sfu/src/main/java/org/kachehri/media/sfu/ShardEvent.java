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

    record HandshakeFailed(int transport, String reason) implements ShardEvent {}

    record CommandRefused(ShardCommand command, String reason) implements ShardEvent {}
}
