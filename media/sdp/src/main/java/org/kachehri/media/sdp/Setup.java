package org.kachehri.media.sdp;

import java.util.Optional;

/** Who begins the DTLS handshake (RFC 4145 section 4, RFC 8842 section 5.2): the active side is the client. */
public enum Setup {
    ACTIVE,
    PASSIVE,
    ACTPASS;

    String attribute() {
        return switch (this) {
            case ACTIVE -> "active";
            case PASSIVE -> "passive";
            case ACTPASS -> "actpass";
        };
    }

    static Optional<Setup> of(String attribute) {
        return switch (attribute) {
            case "active" -> Optional.of(ACTIVE);
            case "passive" -> Optional.of(PASSIVE);
            case "actpass" -> Optional.of(ACTPASS);
            default -> Optional.empty();
        };
    }
}
