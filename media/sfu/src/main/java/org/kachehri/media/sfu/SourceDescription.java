package org.kachehri.media.sfu;

import java.util.Objects;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * A source as its publisher's offer describes it.
 *
 * @param id {@code <peer>/<purpose>}, e.g. {@code p3/camera}; unique in its room
 * @param mid media section of the publisher's own session description
 * @param payloadType the one payload type that is forwarded
 * @param rtxPayloadType retransmissions (RFC 4588), or -1
 * @param midExtension id of the MID header extension (RFC 8843 section 15), or -1
 * @param ssrc -1 when it must be learnt from the MID extension or from a payload type that no other source uses
 * @param rtxSsrc -1 when there is none or it must be learnt
 */
public record SourceDescription(
        String id,
        MediaKind kind,
        String mid,
        Codec codec,
        int payloadType,
        int rtxPayloadType,
        int midExtension,
        long ssrc,
        long rtxSsrc) {
    public SourceDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mid, "mid");
        Objects.requireNonNull(codec, "codec");
    }
}
