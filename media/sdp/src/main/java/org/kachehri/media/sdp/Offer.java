package org.kachehri.media.sdp;

import java.util.List;
import java.util.regex.Pattern;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * Our offer of what a browser subscribes to: we send, never receive. Lines are never removed (RFC 3264 section 8): a line whose source has gone
 * becomes {@linkplain Line#inactive inactive} and may be given to another source of the same kind later. The page must know sources by their
 * mid or stream: on a line that is used again browsers keep the first track's id (seen with Chromium 156).
 */
public final class Offer {
    /** Our payload types and extension ids towards subscribers: Chromium's own, so that fewest bytes change on the way. */
    public static final int OPUS_PAYLOAD_TYPE = 111;

    /** Offered beside Opus on every line (RFC 2198): whether a subscriber takes it, its answer says. */
    public static final int RED_PAYLOAD_TYPE = 63;

    public static final int VP8_PAYLOAD_TYPE = 96;
    public static final int VP8_RTX_PAYLOAD_TYPE = 97;
    public static final int AUDIO_LEVEL_EXTENSION = 1;
    public static final int TRANSPORT_WIDE_EXTENSION = 3;
    public static final int MID_EXTENSION = 4;

    private static final List<String> AUDIO_FEEDBACK = List.of("transport-cc");
    private static final List<String> VIDEO_FEEDBACK = List.of("transport-cc", "nack", "nack pli", "ccm fir");

    /** What may stand in an msid or a CNAME: visible, without spaces. */
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private Offer() {}

    /**
     * One media line.
     *
     * @param active false: the line is kept, nothing is sent on it
     * @param rtxPayloadType -1 for none; then {@code rtxSsrc} doesn't matter
     * @param cname synchronizes sources of one participant (RFC 3550 section 6.5.1)
     * @param streamId what the page sees as {@code event.streams[0].id}: visible ASCII without spaces
     * @param trackId what the page may see as {@code event.track.id}: visible ASCII without spaces
     */
    public record Line(
            String mid,
            MediaKind kind,
            boolean active,
            Codec codec,
            int payloadType,
            int rtxPayloadType,
            long ssrc,
            long rtxSsrc,
            String cname,
            String streamId,
            String trackId) {
        public Line {
            if (!Section.token(mid, 16)) {
                throw new IllegalArgumentException("mid " + mid);
            }
            for (String word : List.of(cname, streamId, trackId)) {
                if (!WORD.matcher(word).matches()) {
                    throw new IllegalArgumentException("not a word: " + word);
                }
            }
        }

        /**
         * A line with our own payload types, video with RTX.
         *
         * @param codec one that {@link Answer} takes; its parameters don't matter
         * @param rtxSsrc doesn't matter for audio
         */
        public static Line of(
                String mid, Codec codec, long ssrc, long rtxSsrc, String cname, String streamId, String trackId) {
            Forwarded ours = Forwarded.of(codec).orElseThrow(() -> new IllegalArgumentException("codec " + codec));
            return new Line(
                    mid,
                    ours.kind,
                    true,
                    ours.codec,
                    ours.payloadType,
                    ours.rtxPayloadType,
                    ssrc,
                    ours.rtxPayloadType < 0 ? -1 : rtxSsrc,
                    cname,
                    streamId,
                    trackId);
        }

        /** An Opus line with our own payload type. */
        public static Line opus(String mid, long ssrc, String cname, String streamId, String trackId) {
            return of(mid, Codec.OPUS, ssrc, -1, cname, streamId, trackId);
        }

        /** A VP8 line with RTX and our own payload types. */
        public static Line vp8(String mid, long ssrc, long rtxSsrc, String cname, String streamId, String trackId) {
            return of(mid, Codec.VP8, ssrc, rtxSsrc, cname, streamId, trackId);
        }

        /** The same line with nothing sent on it. */
        public Line inactive() {
            return new Line(
                    mid, kind, false, codec, payloadType, rtxPayloadType, ssrc, rtxSsrc, cname, streamId, trackId);
        }
    }

    /**
     * Writes an offer, the first or a later one of the same peer connection.
     *
     * @param sessionId of the {@code o=} line; the same for all offers of a peer connection
     * @param version grows by one with every offer of a peer connection
     * @param local our end; its setup should be {@link Setup#ACTPASS}, so that the browser becomes the DTLS client
     * @param lines all lines ever offered, in the order in which they first were
     */
    public static String of(long sessionId, long version, TransportDescription local, List<Line> lines) {
        SdpWriter writer = new SdpWriter(sessionId, version, local);
        writer.bundle(lines.stream().map(Line::mid).toList());
        for (Line line : lines) {
            int redPayloadType = line.codec().sameEncoding(Codec.OPUS) ? RED_PAYLOAD_TYPE : -1;
            writer.media(line.kind(), line.payloadType(), redPayloadType, line.rtxPayloadType());
            writer.transport(line.mid(), line.active() ? Direction.SENDONLY : Direction.INACTIVE);
            writer.extension(MID_EXTENSION, MediaDescription.Extension.MID);
            boolean audio = line.kind() == MediaKind.AUDIO;
            writer.extension(audio ? AUDIO_LEVEL_EXTENSION : 0, MediaDescription.Extension.AUDIO_LEVEL);
            writer.extension(TRANSPORT_WIDE_EXTENSION, MediaDescription.Extension.TRANSPORT_WIDE_CC);
            writer.format(
                    line.codec(), line.payloadType(), line.rtxPayloadType(), audio ? AUDIO_FEEDBACK : VIDEO_FEEDBACK);
            writer.redundancy(redPayloadType);
            if (line.active()) {
                writer.source(line);
            }
        }
        return writer.text();
    }
}
