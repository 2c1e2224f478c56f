package org.kachehri.media.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sdp.Answer;
import org.kachehri.media.sdp.Offer;
import org.kachehri.media.sdp.SdpOutcome;
import org.kachehri.media.sdp.SessionDescription;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;

/** The smallest signalling there is: a page over HTTP and the four requests it makes. One browser, one participant. */
public final class BrowserPage implements AutoCloseable {

    public static final String ROOM = "room";
    private static final int PUBLISHING = 1;
    private static final int SUBSCRIBING = 2;

    /** The page's second subscriber, if it wants one: its browser is told to know nothing of redundant sound. */
    private static final int SUBSCRIBING_PLAIN = 3;

    private static final long AUDIO_SSRC = 1001;
    private static final long VIDEO_SSRC = 1002;
    private static final long VIDEO_RTX_SSRC = 1003;

    private final MediaNode node;
    private final HttpServer server;
    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    private final SecureRandom random = new SecureRandom();
    private final IceCredentials publishingLocal = IceCredentials.random(random);
    private final IceCredentials subscribingLocal = IceCredentials.random(random);
    private final IceCredentials subscribingPlainLocal = IceCredentials.random(random);

    /** What the browser publishes its camera in. */
    private volatile Codec cameraCodec = Codec.VP8;

    /** Serves on the loopback of the network namespace in which it is called. */
    public BrowserPage(MediaNode node) throws IOException {
        this.node = node;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** localhost is a secure context: the page gets its camera. */
    public String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    /**
     * The page whose browser may also go through a relay.
     *
     * @param iceServer an RTCIceServer, as JSON
     */
    public String addressWithRelay(String iceServer) {
        return address() + "?relay=" + URLEncoder.encode(iceServer, StandardCharsets.UTF_8);
    }

    /** What the page says of itself, twice a second: flat JSON, or a text that begins with "error". */
    public String report() throws InterruptedException {
        String report = reports.poll(30, TimeUnit.SECONDS);
        return report == null ? "error: the page is silent" : report;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer;
        try {
            answer = switch (exchange.getRequestURI().getPath()) {
                case "/" -> resource("chromium.html");
                case "/patience.js" -> resource("patience.js");
                case "/publish" -> publish(body);
                case "/subscribe" -> subscribe(subscribingLocal);
                case "/subscribed" -> subscribed(SUBSCRIBING, subscribingLocal, body);
                case "/subscribe-plain" -> subscribe(subscribingPlainLocal);
                case "/subscribed-plain" -> subscribed(SUBSCRIBING_PLAIN, subscribingPlainLocal, body);
                case "/report" -> {
                    reports.add(body);
                    yield "";
                }
                default -> "";
            };
        } catch (RuntimeException e) {
            reports.add("error " + e);
            throw e;
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        String type = exchange.getRequestURI().getPath().endsWith(".js") ? "text/javascript" : "text/html";
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = BrowserPage.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String publish(String offer) {
        SessionDescription description = description(offer);
        open(PUBLISHING, publishingLocal, description);
        Answer answer = Answer.to(description, 1, 1, local(publishingLocal, Setup.PASSIVE));
        List<SourceDescription> sources = new ArrayList<>();
        for (Answer.Accepted each : answer.accepted()) {
            cameraCodec = each.kind() == MediaKind.VIDEO ? each.codec() : cameraCodec;
            sources.add(new SourceDescription(
                    each.kind() == MediaKind.AUDIO ? "p1/microphone" : "p1/camera",
                    each.kind(),
                    each.mid(),
                    each.codec(),
                    each.payloadType(),
                    each.redPayloadType(),
                    each.rtxPayloadType(),
                    ids(each.extensions()),
                    each.ssrc(),
                    each.rtxSsrc(),
                    each.rids()));
        }
        node.submit(new ShardCommand.Publish(PUBLISHING, sources));
        return answer.text();
    }

    /** In a description 0 is no id, for the shard -1. */
    private static ExtensionIds ids(Answer.Extensions described) {
        return new ExtensionIds(
                id(described.mid()),
                id(described.rid()),
                id(described.repairedRid()),
                id(described.transportWide()),
                id(described.audioLevel()));
    }

    private static int id(int described) {
        return described == 0 ? ExtensionIds.NONE : described;
    }

    private String subscribe(IceCredentials credentials) {
        return Offer.of(
                2,
                1,
                local(credentials, Setup.ACTPASS),
                List.of(Offer.Line.opus("0", AUDIO_SSRC, "p1", "p1", "microphone"), camera()));
    }

    private Offer.Line camera() {
        return Offer.Line.of("1", cameraCodec, VIDEO_SSRC, VIDEO_RTX_SSRC, "p1", "p1", "camera");
    }

    /** The page shows its own camera at this height, in pixels. */
    void show(int height) {
        node.submit(new ShardCommand.View(SUBSCRIBING, "p1/camera", height));
    }

    private String subscribed(int transport, IceCredentials credentials, String answer) {
        SessionDescription description = description(answer);
        open(transport, credentials, description);
        boolean redundancy =
                description.media("0").flatMap(line -> line.format(Codec.RED)).isPresent();
        node.submit(new ShardCommand.Subscribe(
                transport,
                List.of(
                        new SubscriptionDescription(
                                "p1/microphone",
                                "0",
                                Offer.OPUS_PAYLOAD_TYPE,
                                redundancy ? Offer.RED_PAYLOAD_TYPE : -1,
                                -1,
                                AUDIO_SSRC,
                                -1,
                                ExtensionIds.ofMid(Offer.MID_EXTENSION)),
                        new SubscriptionDescription(
                                "p1/camera",
                                "1",
                                camera().payloadType(),
                                camera().rtxPayloadType(),
                                VIDEO_SSRC,
                                VIDEO_RTX_SSRC,
                                Offer.MID_EXTENSION))));
        return "";
    }

    private void open(int transport, IceCredentials local, SessionDescription remote) {
        TransportDescription end = remote.transport().orElseThrow();
        node.submit(new ShardCommand.OpenTransport(
                transport,
                ROOM,
                "p" + transport,
                local,
                new IceCredentials(end.ufrag(), end.pwd()),
                end.fingerprint(),
                DtlsRole.SERVER));
    }

    private TransportDescription local(IceCredentials credentials, Setup setup) {
        return new TransportDescription(
                credentials.ufrag(), credentials.pwd(), node.localFingerprint(), setup, true, candidates());
    }

    private List<TransportDescription.Candidate> candidates() {
        List<TransportDescription.Candidate> candidates = new ArrayList<>();
        for (String address : node.localAddresses()) {
            candidates.add(new TransportDescription.Candidate(address, node.localPort(), false));
            node.localTcpPort()
                    .ifPresent(port -> candidates.add(new TransportDescription.Candidate(address, port, true)));
        }
        return candidates;
    }

    private static SessionDescription description(String text) {
        return switch (SessionDescription.parse(text)) {
            case SdpOutcome.Described described -> described.description();
            case SdpOutcome.Refused refused -> throw new IllegalArgumentException(refused + " in\n" + text);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
