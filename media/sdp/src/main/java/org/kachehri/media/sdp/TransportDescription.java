package org.kachehri.media.sdp;

import java.util.List;

/**
 * What one side says about its end of the bundled transport.
 *
 * @param ufrag ICE user name fragment (RFC 8839 section 5.4)
 * @param pwd ICE password
 * @param fingerprint hash function and certificate hash, e.g. {@code sha-256 AA:BB:…} (RFC 8122 section 5)
 * @param setup DTLS role
 * @param iceLite whether this side only answers checks
 * @param candidates where it can be reached; empty in what browsers send, because a lite agent learns their addresses from their checks
 */
public record TransportDescription(
        String ufrag, String pwd, String fingerprint, Setup setup, boolean iceLite, List<Candidate> candidates) {
    public TransportDescription {
        candidates = List.copyOf(candidates);
    }

    /** Hides the password: records appear in logs. */
    @Override
    public String toString() {
        return "TransportDescription[ufrag=" + ufrag + ", setup=" + setup + ", candidates=" + candidates + "]";
    }

    /**
     * A host candidate of component 1.
     *
     * @param address an IPv4 or IPv6 literal
     * @param tcp whether the browser is to open a TCP connection to it (RFC 6544, passive) instead of sending UDP
     */
    public record Candidate(String address, int port, boolean tcp) {
        /** RFC 8445 section 5.1.2.1: 2^24 × type preference + 2^8 × local preference + 256 − component. */
        String attribute(int index) {
            String place = " " + address + " " + port + " typ host";
            // The types' preferences are 126 and, so that TCP is taken only where no UDP passes (RFC 6544 section 4.2),
            // Chromium's 90;
            // of the local preference of a TCP candidate the upper three bits tell its direction, 4 for passive.
            return tcp
                    ? "candidate:" + (index + 1) + " 1 tcp " + priority(90, (4 << 13) + 8_191 - index) + place
                            + " tcptype passive"
                    : "candidate:" + (index + 1) + " 1 udp " + priority(126, 65_535 - index) + place;
        }

        private static long priority(long type, long local) {
            return (type << 24) + (local << 8) + 255;
        }
    }
}
