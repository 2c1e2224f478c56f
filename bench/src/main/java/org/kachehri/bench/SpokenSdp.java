package org.kachehri.bench;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The session descriptions that the load exchanges with servers that are told of it by their own signalling. */
final class SpokenSdp {

    private static final Pattern CANDIDATE = Pattern.compile("a=candidate:\\S+ 1 udp \\d+ ([0-9.]+) (\\d+) typ host");
    private static final String NUMBERED = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final Pattern TRANSPORT_WIDE = Pattern.compile("a=extmap:(\\d+)\\S* " + Pattern.quote(NUMBERED));

    private SpokenSdp() {}

    /** The server's end, as its offer or answer tells. */
    static MeasuredServer.End end(String description) throws IOException {
        Matcher candidate = CANDIDATE.matcher(description);
        Matcher extension = TRANSPORT_WIDE.matcher(description);
        if (!candidate.find()) {
            throw new IOException("there is no candidate in:\n" + description);
        }
        return new MeasuredServer.End(
                attribute(description, "ice-ufrag"),
                attribute(description, "ice-pwd"),
                attribute(description, "fingerprint"),
                UdpAddress.of(candidate.group(1), Integer.parseInt(candidate.group(2))),
                extension.find() ? Integer.parseInt(extension.group(1)) : 0);
    }

    private static String attribute(String description, String name) throws IOException {
        return description
                .lines()
                .filter(line -> line.startsWith("a=" + name + ":"))
                .map(line -> line.substring(name.length() + 3))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in\n" + description));
    }

    /** What this participant publishes. */
    static String offer(Roster.Participant participant, MeasuredServer.End client) {
        StringBuilder text = new StringBuilder();
        boolean video = participant.kinds().contains("v");
        text.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0")
                .append(video ? " 1" : "")
                .append("\r\na=msid-semantic: WMS *\r\n")
                .append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\n")
                .append(transport(client))
                .append("a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n")
                .append(numbered())
                .append("a=ssrc:")
                .append(Roster.firstSsrc(participant.number()))
                .append(" cname:bench\r\n");
        if (video) {
            long ssrc = Roster.firstSsrc(participant.number()) + 1;
            long repairs = Roster.repairSsrc(participant.number());
            text.append("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=sendonly\r\n")
                    .append(transport(client))
                    .append("a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n")
                    .append("a=rtcp-fb:96 transport-cc\r\n")
                    .append(numbered())
                    .append("a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=ssrc-group:FID ")
                    .append(ssrc + " " + repairs + "\r\na=ssrc:" + ssrc + " cname:bench\r\n")
                    .append("a=ssrc:" + repairs + " cname:bench\r\n");
        }
        return text.toString();
    }

    private static String numbered() {
        return "a=extmap:" + TracePackets.TRANSPORT_WIDE_EXTENSION + " " + NUMBERED + "\r\n";
    }

    private static String transport(MeasuredServer.End client) {
        return "a=ice-ufrag:" + client.ufrag() + "\r\na=ice-pwd:" + client.pwd() + "\r\na=fingerprint:"
                + client.fingerprint() + "\r\na=setup:active\r\na=rtcp-mux\r\na=candidate:1 1 udp 2130706431 "
                + client.address().literal() + " " + client.address().port() + " typ host\r\na=end-of-candidates\r\n";
    }

    /** The offer turned round: what it sends we receive, over our end of the transport. */
    static String answer(String offer, MeasuredServer.End client) {
        StringBuilder text = new StringBuilder();
        for (String line : offer.lines().toList()) {
            if (line.startsWith("a=setup:")) {
                text.append(transport(client));
            } else if (line.equals("a=sendonly") || line.equals("a=sendrecv")) {
                text.append("a=recvonly\r\n");
            } else if (!line.matches("a=(ice-|fingerprint|candidate|end-of|rtcp-mux|ssrc|msid:).*")) {
                text.append(line).append("\r\n");
            }
        }
        return text.toString();
    }
}
