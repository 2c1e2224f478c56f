package org.kachehri.media.transport;

import java.util.Optional;

/** Protection profiles in our order of preference (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
public enum SrtpProfile {
    /** 0.62-0.85 of the cost of AES-CM wherever it was measured, so it comes first. */
    AEAD_AES_128_GCM(7, 16, 12, 16, 0),
    AES_CM_128_HMAC_SHA1_80(1, 16, 14, 10, 20),
    /** No protection: for the simulation only; never offered in DTLS. */
    NULL(-1, 0, 0, 0, 0);

    private final int dtlsId;
    private final int keyLength;
    private final int saltLength;
    private final int tagLength;
    private final int authenticationKeyLength;

    SrtpProfile(int dtlsId, int keyLength, int saltLength, int tagLength, int authenticationKeyLength) {
        this.dtlsId = dtlsId;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.tagLength = tagLength;
        this.authenticationKeyLength = authenticationKeyLength;
    }

    /** The profile of a {@code use_srtp} value; empty for those we don't speak. */
    public static Optional<SrtpProfile> ofDtlsId(int dtlsId) {
        return switch (dtlsId) {
            case 7 -> Optional.of(AEAD_AES_128_GCM);
            case 1 -> Optional.of(AES_CM_128_HMAC_SHA1_80);
            default -> Optional.empty();
        };
    }

    /** The value in the {@code use_srtp} extension. */
    public int dtlsId() {
        return dtlsId;
    }

    /** Bytes of a master key. */
    public int keyLength() {
        return keyLength;
    }

    /** Bytes of a master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Bytes that sealing adds to an RTP packet. */
    public int tagLength() {
        return tagLength;
    }

    /** Bytes that sealing adds to an RTCP packet: the tag and the word with E flag and index (RFC 3711 section 3.4). */
    public int rtcpTrailerLength() {
        return this == NULL ? 0 : tagLength + 4;
    }

    /** Bytes of exported keying material: two keys and two salts (RFC 5764 section 4.2). */
    public int keyingMaterialLength() {
        return 2 * (keyLength + saltLength);
    }

    int authenticationKeyLength() {
        return authenticationKeyLength;
    }
}
