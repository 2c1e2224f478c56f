package org.kachehri.media.sfu;

import java.util.Objects;

/**
 * How one source appears to one subscriber: the server's own offer. The source may be published later.
 *
 * @param mid media section of the server's offer; at most 16 bytes, else it isn't sent as a header extension
 * @param redPayloadType sound with redundancy (RFC 2198), or -1 if the subscriber takes none; its blocks go as they come, under the publisher's payload
 *     type for what is in them, so that must be this {@code payloadType}, too
 * @param rtxPayloadType retransmissions (RFC 4588), or -1
 * @param ssrc chosen by the server; unique on the transport and never reused there for another source
 * @param rtxSsrc -1 without retransmissions
 * @param extensions of which {@code mid} and {@code transportWide} are written
 */
public record SubscriptionDescription(
        String sourceId,
        String mid,
        int payloadType,
        int redPayloadType,
        int rtxPayloadType,
        long ssrc,
        long rtxSsrc,
        ExtensionIds extensions) {
    public SubscriptionDescription {
        Objects.requireNonNull(sourceId, "sourceId");
        Objects.requireNonNull(mid, "mid");
        Objects.requireNonNull(extensions, "extensions");
    }

    /** Without redundancy, and with no header extension but the MID. */
    public SubscriptionDescription(
            String sourceId,
            String mid,
            int payloadType,
            int rtxPayloadType,
            long ssrc,
            long rtxSsrc,
            int midExtension) {
        this(sourceId, mid, payloadType, -1, rtxPayloadType, ssrc, rtxSsrc, ExtensionIds.ofMid(midExtension));
    }
}
