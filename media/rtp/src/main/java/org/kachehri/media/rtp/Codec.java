package org.kachehri.media.rtp;

import java.util.Objects;

/**
 * A codec as two sides agree on it: the encoding name and the parameters of its {@code rtpmap} and {@code fmtp} (RFC 8866 section 6.6, 6.15).
 *
 * @param name encoding name in the spelling of its RFC, e.g. {@code opus}, {@code VP8}
 * @param clockRate ticks of the RTP timestamp per second
 * @param channels audio channels; 1 for video
 * @param fmtp format parameters exactly as written, empty when there are none
 */
public record Codec(String name, int clockRate, int channels, String fmtp) {
    /** RFC 7587: Opus is always described as 48 kHz and two channels, whatever is sent. */
    public static final Codec OPUS = new Codec("opus", 48_000, 2, "minptime=10;useinbandfec=1");

    /** RFC 7741. */
    public static final Codec VP8 = new Codec("VP8", 90_000, 1, "");

    public Codec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fmtp, "fmtp");
    }

    /** The same encoding, whatever its parameters; names are compared without regard to case (RFC 4855 section 3). */
    public boolean sameEncoding(Codec other) {
        return name.equalsIgnoreCase(other.name) && clockRate == other.clockRate && channels == other.channels;
    }
}
