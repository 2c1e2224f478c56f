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

    /** RFC 9628; profile 0 is 8 bits, 4:2:0, what every browser writes. */
    public static final Codec VP9 = new Codec("VP9", 90_000, 1, "profile-id=0");

    /** RFC 6184: constrained baseline in the non-interleaved mode, the one H.264 that all browsers share (RFC 7742 section 6.2). */
    public static final Codec H264 =
            new Codec("H264", 90_000, 1, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");

    /** The payload format of AOMedia; profile 0 (main) at the level that browsers name. */
    public static final Codec AV1 = new Codec("AV1", 90_000, 1, "level-idx=5;profile=0;tier=0");

    /** RFC 2198 with Opus in it, repeated once. The payload type of its {@code fmtp} is the one that we always give Opus. */
    public static final Codec RED = new Codec("red", 48_000, 2, "111/111");

    public Codec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fmtp, "fmtp");
    }

    /** The same encoding, whatever its parameters; names are compared without regard to case (RFC 4855 section 3). */
    public boolean sameEncoding(Codec other) {
        return name.equalsIgnoreCase(other.name) && clockRate == other.clockRate && channels == other.channels;
    }
}
