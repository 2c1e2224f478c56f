package org.kachehri.media.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/** Writes lines in the order RFC 8866 section 5 wants. Used once. */
final class SdpWriter {
    static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    private final StringBuilder text = new StringBuilder(4096);
    private final TransportDescription local;

    SdpWriter(long sessionId, long version, TransportDescription local) {
        this.local = local;
        line("v=0");
        line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
    }

    void bundle(List<String> mids) {
        if (!mids.isEmpty()) {
            line("a=group:BUNDLE " + String.join(" ", mids));
        }
        line("a=msid-semantic: WMS *");
        if (local.iceLite()) {
            line("a=ice-lite");
        }
    }

    /** Payload types in the order of preference; those below 0 aren't there. */
    void media(MediaKind kind, int... payloadTypes) {
        String formats = Arrays.stream(payloadTypes)
                .filter(each -> each >= 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        // Port 9 says: see the candidates (RFC 8840 section 4.1.1).
        line("m=" + kind.name().toLowerCase(Locale.ROOT) + " 9 " + PROTOCOL + " " + formats);
        line("c=IN IP4 0.0.0.0");
    }

    void rejected(MediaDescription line) {
        line("m=" + line.media() + " 0 " + line.protocol() + " " + line.formatList());
        line("c=IN IP4 0.0.0.0");
        if (!line.mid().isEmpty()) {
            line("a=mid:" + line.mid());
        }
        line("a=inactive");
    }

    void transport(String mid, Direction direction) {
        line("a=mid:" + mid);
        line("a=" + direction.attribute());
        line("a=ice-ufrag:" + local.ufrag());
        line("a=ice-pwd:" + local.pwd());
        line("a=fingerprint:" + local.fingerprint());
        line("a=setup:" + local.setup().attribute());
        for (int i = 0; i < local.candidates().size(); i++) {
            line("a=" + local.candidates().get(i).attribute(i));
        }
        line("a=end-of-candidates");
        line("a=rtcp-mux");
        line("a=rtcp-rsize");
    }

    /** Nothing for id 0. */
    void extension(int id, String uri) {
        if (id > 0) {
            line("a=extmap:" + id + " " + uri);
        }
    }

    void format(Codec codec, int payloadType, int rtxPayloadType, List<String> feedback) {
        String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
        line("a=rtpmap:" + payloadType + " " + codec.name() + "/" + codec.clockRate() + channels);
        for (String one : feedback) {
            line("a=rtcp-fb:" + payloadType + " " + one);
        }
        if (!codec.fmtp().isEmpty()) {
            line("a=fmtp:" + payloadType + " " + codec.fmtp());
        }
        if (rtxPayloadType >= 0) {
            line("a=rtpmap:" + rtxPayloadType + " rtx/" + codec.clockRate());
            line("a=fmtp:" + rtxPayloadType + " apt=" + payloadType);
        }
    }

    /** Opus with redundancy beside Opus alone; nothing below 0. */
    void redundancy(int redPayloadType) {
        if (redPayloadType >= 0) {
            format(Codec.RED, redPayloadType, -1, List.of());
        }
    }

    /** What we receive of a simulcast; nothing without one. */
    void simulcast(List<String> rids) {
        if (!rids.isEmpty()) {
            rids.forEach(rid -> line("a=rid:" + rid + " recv"));
            line("a=simulcast:recv " + String.join(";", rids));
        }
    }

    void source(Offer.Line line) {
        line("a=msid:" + line.streamId() + " " + line.trackId());
        boolean repaired = line.rtxPayloadType() >= 0;
        if (repaired) {
            line("a=ssrc-group:FID " + line.ssrc() + " " + line.rtxSsrc());
        }
        for (long ssrc : repaired ? new long[] {line.ssrc(), line.rtxSsrc()} : new long[] {line.ssrc()}) {
            line("a=ssrc:" + ssrc + " cname:" + line.cname());
            line("a=ssrc:" + ssrc + " msid:" + line.streamId() + " " + line.trackId());
        }
    }

    String text() {
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
