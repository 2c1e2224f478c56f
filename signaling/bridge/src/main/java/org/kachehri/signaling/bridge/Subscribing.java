package org.kachehri.signaling.bridge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sdp.Offer;
import org.kachehri.media.sdp.SdpOutcome;
import org.kachehri.media.sdp.SessionDescription;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;

/**
 * The peer connection on which one participant receives. One offer is under way at a time; what changes meanwhile is gathered into
 * the next. A line once offered keeps its mid and its source; gone sources become inactive lines.
 */
final class Subscribing {
    private static final long MOST_SESSION_ID = 1L << 62;

    private final String room;
    private final String participant;
    private final Consumer<BridgeEvent> listener;
    private final EmbeddedBridge bridge;
    private Connection connection;
    private int generation;

    Subscribing(String room, String participant, Consumer<BridgeEvent> listener, EmbeddedBridge bridge) {
        this.room = room;
        this.participant = participant;
        this.listener = listener;
        this.bridge = bridge;
        this.connection = new Connection();
    }

    /** What one peer connection was told; dropped whole when the browser comes with a new one. */
    private final class Connection {
        final IceCredentials local = IceCredentials.random(bridge.random());
        final long sessionId = bridge.random().nextLong(MOST_SESSION_ID);
        final Map<String, Offer.Line> lines = new LinkedHashMap<>();
        final Set<String> wanted = new LinkedHashSet<>();
        final Set<String> subscribed = new HashSet<>();
        Set<String> offered = Set.of();
        boolean underWay;
        int transport = -1;

        boolean stale() {
            return !wanted.equals(offered);
        }
    }

    /** The sources this participant shall receive from now on, all of them. */
    void want(List<SourceDescription> sources) {
        Connection now = connection;
        now.wanted.clear();
        for (SourceDescription source : sources) {
            now.wanted.add(source.id());
            now.lines.computeIfAbsent(source.id(), id -> line(now, source));
        }
        List<String> gone =
                now.subscribed.stream().filter(id -> !now.wanted.contains(id)).toList();
        if (!gone.isEmpty()) {
            gone.forEach(now.subscribed::remove);
            bridge.plane().submit(new ShardCommand.Unsubscribe(now.transport, gone));
        }
        if (!now.underWay && now.stale()) offer();
    }

    BridgeRoom.SubscribedOutcome answered(String answer, int answeredGeneration) {
        Connection now = connection;
        if (!now.underWay || answeredGeneration != generation) return new BridgeRoom.SubscribedOutcome.OutOfOrder();
        return switch (SessionDescription.parse(answer)) {
            case SdpOutcome.Refused refused ->
                new BridgeRoom.SubscribedOutcome.Refused(refused.reason() + " in line " + refused.line());
            case SdpOutcome.Described described -> {
                Optional<TransportDescription> remote = described.description().transport();
                if (remote.isEmpty()) {
                    yield new BridgeRoom.SubscribedOutcome.Refused("no ICE credentials, fingerprint or setup");
                }
                take(now, remote.get());
                yield new BridgeRoom.SubscribedOutcome.Taken();
            }
        };
    }

    /** Closes the peer connection; the next offer is for a new one. */
    void reset() {
        if (connection.transport >= 0) {
            bridge.forget(connection.transport);
            bridge.plane().submit(new ShardCommand.CloseTransport(connection.transport));
        }
        connection = new Connection();
    }

    private void take(Connection now, TransportDescription remote) {
        now.underWay = false;
        if (now.transport < 0) {
            now.transport = bridge.newTransport(new EmbeddedBridge.Owner(listener, participant, false));
            DtlsRole role = remote.setup() == Setup.PASSIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
            bridge.plane()
                    .submit(new ShardCommand.OpenTransport(
                            now.transport,
                            room,
                            participant,
                            now.local,
                            new IceCredentials(remote.ufrag(), remote.pwd()),
                            remote.fingerprint(),
                            role));
        }
        List<SubscriptionDescription> fresh = new ArrayList<>();
        for (String source : now.offered) {
            if (now.wanted.contains(source) && now.subscribed.add(source)) {
                fresh.add(subscription(source, now.lines.get(source)));
            }
        }
        if (!fresh.isEmpty()) bridge.plane().submit(new ShardCommand.Subscribe(now.transport, fresh));
        if (now.stale()) offer();
    }

    private void offer() {
        Connection now = connection;
        now.offered = new LinkedHashSet<>(now.wanted);
        now.underWay = true;
        generation++;
        TransportDescription ours = new TransportDescription(
                now.local.ufrag(),
                now.local.pwd(),
                bridge.plane().fingerprint(),
                Setup.ACTPASS,
                true,
                bridge.plane().candidates());
        List<Offer.Line> lines = new ArrayList<>();
        List<BridgeEvent.Stream> streams = new ArrayList<>();
        now.lines.forEach((source, line) -> {
            boolean active = now.wanted.contains(source);
            lines.add(active ? line : line.inactive());
            if (active) streams.add(stream(source, line));
        });
        String sdp = Offer.of(now.sessionId, generation, ours, lines);
        listener.accept(new BridgeEvent.SubscribeOffer(participant, sdp, generation, streams));
    }

    private Offer.Line line(Connection now, SourceDescription source) {
        String owner = source.id().substring(0, source.id().indexOf('/'));
        String track = source.id().replace('/', '-');
        String mid = "s" + now.lines.size();
        long ssrc = freeSsrc(now, -1);
        return source.kind() == MediaKind.AUDIO
                ? Offer.Line.opus(mid, ssrc, owner, owner, track)
                : Offer.Line.vp8(mid, ssrc, freeSsrc(now, ssrc), owner, owner, track);
    }

    /** Random as RFC 3550 section 8.1 asks, and never twice on one connection. */
    private long freeSsrc(Connection now, long other) {
        while (true) {
            long ssrc = bridge.random().nextLong(1, 1L << 32);
            boolean used = ssrc == other
                    || now.lines.values().stream().anyMatch(line -> line.ssrc() == ssrc || line.rtxSsrc() == ssrc);
            if (!used) return ssrc;
        }
    }

    private static SubscriptionDescription subscription(String source, Offer.Line line) {
        return new SubscriptionDescription(
                source,
                line.mid(),
                line.payloadType(),
                line.rtxPayloadType(),
                line.ssrc(),
                line.rtxSsrc(),
                Offer.MID_EXTENSION);
    }

    private static BridgeEvent.Stream stream(String source, Offer.Line line) {
        int slash = source.indexOf('/');
        return new BridgeEvent.Stream(
                line.mid(),
                source.substring(0, slash),
                Purpose.ofWord(source.substring(slash + 1)).orElseThrow());
    }
}
