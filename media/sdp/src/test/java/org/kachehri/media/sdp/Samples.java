package org.kachehri.media.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kachehri.media.sdp.SdpOutcome.Described;
import org.kachehri.media.sdp.SdpOutcome.Refused;

/** Descriptions as browsers wrote them, and our own end. */
final class Samples {
    static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "CD";

    static final TransportDescription LOCAL = new TransportDescription(
            "abcdefgh",
            "abcdefghabcdefghabcdefgh",
            FINGERPRINT,
            Setup.PASSIVE,
            true,
            List.of(
                    new TransportDescription.Candidate("192.0.2.1", 9999, false),
                    new TransportDescription.Candidate("2001:db8::1", 9999, false),
                    new TransportDescription.Candidate("192.0.2.1", 9998, true)));

    /** Written by hand after what Firefox sends: session-level fingerprint, other extension ids, no SSRC lines. */
    static final String FIREFOX_OFFER =
            """
            v=0
            o=mozilla...THIS_IS_SDPARTA-99.0 1234567890 0 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=fingerprint:sha-256 %s
            a=group:BUNDLE 0
            a=ice-options:trickle
            a=msid-semantic:WMS *
            m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125
            c=IN IP4 0.0.0.0
            a=sendonly
            a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
            a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
            a=fmtp:120 max-fs=12288;max-fr=60
            a=fmtp:124 apt=120
            a=ice-pwd:0123456789abcdef0123456789abcdef
            a=ice-ufrag:0a1b2c3d
            a=mid:0
            a=msid:{stream} {track}
            a=rtcp-fb:120 nack
            a=rtcp-fb:120 nack pli
            a=rtcp-fb:120 ccm fir
            a=rtcp-fb:120 goog-remb
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:120 VP8/90000
            a=rtpmap:124 rtx/90000
            a=rtpmap:121 VP9/90000
            a=rtpmap:125 rtx/90000
            a=setup:actpass
            """
                    .formatted(FINGERPRINT.substring(8));

    private Samples() {}

    static String chromiumOffer() {
        return resource("chromium-offer.sdp");
    }

    /** Opus, and a camera in three encodings of which the smallest is paused, as Chromium 156 offers them. */
    static String chromiumSimulcastOffer() {
        return resource("chromium-simulcast-offer.sdp");
    }

    static String chromiumAnswer() {
        return resource("chromium-answer.sdp");
    }

    static SessionDescription parsed(String text) {
        return switch (SessionDescription.parse(text)) {
            case Described described -> described.description();
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    private static String resource(String name) {
        try (InputStream stream = Samples.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
