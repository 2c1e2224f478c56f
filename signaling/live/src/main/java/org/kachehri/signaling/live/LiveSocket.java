package org.kachehri.signaling.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.platform.http.JsonSchemas;
import org.kachehri.platform.http.SocketConnection;
import org.kachehri.platform.http.SocketHandler;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.reception.RoomAction;

/** One WebSocket of the live protocol: checks every message against the schema and lays it into the mailbox of its reception. */
final class LiveSocket implements SocketHandler {
    private final SocketConnection connection;
    private final JsonSchemas schemas;
    private final RoomTokens tokens;
    private final LiveReceptions receptions;
    private final OfficialApi officials;
    private String receptionId;
    private Optional<Runnable> closesAtSignOut = Optional.empty();

    LiveSocket(
            SocketConnection connection,
            JsonSchemas schemas,
            RoomTokens tokens,
            LiveReceptions receptions,
            OfficialApi officials) {
        this.connection = connection;
        this.schemas = schemas;
        this.tokens = tokens;
        this.receptions = receptions;
        this.officials = officials;
    }

    @Override
    public void text(String message) {
        Optional<String> complaint = schemas.complaint("fromClient", message);
        if (complaint.isPresent()) {
            connection.send(Wire.refused("MALFORMED", complaint.get()));
            return;
        }
        JsonNode node;
        try {
            node = Wire.read(message);
        } catch (JsonProcessingException e) {
            connection.send(Wire.refused("MALFORMED", e.getOriginalMessage()));
            return;
        }
        String type = node.get("type").asText();
        if (type.equals("ping")) {
            connection.send(Wire.pong());
        } else if (type.equals("hello")) {
            hello(node.get("token").asText());
        } else if (receptionId == null) {
            connection.send(Wire.refused("OUT_OF_ORDER", "hello comes first"));
        } else {
            deliver(letter(type, node), node);
        }
    }

    @Override
    public void closed() {
        closesAtSignOut.ifPresent(Runnable::run);
        if (receptionId != null) {
            receptions.loaded(receptionId).ifPresent(live -> live.post(new Letter.Goodbye(connection)));
        }
    }

    private void hello(String token) {
        if (receptionId != null) {
            connection.send(Wire.refused("OUT_OF_ORDER", "a second hello"));
            return;
        }
        Optional<RoomTokens.Admission> admission = tokens.redeem(token);
        if (admission.isEmpty()) {
            connection.send(Wire.refused("TOKEN_REFUSED", null));
            connection.close(SocketConnection.POLICY_VIOLATION, "TOKEN_REFUSED");
            return;
        }
        // A kiosk's browser may be an official's too; the citizen in the room stays when that official signs out.
        if (admission.get().person().key().startsWith(LiveEndpoints.OFFICIAL)) {
            closesAtSignOut = connection
                    .cookie(OfficialApi.COOKIE)
                    .flatMap(cookie -> officials.closeAtSignOut(
                            cookie, () -> connection.close(SocketConnection.POLICY_VIOLATION, "SIGNED_OUT")));
        }
        receptionId = admission.get().receptionId();
        if (!receptions.post(
                receptionId, new Letter.Hello(connection, admission.get().person()))) {
            connection.send(Wire.refused("TRY_AGAIN", null));
            connection.close(SocketConnection.GOING_AWAY, "TRY_AGAIN");
        }
    }

    private void deliver(Optional<Letter> letter, JsonNode node) {
        if (letter.isEmpty()) {
            connection.send(Wire.refused("MALFORMED", "unknown word"));
            return;
        }
        boolean taken = receptions
                .loaded(receptionId)
                .map(live -> live.post(letter.get()))
                .orElse(false);
        if (!taken) connection.send(Wire.refused("TRY_AGAIN", node.get("type").asText()));
    }

    private Optional<Letter> letter(String type, JsonNode node) {
        return switch (type) {
            case "command" ->
                RoomAction.ofWord(node.get("action").asText())
                        .map(action -> new Letter.Command(
                                connection,
                                node.get("id").asText(),
                                action,
                                text(node, "participant"),
                                text(node, "reason")));
            case "publish" ->
                Optional.of(new Letter.Publish(connection, node.get("sdp").asText(), sources(node)));
            case "subscribed" ->
                Optional.of(new Letter.Subscribed(
                        connection,
                        node.get("sdp").asText(),
                        node.get("generation").asInt()));
            case "view" -> Optional.of(new Letter.View(connection, views(node)));
            case "restart" -> Optional.of(new Letter.Restart(connection));
            case "sending" ->
                Optional.of(new Letter.Sending(
                        connection, node.get("source").asText(), node.get("on").asBoolean()));
            case "played" ->
                Optional.of(new Letter.Played(
                        connection,
                        node.get("spanMillis").asInt(),
                        node.get("frozenMillis").asInt()));
            default -> Optional.empty();
        };
    }

    private static List<BridgeRoom.PublishedSource> sources(JsonNode node) {
        List<BridgeRoom.PublishedSource> sources = new ArrayList<>();
        for (JsonNode source : node.get("sources")) {
            Purpose purpose = Purpose.ofWord(source.get("purpose").asText()).orElseThrow();
            sources.add(new BridgeRoom.PublishedSource(source.get("mid").asText(), purpose));
        }
        return sources;
    }

    private static List<BridgeRoom.View> views(JsonNode node) {
        List<BridgeRoom.View> views = new ArrayList<>();
        for (JsonNode source : node.get("sources")) {
            Purpose purpose = Purpose.ofWord(source.get("purpose").asText()).orElseThrow();
            views.add(new BridgeRoom.View(
                    source.get("participant").asText(),
                    purpose,
                    source.get("height").asInt()));
        }
        return views;
    }

    private static String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }
}
