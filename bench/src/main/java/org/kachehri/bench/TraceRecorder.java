package org.kachehri.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.tests.browser.Browsers;

/**
 * Records what Chromium sends to our own bridge, which opens it and tells the browser what arrives, as sizes, moments and the first
 * bytes of payloads. The moments are those at which a datagram left the browser, by a relay between them. The files it writes are the
 * resources beside {@link Trace}.
 */
final class TraceRecorder {

    private static final String PAGE = "http://localhost/traces";
    private static final String ROOM = "traces";
    private static final int TRANSPORT = 1;

    /** Until the estimate has grown to the encoder's most. */
    private static final long RAMP_NANOS = TimeUnit.SECONDS.toNanos(25);

    /** A browser may take a second for the key frames that a recording begins with. */
    private static final long RECORD_NANOS = TimeUnit.SECONDS.toNanos(7);

    private static final long LENGTH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** With a descriptor of all layers (VP9), a parameter set (H.264), a frame's size (VP8). */
    private static final int KEYFRAME_HEAD = 64;

    private static final int PICTURE_HEAD = 8;

    /** Redundant Opus: two block headers and both TOC bytes would need more, but nothing looks at those. */
    private static final int SOUND_HEAD = 6;

    /** RFC 9628, RFC 7741: a video clock of 90 kHz; a frame at 30 a second. */
    private static final int FRAME_TICKS = 3000;

    private static final int OPUS_TICKS = 960;

    private static final String EXTENSIONS =
            ".*(sdes:mid|sdes:rtp-stream-id|sdes:repaired-rtp-stream-id|transport-wide-cc-extensions-01|ssrc-audio-level)$";

    private static final List<Take> TAKES = List.of(
            new Take(
                    "chromium-720p-vp8-simulcast",
                    "{sound: 'audio/opus', picture: 'video/VP8', encodings: ["
                            + "{rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150000},"
                            + "{rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500000},"
                            + "{rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 2500000}]}"),
            new Take(
                    "chromium-720p-vp9-svc",
                    "{sound: 'audio/opus', picture: 'video/VP9', encodings: ["
                            + "{scalabilityMode: 'L3T3_KEY', maxBitrate: 2500000}]}"),
            new Take(
                    "chromium-720p-h264",
                    "{sound: 'audio/opus', picture: 'video/H264', encodings: [{maxBitrate: 2500000}]}"),
            new Take("chromium-screen-vp8", "{picture: 'video/VP8', screen: true, encodings: [{maxBitrate: 2500000}]}"),
            new Take("chromium-opus-dtx", "{sound: 'audio/opus', pauses: true}"),
            new Take("chromium-opus-red", "{sound: 'audio/red'}"));

    private record Take(String name, String wish) {}

    /** A packet as the tap heard it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Heard(
            String source,
            long ssrc,
            int sequenceNumber,
            long timestamp,
            boolean marker,
            boolean keyframe,
            int length,
            byte[] head) {}

    /** What the page offers, as far as an answer needs it. */
    private record Section(String kind, String codec, int payloadType, int rtxPayloadType, List<String> rids) {}

    /** Hears everything of the room, on the shard's thread. */
    private static final class Ear implements PacketTap {
        final ConcurrentLinkedQueue<Heard> heard = new ConcurrentLinkedQueue<>();
        volatile boolean recording;

        @Override
        public void rtp(
                long arrivalNanos,
                String sourceId,
                SourceDescription source,
                MemorySegment plain,
                long offset,
                int length,
                boolean repaired) {
            int header = RtpHeader.length(plain, offset, length);
            int payloadLength = length - header - RtpHeader.paddingLength(plain, offset, length, header);
            if (!recording || repaired || payloadLength <= 0) {
                return;
            }
            long payload = offset + header;
            boolean video = source.kind() == MediaKind.VIDEO;
            boolean keyframe = video && Keyframes.begins(source.codec(), plain, payload, payloadLength);
            int head = keyframe ? KEYFRAME_HEAD : video ? PICTURE_HEAD : SOUND_HEAD;
            heard.add(new Heard(
                    sourceId,
                    RtpHeader.ssrc(plain, offset),
                    RtpHeader.sequenceNumber(plain, offset),
                    RtpHeader.timestamp(plain, offset),
                    RtpHeader.marker(plain, offset),
                    keyframe,
                    payloadLength,
                    plain.asSlice(payload, Math.min(head, payloadLength)).toArray(ValueLayout.JAVA_BYTE)));
        }

        @Override
        public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {}

        @Override
        public void source(SourceDescription source) {}
    }

    private TraceRecorder() {}

