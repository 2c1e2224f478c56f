package org.kachehri.recording.capture;

import java.util.Objects;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.SourceDescription;

/**
 * A track of a capture: one source with one description. When a source comes back with another codec its next track is named
 * {@code <source>#2}.
 *
 * @param name unique in the capture, e.g. {@code p3/camera}
 * @param source the source's id, e.g. {@code p3/camera}, or {@code p3/camera~h} of one layer of a simulcast
 * @param mid media section of the sender's session description
 * @param payloadType of the packets; retransmissions are captured unwrapped, under this type too
 * @param redPayloadType of packets that repeat what came before (RFC 2198); -1 if there are none
 * @param levelExtension id of the header extension that tells how loud a packet is (RFC 6464); -1 if there is none
 */
public record CapturedTrack(
        String name,
        String source,
        MediaKind kind,
        String mid,
        Codec codec,
        int payloadType,
        int redPayloadType,
        int levelExtension) {
    private static final int NONE = -1;
    private static final String LEVEL = " urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    private static final String RED = Codec.RED.name();

    public CapturedTrack {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mid, "mid");
        Objects.requireNonNull(codec, "codec");
    }

    static CapturedTrack of(SourceDescription source, int generation) {
        return new CapturedTrack(
                generation == 1 ? source.id() : source.id() + "#" + generation,
                source.id(),
                source.kind(),
                source.mid(),
                source.codec(),
                source.payloadType(),
                source.redPayloadType(),
                source.kind() == MediaKind.AUDIO ? source.extensions().audioLevel() : NONE);
    }

    /** Whether packets of this description belong on this track; the SSRC may be learnt late, so it doesn't count. */
    boolean describes(SourceDescription description) {
        return payloadType == description.payloadType()
                && redPayloadType == description.redPayloadType()
                && (kind == MediaKind.VIDEO
                        || levelExtension == description.extensions().audioLevel())
                && kind == description.kind()
                && codec.sameEncoding(description.codec())
                && codec.fmtp().equals(description.codec().fmtp());
    }

    /** What is shown or said: the source's id, without the layer of a simulcast ({@code p3/camera~h}) that this may be. */
    public String publication() {
        int layer = source.indexOf('~');
        return layer < 0 ? source : source.substring(0, layer);
    }

    /** Who sends: the part of the source's id before the slash. */
    public String peer() {
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    /** The lines of a session description (RFC 8866) that an analyst's tools and the reader need. */
    String sdpLines() {
        String media = kind == MediaKind.AUDIO ? "audio" : "video";
        String channels = kind == MediaKind.AUDIO && codec.channels() > 1 ? "/" + codec.channels() : "";
        boolean redundant = redPayloadType != NONE;
        String lines = "m=" + media + " " + Pcapng.RTP_PORT + " RTP/AVPF " + payloadType
                + (redundant ? " " + redPayloadType : "") + "\n"
                + "a=mid:" + mid + "\n"
                + "a=label:" + source + "\n"
                + "a=rtpmap:" + payloadType + " " + codec.name() + "/" + codec.clockRate() + channels + "\n";
        if (!codec.fmtp().isEmpty()) {
            lines += "a=fmtp:" + payloadType + " " + codec.fmtp() + "\n";
        }
        if (levelExtension != NONE) {
            lines += "a=extmap:" + levelExtension + LEVEL + "\n";
        }
        return redundant
                ? lines + "a=rtpmap:" + redPayloadType + " " + RED + "/" + codec.clockRate() + channels + "\n"
                        + "a=fmtp:" + redPayloadType + " " + payloadType + "/" + payloadType + "\n"
                : lines;
    }

    /**
     * Reads what {@link #sdpLines} writes.
     *
     * @throws IllegalArgumentException when a line is missing or malformed
     */
    static CapturedTrack ofSdpLines(String name, String lines) {
        MediaKind kind = null;
        String mid = "";
        String source = name;
        int payloadType = NONE;
        int redPayloadType = NONE;
        int levelExtension = NONE;
        String[] encoding = null;
        String fmtp = "";
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith("m=")) {
                String[] media = line.split(" ", -1);
                kind = media[0].equals("m=audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
                // The type that the others repeat comes first; without a fourth word this is no number.
                payloadType = Integer.parseInt(media[Math.min(3, media.length - 1)].trim());
            } else if (line.startsWith("a=mid:")) {
                mid = line.substring(6);
            } else if (line.startsWith("a=label:")) {
                source = line.substring(8);
            } else if (line.startsWith("a=rtpmap:" + payloadType + " ")) {
                encoding = line.substring(line.indexOf(' ') + 1).split("/", -1);
            } else if (line.startsWith("a=fmtp:" + payloadType + " ")) {
                fmtp = line.substring(line.indexOf(' ') + 1);
            } else if (line.startsWith("a=rtpmap:") && line.contains(" " + RED + "/")) {
                redPayloadType = Integer.parseInt(line.substring(9, line.indexOf(' ')));
            } else if (line.startsWith("a=extmap:") && line.endsWith(LEVEL)) {
                levelExtension = Integer.parseInt(line.substring(9, line.indexOf(' ')));
            }
        }
        if (kind == null || encoding == null || encoding.length < 2) {
            throw new IllegalArgumentException("Track " + name + " lacks its m= or a=rtpmap: line");
        }
        int channels = encoding.length > 2 ? Integer.parseInt(encoding[2]) : 1;
        Codec codec = new Codec(encoding[0], Integer.parseInt(encoding[1]), channels, fmtp);
        return new CapturedTrack(name, source, kind, mid, codec, payloadType, redPayloadType, levelExtension);
    }
}
