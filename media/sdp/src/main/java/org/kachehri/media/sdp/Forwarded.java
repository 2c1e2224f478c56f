package org.kachehri.media.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/** The codecs that are forwarded, and the payload types they have towards subscribers: Chromium's own. */
enum Forwarded {
    OPUS(Codec.OPUS, MediaKind.AUDIO, Offer.OPUS_PAYLOAD_TYPE, -1),
    VP8(Codec.VP8, MediaKind.VIDEO, Offer.VP8_PAYLOAD_TYPE, Offer.VP8_RTX_PAYLOAD_TYPE),
    VP9(Codec.VP9, MediaKind.VIDEO, 98, 99),
    H264(Codec.H264, MediaKind.VIDEO, 108, 109),
    AV1(Codec.AV1, MediaKind.VIDEO, 45, 46);

    /** The constraint bit that makes the baseline profile the constrained one (RFC 6184 section 8.1). */
    private static final int CONSTRAINED = 0x40;

    private static final int BASELINE = 0x42;

    final Codec codec;
    final MediaKind kind;
    final int payloadType;
    final int rtxPayloadType;

    Forwarded(Codec codec, MediaKind kind, int payloadType, int rtxPayloadType) {
        this.codec = codec;
        this.kind = kind;
        this.payloadType = payloadType;
        this.rtxPayloadType = rtxPayloadType;
    }

    static Optional<Forwarded> of(Codec codec) {
        return Arrays.stream(values())
                .filter(each -> each.codec.sameEncoding(codec))
                .findFirst();
    }

    /** A format of a line that can be forwarded. */
    record Choice(Forwarded codec, MediaDescription.Format format) {
        /**
         * The payload type under which the line may carry this with redundancy (RFC 2198), or -1. The blocks are forwarded as they come, and
         * receivers know them by the payload type that is written in them: it must be the one that we always give Opus.
         */
        int redPayloadType(MediaDescription line) {
            return line.formats().stream()
                    .filter(red -> codec == OPUS && format.payloadType() == Offer.OPUS_PAYLOAD_TYPE)
                    .filter(red -> red.codec().sameEncoding(Codec.RED)
                            && red.codec().fmtp().equals(Codec.RED.fmtp()))
                    .mapToInt(MediaDescription.Format::payloadType)
                    .findFirst()
                    .orElse(-1);
        }
    }

    /** VP8 where it is offered, since every browser and every recorder reads it; else what the line prefers among ours. */
    static Optional<Choice> choose(MediaDescription line) {
        List<Choice> possible = line.formats().stream()
                .flatMap(
                        format -> of(format.codec())
                                .filter(ours -> ours.takes(line, format))
                                .map(ours -> new Choice(ours, format))
                                .stream())
                .toList();
        return possible.stream()
                .filter(choice -> choice.codec == VP8)
                .findFirst()
                .or(() -> possible.stream().findFirst());
    }

    private boolean takes(MediaDescription line, MediaDescription.Format format) {
        String fmtp = format.codec().fmtp();
        return line.kind().filter(kind::equals).isPresent()
                && switch (this) {
                    case OPUS, VP8 -> true;
                    case VP9 -> parameter(fmtp, "profile-id").orElse("0").equals("0");
                    case AV1 -> parameter(fmtp, "profile").orElse("0").equals("0");
                    case H264 ->
                        parameter(fmtp, "packetization-mode").orElse("0").equals("1")
                                && parameter(fmtp, "profile-level-id")
                                        .filter(Forwarded::constrainedBaseline)
                                        .isPresent();
                };
    }

    private static boolean constrainedBaseline(String profileLevelId) {
        if (profileLevelId.length() != 6
                || !profileLevelId.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 0x80)) {
            return false;
        }
        int value = Integer.parseInt(profileLevelId, 16);
        return value >> 16 == BASELINE && (value >> 8 & CONSTRAINED) != 0;
    }

    /** Names of parameters are compared without regard to case (RFC 4855 section 3). */
    private static Optional<String> parameter(String fmtp, String name) {
        return Arrays.stream(fmtp.split(";", -1))
                .map(String::trim)
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }
}