    /** Arguments: the folder to write to, then names of traces, all without. */
    static void run(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        Path folder = Path.of(words.isEmpty() ? "bench/src/main/resources/org/kachehri/bench" : words.getFirst());
        for (Take take : TAKES) {
            if (words.size() < 2 || words.contains(take.name)) {
                record(take, folder);
            }
        }
    }

    private static void record(Take take, Path folder) throws IOException {
        NetSettings settings = NetSettings.defaults().withBindAddress("127.0.0.1");
        try (MediaNode node = MediaNode.start(settings, event -> {});
                StampingRelay relay = new StampingRelay(node.localPort());
                Browsers browsers = new Browsers()) {
            Page page = browsers.chromium(
                    "--auto-select-tab-capture-source-by-title=traces", "--auto-accept-this-tab-capture");
            page.route(PAGE, TraceRecorder::serve);
            page.navigate(PAGE);
            String offer;
            try {
                offer = (String) page.evaluate("offer(" + take.wish + ")");
            } catch (PlaywrightException e) {
                System.out.println(take.name + ": not recorded: "
                        + e.getMessage().lines().findFirst().orElse(""));
                return;
            }
            List<Section> sections = sections(offer);
            page.evaluate("sdp => accept(sdp)", answer(offer, sections, node, relay.port()));
            // The browser works on while the page is waited for.
            page.waitForTimeout(TimeUnit.NANOSECONDS.toMillis(RAMP_NANOS));
            Ear ear = new Ear();
            ear.recording = true;
            node.submit(new ShardCommand.Tap(ROOM, ear));
            page.waitForTimeout(TimeUnit.NANOSECONDS.toMillis(RECORD_NANOS));
            ear.recording = false;
            System.out.println(take.name + ":\n" + page.evaluate("sent()"));
            Trace trace = trace(take.name, sections, new ArrayList<>(ear.heard), relay);
            Files.write(folder.resolve(take.name + ".csv"), trace.lines(), StandardCharsets.US_ASCII);
            System.out.println(trace.packets().size() + " packets");
        }
    }

