package org.kachehri.media.sfu;

import java.util.List;
import java.util.Objects;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * A source as its publisher's offer describes it.
 *
 * @param id {@code <peer>/<purpose>}, e.g. {@code p3/camera}; unique in its room
 * @param mid media section of the publisher's own session description
 * @param payloadType the one payload type that is forwarded
 * @param redPayloadType the same sound with redundancy (RFC 2198), packet by packet as the publisher likes; -1 for none
 * @param rtxPayloadType retransmissions (RFC 4588), or -1
 * @param ssrc -1 when it must be learnt from the extensions or from a payload type that no other source uses
 * @param rtxSsrc -1 when there is none or it must be learnt
 * @param rids layers of a simulcast (RFC 8853), lowest quality first; empty when it is one stream
 */
public record SourceDescription(
        String id,
        MediaKind kind,
        String mid,
        Codec codec,
        int payloadType,
        int redPayloadType,
        int rtxPayloadType,
        ExtensionIds extensions,
        long ssrc,
        long rtxSsrc,
        List<String> rids) {
    /** As many as browsers send. */
    public static final int MAX_LAYERS = 3;

    public SourceDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mid, "mid");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(extensions, "extensions");
        rids = List.copyOf(rids);
    }

    /** One stream without redundancy whose section negotiated no header extension but its MID. */
    public SourceDescription(
            String id,
            MediaKind kind,
            String mid,
            Codec codec,
            int payloadType,
            int rtxPayloadType,
            int midExtension,
            long ssrc,
            long rtxSsrc) {
        this(
                id,
                kind,
                mid,
                codec,
                payloadType,
                -1,
                rtxPayloadType,
                ExtensionIds.ofMid(midExtension),
                ssrc,
                rtxSsrc,
                List.of());
    }

    /** Whether this is the source itself, not its retransmission. */
    boolean carries(int type) {
        return type == payloadType || type == redPayloadType;
    }

    /** One layer as a stream of its own, for who takes them all: {@code p3/camera~h}. */
    SourceDescription layer(String rid) {
        return new SourceDescription(
                id + "~" + rid,
                kind,
                mid,
                codec,
                payloadType,
                redPayloadType,
                rtxPayloadType,
                extensions,
                ExtensionIds.NONE,
                ExtensionIds.NONE,
                List.of());
    }
}
