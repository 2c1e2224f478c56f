package org.kachehri.signaling.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.kachehri.platform.http.Json;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.RecorderLease;
import org.kachehri.signaling.reception.Snapshot;
import org.kachehri.signaling.reception.Step;

/** The messages that the server says, as the live protocol (docs/protocol/live.schema.json) writes them. */
final class Wire {
    private Wire() {}

    static JsonNode read(String message) throws JsonProcessingException {
        return Json.mapper().readTree(message);
    }

    static String welcome(String participant, Instant now, TurnServers turn, Snapshot snapshot) {
        ObjectNode node = typed("welcome").put("participant", participant).put("serverTime", now.toString());
        if (!turn.urls().isEmpty()) {
            TurnServers.Credentials own = turn.credentials(participant, now);
            ObjectNode relays = node.putObject("relays");
            turn.urls().forEach(relays.putArray("urls")::add);
            relays.put("username", own.username()).put("credential", own.credential());
        }
        node.set("snapshot", snapshot(snapshot));
        return node.toString();
    }

    static String state(Snapshot snapshot) {
        ObjectNode node = typed("state");
        node.set("snapshot", snapshot(snapshot));
        return node.toString();
    }

    static String published(String sdp) {
        return typed("published").put("sdp", sdp).toString();
    }

    static String subscribe(BridgeEvent.SubscribeOffer offer) {
        ObjectNode node = typed("subscribe").put("sdp", offer.sdp()).put("generation", offer.generation());
        ArrayNode streams = node.putArray("streams");
        for (BridgeEvent.Stream stream : offer.streams()) {
            streams.addObject()
                    .put("mid", stream.mid())
                    .put("participant", stream.participant())
                    .put("purpose", stream.purpose().word());
        }
        return node.toString();
    }

    static String layers(BridgeEvent.LayersNeeded needed) {
        ObjectNode node = typed("layers").put("source", needed.purpose().word());
        needed.rids().forEach(node.putArray("rids")::add);
        return node.toString();
    }

    static String speaker(String participant) {
        return typed("speaker").put("participant", participant).toString();
    }

    static String done(String commandId) {
        return typed("outcome").put("id", commandId).put("ok", true).toString();
    }

    static String notDone(String commandId, Step.Refused refusal) {
        ObjectNode node = typed("outcome").put("id", commandId).put("ok", false);
        node.set("error", error(refusal.code().name(), refusal.role(), refusal.detail()));
        return node.toString();
    }

    /** Outside a command: a malformed or out-of-order message. */
    static String refused(String code, String detail) {
        ObjectNode node = typed("refused");
        node.set("error", error(code, null, detail));
        return node.toString();
    }

    /** Outside a command: what a role may not do. */
    static String refused(Step.Refused refusal) {
        ObjectNode node = typed("refused");
        node.set("error", error(refusal.code().name(), refusal.role(), refusal.detail()));
        return node.toString();
    }

    /** @param troubles null for who isn't told */
    static String recording(RecorderLease.RecorderHealth health, List<RecordWatch.Trouble> troubles) {
        ObjectNode node = typed("recording");
        if (health.sealedUpTo() != null)
            node.put("sealedUpTo", health.sealedUpTo().toString());
        node.put("recorders", health.recorders()).put("bytes", health.bytes()).put("healthy", health.healthy());
        if (troubles == null) return node.toString();
        node.put("measuredAt", health.measuredAt().toString())
                .put("flushedAt", health.flushedAt().toString())
                .put("freeBytes", health.freeBytes());
        ArrayNode sources = node.putArray("sources");
        for (RecorderLease.SourceHealth source : health.sources()) {
            ObjectNode one = sources.addObject()
                    .put("participant", source.participant())
                    .put("source", source.purpose().word())
                    .put("bytes", source.bytes());
            if (source.keyFrame() != null)
                one.put("keyFrameAt", source.keyFrame().toString());
            if (source.goodUntil() != null)
                one.put("goodUntil", source.goodUntil().toString());
            if (source.heard() != null) one.put("heardAt", source.heard().toString());
            if (source.loudest() != null) one.put("loudestDbov", -source.loudest());
        }
        ArrayNode missing = node.putArray("troubles");
        for (RecordWatch.Trouble trouble : troubles) {
            missing.addObject()
                    .put("participant", trouble.participant())
                    .put("source", trouble.purpose().word())
                    .put("code", trouble.code().name())
                    .put("seconds", trouble.seconds());
        }
        return node.toString();
    }

    static String minutesChanged(int paragraphs) {
        return typed("minutesChanged").put("paragraphs", paragraphs).toString();
    }

    static String quality(List<SeatQuality.Now> all) {
        ObjectNode node = typed("quality");
        ArrayNode participants = node.putArray("participants");
        for (SeatQuality.Now now : all) {
            ObjectNode one =
                    participants.addObject().put("participant", now.seat()).put("score", now.score());
            if (!Double.isNaN(now.loss())) one.put("loss", rounded(now.loss(), 1_000));
            if (!Double.isNaN(now.roundTripMillis())) one.put("roundTripMillis", Math.round(now.roundTripMillis()));
            if (!Double.isNaN(now.frozen())) one.put("frozen", rounded(now.frozen(), 1_000));
        }
        return node.toString();
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }

    static String pong() {
        return typed("pong").toString();
    }

    static String bye(String cause) {
        return typed("bye").put("cause", cause).toString();
    }

    private static ObjectNode snapshot(Snapshot snapshot) {
        ObjectNode node = Json.mapper().valueToTree(snapshot);
        // A record component can't carry the protocol's word.
        node.set("protected", node.remove("protectedIdentity"));
        return node;
    }

    private static ObjectNode error(String code, String role, String detail) {
        ObjectNode node = Json.mapper().createObjectNode().put("code", code);
        if (role != null) node.put("role", role);
        if (detail != null) node.put("detail", detail.length() > 300 ? detail.substring(0, 300) : detail);
        return node;
    }

    private static ObjectNode typed(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }
}
