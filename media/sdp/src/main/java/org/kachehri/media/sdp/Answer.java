package org.kachehri.media.sdp;

import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * Our answer to a browser's offer of what it publishes: we receive, never send. Every line of the offer has one here, in the same order;
 * those we can't use (no codec of ours, outside the bundle, no {@code rtcp-mux}, a data channel) are rejected with port 0 (RFC 3264 section 6).
 *
 * @param text the description to send
 * @param accepted what the browser may send, in the order of the lines; lines that stay but send nothing now are left out
 */
public record Answer(String text, List<Accepted> accepted) {
    /** What we take, in order of preference a kind. */
    private static final List<Codec> CODECS = List.of(Codec.OPUS, Codec.VP8);

    /** Feedback we give, where the offer has it too. */
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir");

    public Answer {
        accepted = List.copyOf(accepted);
    }

    /**
     * One source the browser will send.
     *
     * @param rtxPayloadType -1 if it can't repair
     * @param midExtension header extension ids; 0 if not negotiated
     * @param ssrc -1 if the offer doesn't name it: then it is learnt by its MID
     * @param streamId as the browser calls its stream and track; may be empty
     */
    public record Accepted(
            String mid,
            MediaKind kind,
            Codec codec,
            int payloadType,
            int rtxPayloadType,
            int midExtension,
            int audioLevelExtension,
            long ssrc,
            long rtxSsrc,
            String streamId,
            String trackId) {}

    /**
     * Answers an offer, also a later one of the same peer connection.
     *
     * @param sessionId of the {@code o=} line; the same for all answers of a peer connection
     * @param version grows by one with every answer of a peer connection
     * @param local our end; its setup should be {@link Setup#PASSIVE}
     */
    public static Answer to(SessionDescription offer, long sessionId, long version, TransportDescription local) {
        SdpWriter writer = new SdpWriter(sessionId, version, local);
        List<Accepted> accepted = new ArrayList<>();
        List<String> bundle = new ArrayList<>();
        for (MediaDescription line : offer.media()) {
            if (chosen(offer, line) != null) {
                bundle.add(line.mid());
            }
        }
        writer.bundle(bundle);
        for (MediaDescription line : offer.media()) {
            MediaDescription.Format format = chosen(offer, line);
            if (format == null) {
                writer.rejected(line);
                continue;
            }
            boolean sends = line.direction().sends();
            int midExtension = line.extensionId(MediaDescription.Extension.MID);
            int levelExtension = line.extensionId(MediaDescription.Extension.AUDIO_LEVEL);
            writer.media(line.kind().orElseThrow(), format.payloadType(), format.rtxPayloadType());
            writer.transport(line.mid(), sends ? Direction.RECVONLY : Direction.INACTIVE);
            writer.extension(midExtension, MediaDescription.Extension.MID);
            writer.extension(levelExtension, MediaDescription.Extension.AUDIO_LEVEL);
            writer.format(ours(format), format.payloadType(), format.rtxPayloadType(), feedback(format));
            if (sends) {
                accepted.add(new Accepted(
                        line.mid(),
                        line.kind().orElseThrow(),
                        ours(format),
                        format.payloadType(),
                        format.rtxPayloadType(),
                        midExtension,
                        levelExtension,
                        line.ssrc(),
                        line.rtxSsrc(),
                        line.streamId(),
                        line.trackId()));
            }
        }
        return new Answer(writer.text(), accepted);
    }

    /** The format we take of a line, or null to reject the line. */
    private static MediaDescription.Format chosen(SessionDescription offer, MediaDescription line) {
        if (line.rejected()
                || line.kind().isEmpty()
                || !line.rtcpMux()
                || line.mid().isEmpty()
                || !offer.bundled(line)
                || !line.protocol().equals(SdpWriter.PROTOCOL)) {
            return null;
        }
        for (Codec codec : CODECS) {
            var format = line.format(codec);
            if (format.isPresent() && codec.equals(Codec.OPUS) == (line.kind().get() == MediaKind.AUDIO)) {
                return format.get();
            }
        }
        return null;
    }

    private static Codec ours(MediaDescription.Format format) {
        return CODECS.stream()
                .filter(codec -> codec.sameEncoding(format.codec()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> feedback(MediaDescription.Format format) {
        return FEEDBACK.stream().filter(format.feedback()::contains).toList();
    }
}
