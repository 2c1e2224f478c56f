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

/**
 * Debian's Janus with its video room, spoken to over its WebSocket. Configured to do as little besides forwarding as ours
 * does: an ICE-lite agent, one event loop for its one core, no other plugin, no log but errors.
 */
final class JanusServer implements MeasuredServer {

    private static final int PORT = 8188;
    private static final long PATIENCE_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

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
                .put("sdp", SpokenSdp.offer(participant, client));
        JsonNode answer = tell(handle, JSON.createObjectNode().put("request", "publish"), offer);
        return SpokenSdp.end(answer.at("/jsep/sdp").asText());
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
                .put("sdp", SpokenSdp.answer(offer, client));
        tell(handle, JSON.createObjectNode().put("request", "start"), answer);
        return SpokenSdp.end(offer);
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
