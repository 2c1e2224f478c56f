package org.kachehri.recording.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.platform.http.Json;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.signaling.bridge.RecorderLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is lent to one reception, from the lease to its return: one recorder, or two that write the same. Used by the reception's thread. */
final class LentRecorder implements RecorderLease {
    private static final Logger LOG = LoggerFactory.getLogger(LentRecorder.class);

    private record Pause(GapCause cause, String reason) {}

    private final String receptionId;
    private final Recorders recorders;
    private final TapSplitter tap = new TapSplitter();
    private final List<Lane> lanes;
    private final String id;

    /** What a recorder that begins later has to be told. */
    private Optional<Pause> pause = Optional.empty();

    private final Set<String> switchedOff = new HashSet<>();

    /** Why the last recorder was lost, when there is none any more. */
    private String lost;

    LentRecorder(String receptionId, List<Lane> lanes, Recorders recorders) {
        this.receptionId = receptionId;
        this.lanes = new ArrayList<>(lanes);
        this.id = lanes.getFirst().lease().toString();
        this.recorders = recorders;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void begin(Subject subject, Instant now) {
        for (Lane lane : List.copyOf(lanes)) {
            try {
                lane.writes(recorders.begin(lane.disk(), receptionId));
            } catch (IOException e) {
                LOG.error("Recorder {} can't begin reception {}", lane.disk().number(), receptionId, e);
                replace(lane, "it can't begin: " + e);
            }
        }
        if (lanes.isEmpty()) {
            throw new UncheckedIOException(
                    new IOException("the capture of reception " + receptionId + " can't begin: " + lost));
        }
        recorders.writing(subject);
        tap.to(writing());
        lanes.forEach(recorders::begun);
    }

    @Override
    public PacketTap tap() {
        return tap;
    }

    @Override
    public boolean mend() {
        boolean changed = false;
        for (Lane lane : List.copyOf(lanes)) {
            Optional<String> fault = lane.fault();
            if (fault.isPresent()) {
                LOG.error("Recorder {} of reception {} is lost: {}", lane.disk().number(), receptionId, fault.get());
                replace(lane, fault.get());
                changed = true;
            }
        }
        if (changed) {
            tap.to(writing());
            lanes.forEach(recorders::begun);
        }
        return changed && !lanes.isEmpty();
    }

    /** Another recorder goes on where this one was lost, if there is one. */
    private void replace(Lane lane, String fault) {
        lanes.remove(lane);
        lost = fault;
        lane.recorder().ifPresent(CaptureRecorder::abandon);
        recorders.lost(lane, fault);
        Optional<Lane> other = recorders.another(receptionId, lane, lanes);
        if (other.isEmpty()) return;
        try {
            CaptureRecorder recorder = recorders.begin(other.get().disk(), receptionId);
            recorder.replaces();
            pause.ifPresent(order -> recorder.pause(order.cause(), order.reason()));
            switchedOff.forEach(source -> recorder.switched(source, false));
            other.get().writes(recorder);
            lanes.add(other.get());
        } catch (IOException e) {
            LOG.error(
                    "Recorder {} can't go on with reception {}",
                    other.get().disk().number(),
                    receptionId,
                    e);
            recorders.lost(other.get(), "it can't begin: " + e);
        }
    }

    private List<CaptureRecorder> writing() {
        return lanes.stream().flatMap(lane -> lane.recorder().stream()).toList();
    }

    private void all(Consumer<CaptureRecorder> order) {
        writing().forEach(order);
    }

    @Override
    public void event(RoomEvent event) {
        ObjectNode json = Json.mapper().createObjectNode().put("type", event.type());
        if (event.participant() != null) json.put("peer", event.participant());
        if (event.name() != null) json.put("name", event.name());
        if (event.detail() != null) json.put("detail", event.detail());
        all(recorder -> recorder.event(json.toString()));
    }

    @Override
    public RecorderHealth health() {
        return lanes.isEmpty()
                ? MeasuredHealth.lost(lost, recorders.now())
                : MeasuredHealth.of(
                        lanes.size(), lanes.getFirst().recorder().orElseThrow().health());
    }

    @Override
    public void pause(boolean offRecord, String reason) {
        Pause order = new Pause(offRecord ? GapCause.OFF_RECORD : GapCause.PAUSED, reason == null ? "" : reason);
        pause = Optional.of(order);
        all(recorder -> recorder.pause(order.cause(), order.reason()));
    }

    @Override
    public void resume() {
        pause = Optional.empty();
        all(CaptureRecorder::resume);
    }

    @Override
    public void unmuted(String source) {
        all(recorder -> recorder.unmuted(source));
    }

    @Override
    public void switched(String source, boolean on) {
        if (on) switchedOff.remove(source);
        else switchedOff.add(source);
        all(recorder -> recorder.switched(source, on));
    }

    @Override
    public void link(String participant, boolean up) {
        all(recorder -> recorder.link(participant, up));
    }

    /** A capture that can't be finished in order keeps what it has: it is repaired before it is sealed. */
    @Override
    public void release() {
        for (Lane lane : lanes) {
            Optional<String> fault = Optional.empty();
            try {
                if (lane.recorder().isPresent()) lane.recorder().get().finish();
            } catch (IOException e) {
                fault = Optional.of("it did not end in order: " + e);
                LOG.error(
                        "Recorder {} of reception {} did not end in order",
                        lane.disk().number(),
                        receptionId,
                        e);
            }
            recorders.returned(lane, fault);
        }
        recorders.returned(receptionId);
    }
}
