package org.kachehri.signaling.bridge;

/** What browsers say, as short as it may be. */
public final class Sdp {
    private static final String FINGERPRINT = ":AA".repeat(31);

    private Sdp() {}

    /** The same from a peer connection with another certificate. */
    public static String offerOfAnother(String ufrag) {
        return offer(ufrag).replace("sha-256 AA", "sha-256 BB");
    }

    /** An offer of a microphone (mid 0) and a camera (mid 1). */
    public static String offer(String ufrag) {
        return session("0 1")
                + media("audio", "0", "sendonly", ufrag, "actpass")
                + "a=rtpmap:111 opus/48000/2\r\n"
                + "a=ssrc:1111 cname:me\r\n"
                + media("video", "1", "sendonly", ufrag, "actpass")
                + "a=rtpmap:96 VP8/90000\r\n"
                + "a=ssrc:2222 cname:me\r\n";
    }

    /** An answer of an audio line, which is enough to say where the browser is. */
    public static String answer(String ufrag) {
        return session("s0") + media("audio", "s0", "recvonly", ufrag, "active") + "a=rtpmap:111 opus/48000/2\r\n";
    }

    private static String session(String bundle) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + bundle + "\r\n";
    }

    private static String media(String kind, String mid, String direction, String ufrag, String setup) {
        String format = kind.equals("audio") ? "111" : "96";
        return "m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + format + "\r\nc=IN IP4 0.0.0.0\r\na=mid:" + mid + "\r\na="
                + direction + "\r\na=rtcp-mux\r\na=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + "p".repeat(22)
                + "\r\na=fingerprint:sha-256 AA" + FINGERPRINT + "\r\na=setup:" + setup
                + "\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n";
    }
}
