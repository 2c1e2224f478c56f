package org.kachehri.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/** The attributes of the session or of one media line while they are read. */
final class Section {
    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_EXTENSION_ID = 14;
    private static final long MAX_SSRC = 0xFFFF_FFFFL;

    /** The one-byte header extension that carries it holds 16 bytes (RFC 8285 section 4.2). */
    private static final int MAX_MID_LENGTH = 16;

    private static final int MAX_RID_LENGTH = 16;

    /** RFC 8839 section 5.4. */
    private static final int MAX_ICE_LENGTH = 256;

    private final String media;
    private final int port;
    private final String protocol;
    private final String formatList;
    private final Map<Integer, Codec> codecs = new LinkedHashMap<>();
    private final Map<Integer, String> parameters = new LinkedHashMap<>();
    private final Map<Integer, List<String>> feedback = new LinkedHashMap<>();
    private final List<String> feedbackOfAll = new ArrayList<>();
    private final List<MediaDescription.Extension> extensions = new ArrayList<>();
    private final Set<Long> ssrcs = new LinkedHashSet<>();
    private final Set<String> sentRids = new LinkedHashSet<>();
    private List<List<String>> simulcast = List.of();
    private boolean simulcastSeen;
    private long repairedSsrc = -1;
    private long rtxSsrc = -1;
    private String mid = "";
    private String ufrag = "";
    private String pwd = "";
    private String fingerprint = "";
    private String streamId = "";
    private String trackId = "";
    private boolean rtcpMux;
    private boolean bundleOnly;
    private boolean iceLite;
    private Optional<Direction> direction = Optional.empty();
    private Optional<Setup> setup = Optional.empty();
    int attributes;

    Section(String media, int port, String protocol, String formatList) {
        this.media = media;
        this.port = port;
        this.protocol = protocol;
        this.formatList = formatList;
    }

    /** Takes one attribute; false if we rely on it and it is malformed. */
    boolean attribute(String name, String value) {
        switch (name) {
            case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = Direction.of(name);
            case "rtcp-mux" -> rtcpMux = true;
            case "bundle-only" -> bundleOnly = true;
            case "ice-lite" -> iceLite = true;
            case "mid" -> {
                mid = value;
                return token(value, MAX_MID_LENGTH);
            }
            case "ice-ufrag" -> {
                ufrag = value;
                return iceChars(value, 4);
            }
            case "ice-pwd" -> {
                pwd = value;
                return iceChars(value, 22);
            }
            case "fingerprint" -> {
                return fingerprint(value);
            }
            case "setup" -> setup = Setup.of(value);
            case "rtpmap" -> {
                return rtpmap(value);
            }
            case "fmtp" -> {
                return numbered(value, parameters);
            }
            case "rtcp-fb" -> {
                return feedback(value);
            }
            case "extmap" -> {
                return extension(value);
            }
            case "ssrc" -> {
                return source(value);
            }
            case "ssrc-group" -> {
                return sourceGroup(value);
            }
            case "rid" -> {
                return rid(value);
            }
            case "simulcast" -> {
                return simulcast(value);
            }
            case "msid" -> streamAndTrack(value);
            default -> {
                // RFC 8866 section 5.13: attributes that aren't understood are ignored.
            }
        }
        return true;
    }

