package org.kachehri.recording.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.platform.http.Json;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.signaling.bridge.RecorderLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lent recorder, from the lease to its return. Used by the reception's thread. */
final class LentRecorder implements RecorderLease {
    private static final Logger LOG = LoggerFactory.getLogger(LentRecorder.class);

    private final String id;
    private final String receptionId;
    private final Recorders recorders;
    private CaptureRecorder recorder;

    LentRecorder(String id, String receptionId, Recorders recorders) {
        this.id = id;
        this.receptionId = receptionId;
        this.recorders = recorders;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void begin(Subject subject, Instant now) {
        try {
            recorder = recorders.begin(subject);
        } catch (IOException e) {
            throw new UncheckedIOException("the capture of reception " + receptionId + " can't begin", e);
        }
    }

    @Override
    public PacketTap tap() {
        return recorder;
    }

    @Override
    public void event(RoomEvent event) {
        ObjectNode json = Json.mapper().createObjectNode().put("type", event.type());
        if (event.participant() != null) json.put("peer", event.participant());
        if (event.name() != null) json.put("name", event.name());
        if (event.detail() != null) json.put("detail", event.detail());
        recorder.event(json.toString());
    }

    @Override
    public RecorderHealth health() {
        return MeasuredHealth.of(recorder.health());
    }

    @Override
    public void pause(boolean offRecord, String reason) {
        recorder.pause(offRecord ? GapCause.OFF_RECORD : GapCause.PAUSED, reason == null ? "" : reason);
    }

    @Override
    public void resume() {
        recorder.resume();
    }

    @Override
    public void unmuted(String source) {
        recorder.unmuted(source);
    }

    @Override
    public void switched(String source, boolean on) {
        recorder.switched(source, on);
    }

    @Override
    public void link(String participant, boolean up) {
        recorder.link(participant, up);
    }

    /** A capture that can't be finished in order keeps what it has: the archive repairs it before sealing. */
    @Override
    public void release() {
        try {
            if (recorder != null) recorder.finish();
        } catch (IOException e) {
            LOG.error("The capture of reception {} did not end in order", receptionId, e);
        } finally {
            recorders.returned(receptionId);
        }
    }
}