    private static void serve(Route route) {
        try (InputStream resource = TraceRecorder.class.getResourceAsStream("traces.html")) {
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBodyBytes(resource.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Section> sections(String offer) {
        List<Section> sections = new ArrayList<>();
        for (String text : offer.split("(?m)^(?=m=)", -1)) {
            if (!text.startsWith("m=")) {
                continue;
            }
            String kind = text.substring(2, text.indexOf(' '));
            int payloadType =
                    Integer.parseInt(text.lines().findFirst().orElseThrow().split(" ", -1)[3]);
            String codec = find(text, "a=rtpmap:" + payloadType + " ([^/]+)/");
            String rtx = find(text, "a=fmtp:(\\d+) apt=" + payloadType + "\\b");
            String rids = find(text, "a=simulcast:send (\\S+)");
            sections.add(new Section(
                    kind,
                    codec,
                    payloadType,
                    rtx.isEmpty() ? -1 : Integer.parseInt(rtx),
                    rids.isEmpty() ? List.of() : List.of(rids.split(";", -1))));
        }
        return sections;
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Takes the first codec of each section and what belongs to it; opens the transport and the sources. */
    private static String answer(String offer, List<Section> sections, MediaNode node, int port) {
        IceCredentials own = IceCredentials.random(new SecureRandom());
        node.submit(new ShardCommand.OpenRoom(ROOM));
        node.submit(new ShardCommand.OpenTransport(
                TRANSPORT,
                ROOM,
                "p1",
                own,
                new IceCredentials(find(offer, "a=ice-ufrag:(\\S+)"), find(offer, "a=ice-pwd:(\\S+)")),
                find(offer, "a=fingerprint:(\\S+ \\S+)"),
                DtlsRole.SERVER));
        StringBuilder text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        text.append(find(offer, "(a=group:BUNDLE [^\r\n]*)")).append("\r\na=ice-lite\r\n");
        String[] texts = offer.split("(?m)^(?=m=)", -1);
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            section(text, texts[i + 1], section);
            text.append("a=ice-ufrag:")
                    .append(own.ufrag())
                    .append("\r\na=ice-pwd:")
                    .append(own.pwd());
            text.append("\r\na=fingerprint:").append(node.localFingerprint()).append("\r\na=setup:passive\r\n");
            text.append("a=candidate:1 1 udp 2130706431 127.0.0.1 ")
                    .append(port)
                    .append(" typ host\r\n");
            node.submit(new ShardCommand.Publish(TRANSPORT, List.of(source(texts[i + 1], section))));
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String offered, Section section) {
        String red = section.codec.equals("red") ? " 111" : "";
        String rtx = section.rtxPayloadType < 0 ? "" : " " + section.rtxPayloadType;
        text.append("m=" + section.kind + " 9 UDP/TLS/RTP/SAVPF " + section.payloadType + red + rtx + "\r\n");
        text.append("c=IN IP4 0.0.0.0\r\na=recvonly\r\na=rtcp-mux\r\n");
        String kept = "a=(rtpmap|fmtp|rtcp-fb):(" + (section.payloadType + red + rtx).replace(' ', '|') + ") .*";
        for (String line : offered.lines().toList()) {
            boolean extension = line.startsWith("a=extmap:") && line.matches(EXTENSIONS);
            if (line.startsWith("a=fmtp:111 ") && section.codec.equals("opus")) {
                // The receiver's wish: silence isn't sent (RFC 7587 section 7.1).
                text.append(line).append(";usedtx=1\r\n");
            } else if (extension || line.startsWith("a=mid:") || line.matches(kept)) {
                text.append(line).append("\r\n");
            }
        }
        section.rids.forEach(rid -> text.append("a=rid:").append(rid).append(" recv\r\n"));
        if (!section.rids.isEmpty()) {
            text.append("a=simulcast:recv ")
                    .append(String.join(";", section.rids))
                    .append("\r\n");
        }
    }

    private static SourceDescription source(String offered, Section section) {
        boolean video = section.kind.equals("video");
        String ssrc = section.rids.isEmpty() ? find(offered, "a=ssrc:(\\d+)") : "";
        return new SourceDescription(
                "p1/" + section.kind,
                video ? MediaKind.VIDEO : MediaKind.AUDIO,
                find(offered, "a=mid:(\\S+)"),
                new Trace.Stream(section.codec, "").asForwarded(),
                section.payloadType,
                -1,
                section.rtxPayloadType,
                new ExtensionIds(
                        extension(offered, "sdes:mid"),
                        extension(offered, "sdes:rtp-stream-id"),
                        extension(offered, "sdes:repaired-rtp-stream-id"),
                        extension(offered, "transport-wide-cc-extensions-01"),
                        video ? -1 : extension(offered, "ssrc-audio-level")),
                ssrc.isEmpty() ? -1 : Long.parseLong(ssrc),
                -1,
                section.rids);
    }

    private static int extension(String offered, String name) {
        String id = find(offered, "a=extmap:(\\d+)\\S* \\S*" + Pattern.quote(name) + "\\s");
        return id.isEmpty() ? -1 : Integer.parseInt(id);
    }

    /** From the first key frame, or the first sound where there is no picture, five seconds; in the order of departure. */
    private static Trace trace(String name, List<Section> sections, List<Heard> all, StampingRelay relay) {
        record Departed(long nanos, Heard heard) {}
        List<Departed> departed = all.stream()
                .filter(each -> relay.nanosOf(each.ssrc, each.sequenceNumber) != null)
                .map(each -> new Departed(Objects.requireNonNull(relay.nanosOf(each.ssrc, each.sequenceNumber)), each))
                .sorted(Comparator.comparingLong(Departed::nanos))
                .toList();
        boolean picture = sections.stream().anyMatch(each -> each.kind.equals("video"));
        List<Trace.Stream> streams = new ArrayList<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Section section : sections) {
            for (String rid : section.rids.isEmpty() ? List.of("") : section.rids) {
                places.put("p1/" + section.kind + (rid.isEmpty() ? "" : "~" + rid), streams.size());
                streams.add(new Trace.Stream(section.codec, rid));
            }
        }
        List<Trace.Packet> packets = new ArrayList<>();
        long[] timestamps = new long[streams.size()];
        boolean[] begun = new boolean[streams.size()];
        long first = 0;
        long last = 0;
        for (Departed each : departed) {
            Heard heard = each.heard;
            if (packets.isEmpty() && picture && !heard.keyframe) {
                continue;
            }
            first = packets.isEmpty() ? each.nanos : first;
            last = packets.isEmpty() ? each.nanos : last;
            if (each.nanos - first > LENGTH_NANOS) {
                break;
            }
            int stream = places.get(heard.source);
            int usual = streams.get(stream).video() ? FRAME_TICKS : OPUS_TICKS;
            int ticks = begun[stream] ? (int) (heard.timestamp - timestamps[stream]) : usual;
            begun[stream] = true;
            timestamps[stream] = heard.timestamp;
            packets.add(new Trace.Packet(
                    (int) ((each.nanos - last) / 1000), stream, heard.length, heard.marker, ticks, heard.head));
            last = each.nanos;
        }
        return new Trace(name, streams, packets);
    }
}
