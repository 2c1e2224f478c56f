package org.kachehri.signaling.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sdp.Offer;
import org.kachehri.media.sdp.SdpOutcome;
import org.kachehri.media.sdp.SessionDescription;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ExtensionIds;
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
    private final long startBitsPerSecond;
    private final Consumer<BridgeEvent> listener;
    private final EmbeddedBridge bridge;
    private Connection connection;
    private int generation;

    /** @param startBitsPerSecond what the line is taken for at first; 0 for what the bridge's settings say */
    Subscribing(
            String room,
            String participant,
            long startBitsPerSecond,
            Consumer<BridgeEvent> listener,
            EmbeddedBridge bridge) {
        this.room = room;
        this.participant = participant;
        this.startBitsPerSecond = startBitsPerSecond;
        this.listener = listener;
        this.bridge = bridge;
        this.connection = new Connection();
    }

    /** What one peer connection was told; dropped whole when the browser comes with a new one. */
    private final class Connection {
        IceCredentials local = IceCredentials.random(bridge.random());
        final long sessionId = bridge.random().nextLong(MOST_SESSION_ID);
        final Map<String, Offer.Line> lines = new LinkedHashMap<>();
        final Set<String> wanted = new LinkedHashSet<>();
        final Set<String> subscribed = new HashSet<>();

        /** Heights in pixels by source; not larger than the lines. */
        final Map<String, Integer> views = new HashMap<>();

        Set<String> offered = Set.of();

        /** Sources whose codec has changed since the last offer. */
        final Set<String> recoded = new HashSet<>();

        boolean underWay;

        /** The offer under way carries new ICE credentials; its answer will, too. */
        boolean restarting;

        /** A restart was asked for while an offer was under way. */
        boolean restartWanted;

        int transport = -1;

        /** As the last answer says. */
        boolean redundancyTaken;

        boolean stale() {
            return !recoded.isEmpty() || !wanted.equals(offered);
        }
    }

    /** The sources this participant shall receive from now on, all of them. */
    void want(List<SourceDescription> sources) {
        Connection now = connection;
        now.wanted.clear();
        for (SourceDescription source : sources) {
            now.wanted.add(source.id());
            Offer.Line known = now.lines.get(source.id());
            if (known == null) {
                now.lines.put(source.id(), line(now, source, "s" + now.lines.size()));
            } else if (!known.codec().sameEncoding(source.codec())) {
                now.lines.put(source.id(), line(now, source, known.mid()));
                now.recoded.add(source.id());
            }
        }
        List<String> gone = now.subscribed.stream()
                .filter(id -> !now.wanted.contains(id) || now.recoded.contains(id))
                .toList();
        if (!gone.isEmpty()) {
            gone.forEach(now.subscribed::remove);
            bridge.plane().submit(new ShardCommand.Unsubscribe(now.transport, gone));
        }
        if (!now.underWay && now.stale()) offer();
    }

    void view(String source, int height) {
        Connection now = connection;
        if (!now.lines.containsKey(source)) return;
        now.views.put(source, height);
        if (now.subscribed.contains(source)) tellView(now, source);
    }

    private void tellView(Connection now, String source) {
        Integer height = now.views.get(source);
        if (height != null) bridge.plane().submit(new ShardCommand.View(now.transport, source, height));
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
                now.redundancyTaken = described.description().media().stream().anyMatch(line -> line.format(Codec.RED)
                        .filter(format -> format.payloadType() == Offer.RED_PAYLOAD_TYPE)
                        .isPresent());
                take(now, remote.get());
                yield new BridgeRoom.SubscribedOutcome.Taken();
            }
        };
    }

    /**
     * Offers everything again with new ICE credentials.
     *
     * @return false if the connection is gone
     */
    boolean restart() {
        Connection now = connection;
        // Never answered: its first offer still waits.
        if (now.transport < 0) return true;
        if (!bridge.lives(now.transport)) return false;
        if (now.underWay) {
            now.restartWanted = true;
        } else {
            renew(now);
        }
        return true;
    }

    private void renew(Connection now) {
        now.restartWanted = false;
        now.restarting = true;
        now.local = IceCredentials.random(bridge.random());
        offer();
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
                            role,
                            startBitsPerSecond));
        } else if (now.restarting) {
            IceCredentials theirs = new IceCredentials(remote.ufrag(), remote.pwd());
            bridge.plane().submit(new ShardCommand.RestartIce(now.transport, now.local, theirs));
        }
        now.restarting = false;
        List<SubscriptionDescription> fresh = new ArrayList<>();
        for (String source : now.offered) {
            if (now.wanted.contains(source) && !now.recoded.contains(source) && now.subscribed.add(source)) {
                fresh.add(subscription(source, now.lines.get(source), now.redundancyTaken));
            }
        }
        if (!fresh.isEmpty()) bridge.plane().submit(new ShardCommand.Subscribe(now.transport, fresh));
        fresh.forEach(subscription -> tellView(now, subscription.sourceId()));
        if (now.restartWanted) {
            renew(now);
        } else if (now.stale()) {
            offer();
        }
    }

    private void offer() {
        Connection now = connection;
        now.offered = new LinkedHashSet<>(now.wanted);
        now.underWay = true;
        now.recoded.clear();
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

    private Offer.Line line(Connection now, SourceDescription source, String mid) {
        String owner = Purpose.participantOf(source.id());
        String track = source.id().replace('/', '-');
        long ssrc = freeSsrc(now, -1);
        return Offer.Line.of(mid, source.codec(), ssrc, freeSsrc(now, ssrc), owner, owner, track);
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

    private static SubscriptionDescription subscription(String source, Offer.Line line, boolean redundancy) {
        return new SubscriptionDescription(
                source,
                line.mid(),
                line.payloadType(),
                redundancy && line.kind() == MediaKind.AUDIO ? Offer.RED_PAYLOAD_TYPE : -1,
                line.rtxPayloadType(),
                line.ssrc(),
                line.rtxSsrc(),
                new ExtensionIds(
                        Offer.MID_EXTENSION,
                        ExtensionIds.NONE,
                        ExtensionIds.NONE,
                        Offer.TRANSPORT_WIDE_EXTENSION,
                        line.kind() == MediaKind.AUDIO ? Offer.AUDIO_LEVEL_EXTENSION : ExtensionIds.NONE));
    }

    private static BridgeEvent.Stream stream(String source, Offer.Line line) {
        return new BridgeEvent.Stream(line.mid(), Purpose.participantOf(source), Purpose.of(source));
    }
}
