package org.kachehri.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A browser of the product as far as HTTP and the live protocol go: it keeps its cookies and may hold one seat. Used by one thread. */
final class SyntheticPage implements WebSocket.Listener, AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than a command waits for a database that is away, also where the product has just begun on a machine that composes and builds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final List<JsonNode> passedOver = new ArrayList<>();
    private String csrf = "";
    private int commands;

    /** Null while it has no seat. */
    private WebSocket socket;

    SyntheticPage(int port) {
        this.port = port;
    }

    /** One of the demo's people. */
    void signIn(String login) throws IOException {
        ObjectNode who = JSON.createObjectNode().put("login", login).put("password", "kachehri");
        csrf = post("/api/sign-in", who).path("csrfToken").asText();
    }

    JsonNode get(String path) throws IOException {
        return send(request(path).GET());
    }

    JsonNode post(String path, JsonNode body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", csrf)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
        if (!cookies.isEmpty()) {
            StringBuilder all = new StringBuilder();
            cookies.forEach((name, value) -> all.append(all.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", all.toString());
        }
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String[] pair = cookie.substring(0, (cookie + ";").indexOf(';')).split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            if (answer.statusCode() >= 300) {
                throw new IOException(
                        answer.statusCode() + " for " + answer.uri().getPath() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Takes its seat in the reception, or the citizen's own where this is a kiosk. */
    void sit(ObjectNode which) throws IOException {
        String token = post("/api/live-tokens", which).path("token").asText();
        if (socket != null) {
            socket.abort();
        }
        heard.clear();
        passedOver.clear();
        part.setLength(0);
        try {
            socket = client.newWebSocketBuilder()
                    .subprotocols("kachehri.v1")
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/live"), this)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("there is no way into the reception", e);
        }
        say(JSON.createObjectNode().put("type", "hello").put("token", token));
        next("welcome");
    }

    void say(ObjectNode message) {
        socket.sendText(message.toString(), true).join();
    }

    /** What came of a command: empty when it was done, else why not. */
    String command(ObjectNode command) throws IOException {
        String id = "c" + ++commands;
        say(command.put("type", "command").put("id", id));
        for (JsonNode outcome = next("outcome"); ; outcome = next("outcome")) {
            if (outcome.path("id").asText().equals(id)) {
                return outcome.path("error").path("code").asText("");
            }
        }
    }

    /** The next message of this type; others that came before it are kept for whoever asks for them. */
    JsonNode next(String type) throws IOException {
        for (JsonNode message : passedOver) {
            if (message.path("type").asText().equals(type)) {
                passedOver.remove(message);
                return message;
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (JsonNode message = poll(deadline - System.nanoTime());
                message != null;
                message = poll(deadline - System.nanoTime())) {
            String came = message.path("type").asText();
            if (came.equals("refused")) {
                throw new IOException(message.toString());
            }
            if (came.equals(type)) {
                return message;
            }
            passedOver.add(message);
        }
        throw new IOException("no " + type + " came");
    }

    /** Whether the reception is in this state within a time. */
    boolean comesTo(String state, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        for (JsonNode message = poll(deadline - System.nanoTime());
                message != null;
                message = poll(deadline - System.nanoTime())) {
            if (message.at("/snapshot/state").asText().equals(state)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode poll(long nanos) throws IOException {
        try {
            String message = heard.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return message == null ? null : JSON.readTree(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        client.shutdownNow();
    }
}
