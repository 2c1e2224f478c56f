package org.kachehri.signaling.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.http.JsonSchemas;

/** A participant's page, as far as the live protocol goes; what the server says is held to the schema. */
final class Page implements WebSocket.Listener, AutoCloseable {
    private static final JsonSchemas SCHEMAS = JsonSchemas.live();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private int commands;
    String participant;

    Page(int port) {
        socket = CLIENT.newWebSocketBuilder()
                .subprotocols("kachehri.v1")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/live"), this)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            received.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        received.add("{\"type\":\"closed\",\"code\":" + code + "}");
        return null;
    }

    void say(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
    }

    JsonNode hello(String token) {
        say("{'type':'hello','token':'" + token + "'}");
        JsonNode welcome = next("welcome");
        participant = welcome.get("participant").asText();
        return welcome;
    }

    /** The outcome of a command; states in between are skipped. */
    JsonNode command(String action, String rest) {
        String id = "c" + ++commands;
        say("{'type':'command','id':'" + id + "','action':'" + action + "'" + rest + "}");
        JsonNode outcome = next("outcome");
        assertEquals(id, outcome.get("id").asText());
        return outcome;
    }

    void does(String action, String rest) {
        JsonNode outcome = command(action, rest);
        assertEquals(true, outcome.get("ok").asBoolean(), outcome.toString());
    }

    String refusal(String action, String rest) {
        return command(action, rest).path("error").path("code").asText();
    }

    /** The next message of this type; others before it are dropped. */
    JsonNode next(String type) {
        try {
            while (true) {
                String message = received.poll(10, TimeUnit.SECONDS);
                assertNotNull(message, "no " + type + " came");
                JsonNode node = Json.mapper().readTree(message);
                if (!node.get("type").asText().equals("closed")) {
                    assertEquals(Optional.empty(), SCHEMAS.complaint("fromServer", message), message);
                }
                if (node.get("type").asText().equals(type)) return node;
            }
        } catch (InterruptedException | com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing of this type lies among what came so far. */
    void isNeverTold(String type) {
        for (String message : received) {
            assertEquals(false, message.startsWith("{\"type\":\"" + type + "\""), message);
        }
    }

    /** The first snapshot in which the reception is in this state. */
    JsonNode stateIs(String state) {
        while (true) {
            JsonNode snapshot = next("state").get("snapshot");
            if (snapshot.get("state").asText().equals(state)) return snapshot;
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
