package org.kachehri.recording.lease;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.kachehri.platform.http.Json;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;

/** {@code data/reception.json} of a package: which reception it was and who sat where; with the alias of a denouncer, never the name. */
final class ReceptionPaper {
    private ReceptionPaper() {}

    static String of(Recorder.FinishedReception finished) {
        RecorderLease.Subject subject = finished.subject();
        ObjectNode paper = Json.mapper().createObjectNode();
        paper.put("receptionId", subject.receptionId())
                .put("code", subject.code())
                .put("day", subject.day().toString())
                .put("timeZone", subject.zone().getId())
                .put("type", subject.type())
                .put("person", subject.person())
                .put("protected", subject.protectedIdentity());
        if (finished.startedAt() != null)
            paper.put("startedAt", finished.startedAt().toString());
        if (finished.closedAt() != null)
            paper.put("closedAt", finished.closedAt().toString());
        ArrayNode participants = paper.putArray("participants");
        for (RecorderLease.Participant participant : subject.participants()) {
            participants
                    .addObject()
                    .put("peer", participant.id())
                    .put("name", participant.name())
                    .put("role", participant.role())
                    .put("language", participant.language());
        }
        if (!finished.quality().isEmpty()) {
            ArrayNode qualities = paper.putArray("quality");
            for (Recorder.ParticipantQuality quality : finished.quality()) {
                qualities
                        .addObject()
                        .put("peer", quality.participant())
                        .put("mean", quality.mean())
                        .put("lowest", quality.lowest())
                        .put("worstMinute", quality.worstMinute().toString())
                        .put("worstMinuteMean", quality.worstMinuteMean())
                        .put("seconds", quality.seconds());
            }
        }
        return paper.toPrettyString() + "\n";
    }
}
