package org.kachehri.signaling.bridge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kachehri.media.sdp.Answer;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;

/** The peer connection on which one participant sends. Its sources are known here at once, to the shard only while inside. */
final class Publishing {
    /** Session ids of RFC 8866 section 5.2 stay below 2^62 so that every reader can hold them. */
    private static final long MOST_SESSION_ID = 1L << 62;

    private final String participant;
    private final EmbeddedBridge bridge;
    private final String room;
    private final int transport;
    private final String remoteFingerprint;
    private IceCredentials local;
    private String remoteUfrag;
    private final long sessionId;
    private long version;
    private Map<String, SourceDescription> sources = Map.of();
    private final Map<String, SourceDescription> described = new LinkedHashMap<>();

    Publishing(
            String room,
            String participant,
            PublishOffer offer,
            Consumer<BridgeEvent> listener,
            EmbeddedBridge bridge) {
        this.room = room;
        this.participant = participant;
        this.bridge = bridge;
        this.local = IceCredentials.random(bridge.random());
        this.remoteUfrag = offer.remote().ufrag();
        this.remoteFingerprint = offer.remote().fingerprint();
        this.sessionId = bridge.random().nextLong(MOST_SESSION_ID);
        this.transport = bridge.newTransport(new EmbeddedBridge.Owner(listener, participant, true));
        IceCredentials remote = new IceCredentials(remoteUfrag, offer.remote().pwd());
        bridge.plane()
                .submit(new ShardCommand.OpenTransport(
                        transport, room, participant, local, remote, remoteFingerprint, DtlsRole.SERVER));
    }

    String participant() {
        return participant;
    }

    /**
     * Every peer connection of a browser has a certificate of its own: with another one comes another DTLS association (RFC 8842
     * section 4).
     */
    boolean sameConnection(PublishOffer offer) {
        return remoteFingerprint.equals(offer.remote().fingerprint());
    }

    boolean lives() {
        return bridge.lives(transport);
    }

    /** Another user name fragment is an ICE restart (RFC 8839 section 4.4.1.1.1): answered with new credentials of our own. */
    void follow(PublishOffer offer) {
        if (remoteUfrag.equals(offer.remote().ufrag())) return;
        remoteUfrag = offer.remote().ufrag();
        local = IceCredentials.random(bridge.random());
        IceCredentials remote = new IceCredentials(remoteUfrag, offer.remote().pwd());
        bridge.plane().submit(new ShardCommand.RestartIce(transport, local, remote));
    }

    Collection<SourceDescription> sources() {
        return sources.values();
    }

    String answer(PublishOffer offer) {
        TransportDescription ours = new TransportDescription(
                local.ufrag(),
                local.pwd(),
                bridge.plane().fingerprint(),
                Setup.PASSIVE,
                true,
                bridge.plane().candidates());
        Answer answer = Answer.to(offer.description(), sessionId, ++version, ours);
        Map<String, SourceDescription> taken = new LinkedHashMap<>();
        offer.mids().forEach((purpose, mid) -> answer.accepted().stream()
                .filter(accepted -> accepted.mid().equals(mid))
                .findFirst()
                .map(accepted -> source(purpose, accepted))
                .ifPresent(source -> taken.put(source.id(), source)));
        sources = taken;
        return answer.text();
    }

    /** Tells the shard; who is silenced is so before and after, so that not one packet slips through. */
    void describe(boolean silenced) {
        for (String known : List.copyOf(described.keySet())) {
            if (!sources.containsKey(known)) unpublish(known);
        }
        List<SourceDescription> fresh = new ArrayList<>();
        sources.forEach((id, source) -> {
            if (!source.equals(described.put(id, source))) fresh.add(source);
        });
        if (fresh.isEmpty()) return;
        if (silenced) mute();
        bridge.plane().submit(new ShardCommand.Publish(transport, fresh));
        if (silenced) mute();
    }

    void withdraw() {
        List.copyOf(described.keySet()).forEach(this::unpublish);
    }

    void close() {
        bridge.forget(transport);
        bridge.plane().submit(new ShardCommand.CloseTransport(transport));
    }

    private void mute() {
        for (Purpose sound : Purpose.SOUNDS) {
            bridge.plane().submit(new ShardCommand.Mute(room, sound.sourceOf(participant), true));
        }
    }

    private void unpublish(String sourceId) {
        described.remove(sourceId);
        bridge.plane().submit(new ShardCommand.Unpublish(transport, sourceId));
    }

    private SourceDescription source(Purpose purpose, Answer.Accepted accepted) {
        Answer.Extensions extensions = accepted.extensions();
        return new SourceDescription(
                purpose.sourceOf(participant),
                accepted.kind(),
                accepted.mid(),
                accepted.codec(),
                accepted.payloadType(),
                accepted.redPayloadType(),
                accepted.rtxPayloadType(),
                new ExtensionIds(
                        id(extensions.mid()),
                        id(extensions.rid()),
                        id(extensions.repairedRid()),
                        id(extensions.transportWide()),
                        id(extensions.audioLevel())),
                accepted.ssrc(),
                accepted.rtxSsrc(),
                accepted.rids());
    }

    /** In a description 0 is no id of a header extension (RFC 8285). */
    private static int id(int described) {
        return described == 0 ? ExtensionIds.NONE : described;
    }
}
