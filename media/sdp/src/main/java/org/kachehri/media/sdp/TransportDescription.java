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
     * A UDP host candidate of component 1.
     *
     * @param address an IPv4 or IPv6 literal
     */
    public record Candidate(String address, int port) {
        /** RFC 8445 section 5.1.2.1: 2^24 × 126 (host) + 2^8 × local preference + 256 − component. */
        String attribute(int index) {
            long priority = (126L << 24) + ((65_535L - index) << 8) + 255;
            return "candidate:" + (index + 1) + " 1 udp " + priority + " " + address + " " + port + " typ host";
        }
    }
}