    private boolean fingerprint(String value) {
        String[] words = value.split(" ", 2);
        if (words.length < 2) {
            return false;
        }
        String hash = words[0].toLowerCase(Locale.ROOT);
        int bytes =
                switch (hash) {
                    case "sha-256" -> 32;
                    case "sha-384" -> 48;
                    case "sha-512" -> 64;
                    default -> 0;
                };
        // Several may be given (RFC 8122 section 5); weaker functions are not for us.
        if (bytes == 0 || !fingerprint.isEmpty()) {
            return true;
        }
        String hex = words[1].trim().toUpperCase(Locale.ROOT);
        if (hex.length() != 3 * bytes - 1) {
            return false;
        }
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            boolean right = i % 3 == 2 ? c == ':' : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
            if (!right) {
                return false;
            }
        }
        fingerprint = hash + " " + hex;
        return true;
    }

    private boolean rtpmap(String value) {
        String[] words = value.split(" ", 2);
        int payloadType = Numbers.parse(words[0], MAX_PAYLOAD_TYPE);
        if (payloadType < 0 || words.length < 2) {
            return false;
        }
        String[] encoding = words[1].trim().split("/", -1);
        int clockRate = encoding.length < 2 ? -1 : Numbers.parse(encoding[1], Integer.MAX_VALUE);
        int channels = encoding.length < 3 ? 1 : Numbers.parse(encoding[2], 255);
        if (clockRate <= 0 || channels <= 0 || !token(encoding[0], 64)) {
            return false;
        }
        codecs.put(payloadType, new Codec(encoding[0], clockRate, channels, ""));
        return true;
    }

    private static boolean numbered(String value, Map<Integer, String> into) {
        String[] words = value.split(" ", 2);
        int payloadType = Numbers.parse(words[0], MAX_PAYLOAD_TYPE);
        if (payloadType < 0) {
            return false;
        }
        into.put(payloadType, words.length < 2 ? "" : words[1].trim());
        return true;
    }

    private boolean feedback(String value) {
        String[] words = value.split(" ", 2);
        if (words.length < 2) {
            return false;
        }
        if (words[0].equals("*")) {
            feedbackOfAll.add(words[1].trim());
            return true;
        }
        int payloadType = Numbers.parse(words[0], MAX_PAYLOAD_TYPE);
        if (payloadType < 0) {
            return false;
        }
        feedback.computeIfAbsent(payloadType, unused -> new ArrayList<>()).add(words[1].trim());
        return true;
    }

    private boolean extension(String value) {
        String[] words = value.split(" ", 3);
        if (words.length < 2) {
            return false;
        }
        int slash = words[0].indexOf('/');
        int id = Numbers.parse(slash < 0 ? words[0] : words[0].substring(0, slash), 4095 + 255);
        // Ids above 14 need the two-byte form, and 4096-4351 ask us to choose (RFC 8285 section 5); we take up neither.
        if (id >= 1 && id <= MAX_EXTENSION_ID) {
            if (extensions.stream()
                    .anyMatch(known -> known.id() == id && !known.uri().equals(words[1]))) {
                return false;
            }
            extensions.add(new MediaDescription.Extension(id, words[1]));
        }
        return id >= 0;
    }

    /** RFC 8851 section 4; restrictions ({@code max-width} and the like) are the writer's own business. */
    private boolean rid(String value) {
        String[] words = value.split(" ", 3);
        if (words.length < 2 || !ridChars(words[0])) {
            return false;
        }
        return switch (words[1]) {
            case "send" -> sentRids.add(words[0]);
            case "recv" -> true;
            default -> false;
        };
    }

    /** RFC 8853 section 5.1: {@code send q;h,g;~f}, then or before it perhaps the same for {@code recv}. */
    private boolean simulcast(String value) {
        String[] words = value.trim().split(" +", -1);
        if (simulcastSeen || (words.length != 2 && words.length != 4)) {
            return false;
        }
        simulcastSeen = true;
        for (int i = 0; i < words.length; i += 2) {
            List<List<String>> streams = new ArrayList<>();
            for (String stream : words[i + 1].split(";", -1)) {
                // A tilde says that the stream begins paused; it may be sent later.
                List<String> alternatives = Arrays.stream(stream.split(",", -1))
                        .map(rid -> rid.startsWith("~") ? rid.substring(1) : rid)
                        .toList();
                if (!alternatives.stream().allMatch(Section::ridChars)) {
                    return false;
                }
                streams.add(alternatives);
            }
            switch (words[i]) {
                case "send" -> simulcast = streams;
                case "recv" -> {
                    // We offer no simulcast that a browser could want to receive.
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Of each simulcast stream the first alternative that an {@code a=rid} line describes (RFC 8853 section 5.2). */
    private List<String> rids() {
        return simulcast.stream()
                .flatMap(alternatives ->
                        alternatives.stream().filter(sentRids::contains).limit(1))
                .distinct()
                .toList();
    }

    private boolean source(String value) {
        String[] words = value.split(" ", 2);
        long ssrc = Numbers.parseLong(words[0], MAX_SSRC);
        if (ssrc < 0) {
            return false;
        }
        ssrcs.add(ssrc);
        if (words.length == 2 && words[1].startsWith("msid:") && streamId.isEmpty()) {
            streamAndTrack(words[1].substring("msid:".length()));
        }
        return true;
    }

    private boolean sourceGroup(String value) {
        String[] words = value.trim().split(" +", -1);
        // Only FID, one repair flow for one source (RFC 4588 section 8.8); SIM and FEC groups are ignored.
        if (!words[0].equals("FID") || words.length != 3 || repairedSsrc >= 0) {
            return true;
        }
        repairedSsrc = Numbers.parseLong(words[1], MAX_SSRC);
        rtxSsrc = Numbers.parseLong(words[2], MAX_SSRC);
        return repairedSsrc >= 0 && rtxSsrc >= 0;
    }

    private void streamAndTrack(String value) {
        String[] words = value.trim().split(" +", -1);
        streamId = words[0];
        trackId = words.length < 2 ? "" : words[1];
    }

    MediaDescription describe(Section session) {
        return new MediaDescription(
                kind(),
                media,
                protocol,
                formatList,
                mid,
                port == 0 && !bundleOnly,
                direction.or(() -> session.direction).orElse(Direction.SENDRECV),
                rtcpMux,
                formats(),
                extensions.isEmpty() ? session.extensions : extensions,
                repairedSsrc >= 0 ? repairedSsrc : ssrcs.stream().findFirst().orElse(-1L),
                rtxSsrc,
                streamId,
                trackId,
                rids(),
                transport(session));
    }

    private Optional<MediaKind> kind() {
        return switch (media) {
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "video" -> Optional.of(MediaKind.VIDEO);
            default -> Optional.empty();
        };
    }

    private List<MediaDescription.Format> formats() {
        List<MediaDescription.Format> formats = new ArrayList<>();
        Map<Integer, Integer> repairs = repairs();
        for (String word : formatList.trim().split(" +", -1)) {
            int payloadType = Numbers.parse(word, MAX_PAYLOAD_TYPE);
            Codec codec = codecs.get(payloadType);
            if (codec == null || codec.name().equalsIgnoreCase("rtx")) {
                continue;
            }
            List<String> mine = new ArrayList<>(feedbackOfAll);
            mine.addAll(feedback.getOrDefault(payloadType, List.of()));
            Codec described = new Codec(
                    codec.name(), codec.clockRate(), codec.channels(), parameters.getOrDefault(payloadType, ""));
            formats.add(
                    new MediaDescription.Format(payloadType, described, repairs.getOrDefault(payloadType, -1), mine));
        }
        return formats;
    }

    /** For each payload type the RTX payload type whose {@code apt} names it (RFC 4588 section 8.6). */
    private Map<Integer, Integer> repairs() {
        Map<Integer, Integer> repairs = new HashMap<>();
        codecs.forEach((payloadType, codec) -> {
            if (codec.name().equalsIgnoreCase("rtx")) {
                for (String parameter : parameters.getOrDefault(payloadType, "").split(";", -1)) {
                    String trimmed = parameter.trim();
                    if (trimmed.startsWith("apt=")) {
                        repairs.putIfAbsent(
                                Numbers.parse(trimmed.substring("apt=".length()), MAX_PAYLOAD_TYPE), payloadType);
                    }
                }
            }
        });
        return repairs;
    }

    private Optional<TransportDescription> transport(Section session) {
        String ownUfrag = ufrag.isEmpty() ? session.ufrag : ufrag;
        String ownPwd = pwd.isEmpty() ? session.pwd : pwd;
        String ownFingerprint = fingerprint.isEmpty() ? session.fingerprint : fingerprint;
        Optional<Setup> ownSetup = setup.or(() -> session.setup);
        if (ownUfrag.isEmpty() || ownPwd.isEmpty() || ownFingerprint.isEmpty() || ownSetup.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TransportDescription(ownUfrag, ownPwd, ownFingerprint, ownSetup.get(), session.iceLite, List.of()));
    }

    private static boolean iceChars(String value, int minLength) {
        return value.length() >= minLength
                && value.length() <= MAX_ICE_LENGTH
                && value.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || c == '+'
                                || c == '/');
    }

    /** As RFC 8851 section 10 writes it, and short enough for the one-byte header extension that carries it. */
    private static boolean ridChars(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_RID_LENGTH
                && value.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || c == '-'
                                || c == '_');
    }

    /** A token of RFC 8866 section 9: visible ASCII without separators. */
    static boolean token(String value, int maxLength) {
        return !value.isEmpty()
                && value.length() <= maxLength
                && value.chars().allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[]\\".indexOf(c) < 0);
    }
}
