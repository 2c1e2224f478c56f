package org.kachehri.media.sfu;

import java.util.List;
import java.util.function.Consumer;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.SrtpKeys;

/**
 * What a {@link Shard} can be told. A transport is one peer connection of one participant; its number is chosen by the caller
 * and not reused. A command that can't be obeyed answers with {@link ShardEvent.CommandRefused}; repeating one is harmless.
 */
public sealed interface ShardCommand {
    record OpenRoom(String room) implements ShardCommand {}

    /** Also closes the room's transports. */
    record CloseRoom(String room) implements ShardCommand {}

    /**
     * Opens a peer connection that waits for checks.
     *
     * @param peer whose transport it is: the first part of its sources' ids and the CNAME its subscribers see
     * @param remoteFingerprint {@code sha-256 AA:BB:…} as in the session description
     * @param role our own role in the DTLS handshake
     * @param startBitsPerSecond what the peer's line is taken for until its feedback tells; 0 for what the shard's settings say
     */
    record OpenTransport(
            int transport,
            String room,
            String peer,
            IceCredentials local,
            IceCredentials remote,
            String remoteFingerprint,
            DtlsRole role,
            long startBitsPerSecond)
            implements ShardCommand {
        public OpenTransport {
            if (startBitsPerSecond < 0) {
                throw new IllegalArgumentException("a line starts with " + startBitsPerSecond + " bits a second");
            }
        }

        /** A line that nothing is known of. */
        public OpenTransport(
                int transport,
                String room,
                String peer,
                IceCredentials local,
                IceCredentials remote,
                String remoteFingerprint,
                DtlsRole role) {
            this(transport, room, peer, local, remote, remoteFingerprint, role, 0);
        }
    }

    /**
     * An ICE restart (RFC 8445 section 9): new credentials for a transport whose handshake and keys go on. The old ones count until the
     * first check with the new.
     */
    record RestartIce(int transport, IceCredentials local, IceCredentials remote) implements ShardCommand {}

    record CloseTransport(int transport) implements ShardCommand {}

    /** Adds sources; one whose id is known is replaced. Subscriptions to it that already wait attach by themselves. */
    record Publish(int transport, List<SourceDescription> sources) implements ShardCommand {
        public Publish {
            sources = List.copyOf(sources);
        }
    }

    record Unpublish(int transport, String sourceId) implements ShardCommand {}

    /** Adds subscriptions; one to the same source replaces the earlier. */
    record Subscribe(int transport, List<SubscriptionDescription> subscriptions) implements ShardCommand {
        public Subscribe {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    record Unsubscribe(int transport, List<String> sourceIds) implements ShardCommand {
        public Unsubscribe {
            sourceIds = List.copyOf(sourceIds);
        }
    }

    /**
     * How a subscriber shows a source: decides which layer it gets.
     *
     * @param height in pixels of the subscriber's screen; 0 when the source isn't shown, which pauses its picture
     */
    record View(int transport, String sourceId, int height) implements ShardCommand {}

    /** How much a picture counts where a subscriber's line can't bear all; {@code OTHER} until told. Sound always comes first. */
    record Rank(String room, String sourceId, Allocation.Priority priority) implements ShardCommand {}

    /** A muted source is neither forwarded nor tapped. */
    record Mute(String room, String sourceId, boolean muted) implements ShardCommand {}

    /** Off is a pause: nothing is forwarded, nothing is tapped, and nothing sent meanwhile comes later by retransmission. */
    record Forwarding(String room, boolean on) implements ShardCommand {}

    /** The room's one recorder; null takes it away. */
    record Tap(String room, PacketTap tap) implements ShardCommand {}

    /** An operator's order about one peer of a room; what came of it is told on the shard's thread, which must not be held up. */
    record OnPeer(String room, String peer, WatchOrder order, Consumer<WatchOrder.Outcome> told)
            implements ShardCommand {}

    /** From the handshake: bytes for the peer. */
    record DtlsOutbound(int transport, byte[] bytes) implements ShardCommand {}

    /** From the handshake: it succeeded. */
    record DtlsKeys(int transport, SrtpKeys keys) implements ShardCommand {}

    /** From the handshake: it failed and is over. */
    record DtlsFailed(int transport, String reason) implements ShardCommand {}
}
