package org.kachehri.media.sdp;

import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * One media line with what we understand of its attributes.
 *
 * @param kind empty for what isn't audio or video, e.g. a data channel
 * @param media the first word of the line, and {@code port}, {@code protocol}, {@code formatList} the others; an answer repeats them
 * @param mid its identification (RFC 5888), at most 16 characters so that it fits a one-byte header extension; empty if there is none
 * @param rejected port 0 without {@code bundle-only}
 * @param formats codecs in the writer's order of preference, RTX folded into the codec it repairs
 * @param ssrc its first source, or -1 (RFC 5576)
 * @param rtxSsrc the source that repairs it, or -1
 * @param streamId the stream it belongs to (RFC 8830), empty if there is none
 * @param trackId its track, empty if there is none
 * @param rids encodings of one picture that it sends at once (simulcast, RFC 8853), in the writer's order; empty without simulcast
 */
public record MediaDescription(
        Optional<MediaKind> kind,
        String media,
        String protocol,
        String formatList,
        String mid,
        boolean rejected,
        Direction direction,
        boolean rtcpMux,
        List<Format> formats,
        List<Extension> extensions,
        long ssrc,
        long rtxSsrc,
        String streamId,
        String trackId,
        List<String> rids,
        Optional<TransportDescription> transport) {
    public MediaDescription {
        formats = List.copyOf(formats);
        extensions = List.copyOf(extensions);
        rids = List.copyOf(rids);
    }

    /** The first format with this encoding. */
    public Optional<Format> format(Codec codec) {
        return formats.stream()
                .filter(format -> format.codec().sameEncoding(codec))
                .findFirst();
    }

    /** The id of a header extension, or 0 if the line doesn't have it. */
    public int extensionId(String uri) {
        return extensions.stream()
                .filter(extension -> extension.uri().equals(uri))
                .mapToInt(Extension::id)
                .findFirst()
                .orElse(0);
    }

    /**
     * A codec under its payload type.
     *
     * @param rtxPayloadType of the RTX stream (RFC 4588) that repairs it, or -1
     * @param feedback RTCP feedback (RFC 4585 section 4.2), e.g. {@code nack pli}
     */
    public record Format(int payloadType, Codec codec, int rtxPayloadType, List<String> feedback) {
        public Format {
            feedback = List.copyOf(feedback);
        }
    }

    /** A header extension under its id, 1-14 (RFC 8285 section 5). */
    public record Extension(int id, String uri) {
        /** RFC 9143 section 15.1. */
        public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

        /** RFC 6464. */
        public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

        /** RFC 8852 section 3.1. */
        public static final String RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

        /** RFC 8852 section 3.2: on the retransmissions of an encoding. */
        public static final String REPAIRED_RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

        /** draft-holmer-rmcat-transport-wide-cc-extensions-01. */
        public static final String TRANSPORT_WIDE_CC =
                "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    }
}
