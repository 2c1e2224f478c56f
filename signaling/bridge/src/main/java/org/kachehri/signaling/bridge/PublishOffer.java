package org.kachehri.signaling.bridge;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kachehri.media.sdp.SdpOutcome;
import org.kachehri.media.sdp.SessionDescription;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;

/**
 * What a participant offers to send, checked as far as it can be without answering it.
 *
 * @param refusal null when it can be answered; then nothing else is null
 */
record PublishOffer(
        SessionDescription description, TransportDescription remote, Map<Purpose, String> mids, String refusal) {

    static PublishOffer read(String offer, List<BridgeRoom.PublishedSource> sources) {
        return switch (SessionDescription.parse(offer)) {
            case SdpOutcome.Refused refused -> refused(refused.reason() + " in line " + refused.line());
            case SdpOutcome.Described described -> check(described.description(), sources);
        };
    }

    private static PublishOffer check(SessionDescription description, List<BridgeRoom.PublishedSource> sources) {
        TransportDescription remote = description.transport().orElse(null);
        if (remote == null) return refused("no ICE credentials, fingerprint or setup");
        // The browser's first move is the handshake (RFC 8842 section 5.2): we answer passive and are the server.
        if (remote.setup() == Setup.PASSIVE) return refused("setup:passive can't be answered");
        Map<Purpose, String> mids = new EnumMap<>(Purpose.class);
        Set<Purpose> seen = EnumSet.noneOf(Purpose.class);
        for (BridgeRoom.PublishedSource source : sources) {
            if (!seen.add(source.purpose()))
                return refused("two sources are the " + source.purpose().word());
            boolean fits = description
                    .media(source.mid())
                    .flatMap(line -> line.kind())
                    .filter(kind -> kind == source.purpose().kind())
                    .isPresent();
            if (!fits)
                return refused(
                        "mid " + source.mid() + " is no " + source.purpose().word());
            if (mids.containsValue(source.mid())) return refused("mid " + source.mid() + " is two sources");
            mids.put(source.purpose(), source.mid());
        }
        return new PublishOffer(description, remote, mids, null);
    }

    private static PublishOffer refused(String reason) {
        return new PublishOffer(null, null, null, reason);
    }
}
