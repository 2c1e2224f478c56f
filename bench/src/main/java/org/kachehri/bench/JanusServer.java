package org.kachehri.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's Janus with its video room, spoken to over its WebSocket. Configured to do as little besides forwarding as ours
 * does: an ICE-lite agent, one event loop for its one core, no other plugin, no log but errors.
 */
final class JanusServer implements MeasuredServer {

    private static final int PORT = 8188;
    private static final long PATIENCE_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CANDIDATE = Pattern.compile("a=candidate:\\S+ 1 udp \\d+ ([0-9.]+) (\\d+) typ host");
    private static final String NUMBERED = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final Pattern TRANSPORT_WIDE = Pattern.compile("a=extmap:(\\d+)\\S* " + Pattern.quote(NUMBERED));

    private final Process process;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final String host;
    private final long session;
    private final long rooms;
    private int nextTransaction;

    JanusServer(String host, List<String> pinning, Path program) throws IOException {
        this.host = host;
        folder = Files.createTempDirectory("janus");
        Path plugins = folderOf(program, "plugins");
        Path transports = folderOf(program, "transports");
        Files.writeString(folder.resolve("janus.jcfg"), configuration(plugins, transports));
        Files.writeString(
                folder.resolve("janus.transport.websockets.jcfg"),
                "general: { ws = true, ws_port = " + PORT + ", ws_ip = \"" + host + "\", json = \"compact\" }\n");
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), "general: { }\n");
        List<String> command = new ArrayList<>(pinning);
        command.addAll(List.of(program.toString(), "-F", folder.toString(), "-C", folder + "/janus.jcfg"));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        socket = connect();
        session = ask(0, 0, "create").at("/data/id").asLong();
        rooms = attach();
    }

    /** Debian keeps plugins under the library folder of the architecture. */
    private static Path folderOf(Path program, String kind) throws IOException {
        try (var found = Files.find(
                program.getParent().resolveSibling("lib"),
                3,
                (path, attributes) -> path.endsWith(Path.of("janus", kind)))) {
            return found.findFirst().orElseThrow(() -> new IOException("Janus has no folder of " + kind));
        }
    }

    private String configuration(Path plugins, Path transports) throws IOException {
        return """
                general: {
                  configs_folder = "%s"
                  plugins_folder = "%s"
                  transports_folder = "%s"
                  debug_level = 2
                  event_loops = 1
                  session_timeout = 0
                }
                media: { ipv6 = false }
                nat: { ice_lite = true, ice_enforce_list = "%s", ignore_mdns = true }
                plugins: { disable = "%s" }
                transports: { disable = "%s" }
                """
                .formatted(
                        folder,
                        plugins,
                        transports,
                        host,
                        allBut(plugins, "libjanus_videoroom.so"),
                        allBut(transports, "libjanus_websockets.so"));
    }

    private static String allBut(Path folder, String kept) throws IOException {
        try (var files = Files.list(folder)) {
            return String.join(
                    ",",
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".so") && !name.equals(kept))
                            .toList());
        }
    }

    private WebSocket connect() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return client.newWebSocketBuilder()
                        .subprotocols("janus-protocol")
                        .buildAsync(URI.create("ws://" + host + ":" + PORT + "/"), new Listener())
                        .join();
            } catch (CompletionException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException(
                            "Janus doesn't answer: " + Files.readString(folder.resolve("log")), e.getCause());
                }
                Pace.until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100), 0);
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** An "ack" only says that the event will come. */
    private void heard(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            CompletableFuture<JsonNode> future =
                    waiting.get(message.path("transaction").asText());
            if (future != null && !message.path("janus").asText().equals("ack")) {
                future.complete(message);
            }
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private JsonNode ask(long inSession, long handle, String verb) throws IOException {
        return ask(inSession, handle, JSON.createObjectNode().put("janus", verb));
    }

    private JsonNode ask(long inSession, long handle, ObjectNode request) throws IOException {
        String transaction = "t" + nextTransaction++;
        request.put("transaction", transaction);
        if (inSession != 0) {
            request.put("session_id", inSession);
        }
        if (handle != 0) {
            request.put("handle_id", handle);
        }
        CompletableFuture<JsonNode> future = new CompletableFuture<>();
        waiting.put(transaction, future);
        try {
            socket.sendText(JSON.writeValueAsString(request), true).join();
            JsonNode answer = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.path("janus").asText().equals("error")
                    || answer.at("/plugindata/data").has("error")) {
                throw new IOException("Janus refused " + request + ": " + answer);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Janus doesn't answer " + request, e);
        } finally {
            waiting.remove(transaction);
        }
    }

    private long attach() throws IOException {
        ObjectNode request = JSON.createObjectNode().put("janus", "attach").put("plugin", "janus.plugin.videoroom");
        return ask(session, 0, request).at("/data/id").asLong();
    }

    private JsonNode tell(long handle, ObjectNode body, ObjectNode description) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("janus", "message");
        request.set("body", body);
        if (description != null) {
            request.set("jsep", description);
        }
        return ask(session, handle, request);
    }

    @Override
    public void openRoom(int room) throws IOException {
        tell(
                rooms,
                JSON.createObjectNode()
                        .put("request", "create")
                        .put("room", room)
                        .put("publishers", 100)
                        .put("transport_wide_cc_ext", true),
                null);
    }

    @Override
    public End publish(Roster.Participant participant, End client) throws IOException {
        long handle = attach();
        ObjectNode join = JSON.createObjectNode()
                .put("request", "join")
                .put("ptype", "publisher")
                .put("room", participant.room())
                .put("id", participant.number() + 1);
        tell(handle, join, null);
        ObjectNode offer = JSON.createObjectNode()
                .put("type", "offer")
                .put("trickle", false)
                .put("sdp", offer(participant, client));
        JsonNode answer = tell(handle, JSON.createObjectNode().put("request", "publish"), offer);
        return end(answer.at("/jsep/sdp").asText());
    }

    @Override
    public End subscribe(Roster.Participant participant, List<Roster.Participant> others, End client)
            throws IOException {
        long handle = attach();
        ObjectNode join = JSON.createObjectNode()
                .put("request", "join")
                .put("ptype", "subscriber")
                .put("room", participant.room());
        others.forEach(other -> join.withArray("streams").addObject().put("feed", other.number() + 1));
        String offer = tell(handle, join, null).at("/jsep/sdp").asText();
        ObjectNode answer = JSON.createObjectNode()
                .put("type", "answer")
                .put("trickle", false)
                .put("sdp", answer(offer, client));
        tell(handle, JSON.createObjectNode().put("request", "start"), answer);
        return end(offer);
    }

    private End end(String description) throws IOException {
        Matcher candidate = CANDIDATE.matcher(description);
        Matcher extension = TRANSPORT_WIDE.matcher(description);
        if (!candidate.find()) {
            throw new IOException("Janus offers no candidate:\n" + description);
        }
        return new End(
                attribute(description, "ice-ufrag"),
                attribute(description, "ice-pwd"),
                attribute(description, "fingerprint"),
                UdpAddress.of(candidate.group(1), Integer.parseInt(candidate.group(2))),
                extension.find() ? Integer.parseInt(extension.group(1)) : 0);
    }

    private static String attribute(String description, String name) throws IOException {
        return description
                .lines()
                .filter(line -> line.startsWith("a=" + name + ":"))
                .map(line -> line.substring(name.length() + 3))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in\n" + description));
    }

    private static String offer(Roster.Participant participant, End client) {
        StringBuilder text = new StringBuilder();
        boolean video = participant.kinds().contains("v");
        text.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0")
                .append(video ? " 1" : "")
                .append("\r\na=msid-semantic: WMS *\r\n")
                .append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\n")
                .append(transport(client))
                .append("a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n")
                .append(numbered())
                .append("a=ssrc:")
                .append(Roster.firstSsrc(participant.number()))
                .append(" cname:bench\r\n");
        if (video) {
            long ssrc = Roster.firstSsrc(participant.number()) + 1;
            long repairs = Roster.repairSsrc(participant.number());
            text.append("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=sendonly\r\n")
                    .append(transport(client))
                    .append("a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n")
                    .append("a=rtcp-fb:96 transport-cc\r\n")
                    .append(numbered())
                    .append("a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=ssrc-group:FID ")
                    .append(ssrc + " " + repairs + "\r\na=ssrc:" + ssrc + " cname:bench\r\n")
                    .append("a=ssrc:" + repairs + " cname:bench\r\n");
        }
        return text.toString();
    }

    private static String numbered() {
        return "a=extmap:" + TracePackets.TRANSPORT_WIDE_EXTENSION + " " + NUMBERED + "\r\n";
    }

    private static String transport(End client) {
        return "a=ice-ufrag:" + client.ufrag() + "\r\na=ice-pwd:" + client.pwd() + "\r\na=fingerprint:"
                + client.fingerprint() + "\r\na=setup:active\r\na=rtcp-mux\r\na=candidate:1 1 udp 2130706431 "
                + client.address().literal() + " " + client.address().port() + " typ host\r\na=end-of-candidates\r\n";
    }

    /** The offer turned round: what it sends we receive, over our end of the transport. */
    private static String answer(String offer, End client) {
        StringBuilder text = new StringBuilder();
        for (String line : offer.lines().toList()) {
            if (line.startsWith("a=setup:")) {
                text.append(transport(client));
            } else if (line.equals("a=sendonly") || line.equals("a=sendrecv")) {
                text.append("a=recvonly\r\n");
            } else if (!line.matches("a=(ice-|fingerprint|candidate|end-of|rtcp-mux|ssrc|msid:).*")) {
                text.append(line).append("\r\n");
            }
        }
        return text.toString();
    }

    @Override
    public ServerProcess process() {
        // taskset becomes the program it starts, so this is Janus's own id.
        return new ServerProcess(process.pid());
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        ServerProcess.end(process);
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder + ": " + e);
        }
    }
}
