package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;

/**
 * Writes a capture's files. Owned by the recorder's thread, knows no thread itself: stamps come in as nanoseconds since 1970 on the
 * capture's clock, and the wall clock is only read for clock readings.
 */
final class CaptureWriter implements AutoCloseable {
    private static final class TrackState {
        private final GapTracker gaps;
        private int segment;
        private int inter;
        private long packets;
        private long lastNanos;
        private boolean keyframeSeen;

        private TrackState(GapTracker gaps) {
            this.gaps = gaps;
        }
    }

    private record Pause(long sinceNanos, GapCause cause, String detail) {}

    private final CaptureSettings settings;
    private final Clock wall;
    private final ByteBuffer buffer = SegmentFile.buffer();
    private final Map<CapturedTrack, TrackState> tracks = new LinkedHashMap<>();
    private final List<SegmentDigest> segments;
    private final List<LedgerEntry> ledger;
    private final LineFile ledgerFile;
    private final LineFile eventFile;
    private final LineFile segmentList;
    private final long startNanos;
    private SegmentFile segment;
    private int segmentNumber;
    private long closedBytes;
    private Optional<Pause> paused = Optional.empty();

    /** When it came back, until it hears: the room gets it a moment after it has begun, while everybody goes on talking. */
    private Optional<Long> returnedNanos = Optional.empty();

    /** Begins a capture, or continues one whose recorder ended without closing it. */
    CaptureWriter(CaptureSettings settings, Clock wall, long nowNanos) throws IOException {
        this.settings = settings;
        this.wall = wall;
        Path directory = Files.createDirectories(settings.directory());
        CaptureRecovery.Recovered before = CaptureRecovery.recover(directory);
        segments = new ArrayList<>(before.segments());
        ledger = new ArrayList<>(before.ledger());
        segmentNumber = before.lastNumber();
        closedBytes = segments.stream().mapToLong(SegmentDigest::bytes).sum();
        startNanos = segments.isEmpty() ? nowNanos : segments.getFirst().fromNanos();
        ledgerFile = new LineFile(directory.resolve(CaptureResult.LEDGER));
        eventFile = new LineFile(directory.resolve(CaptureResult.EVENTS));
        segmentList = new LineFile(directory.resolve(CaptureResult.SEGMENTS));
        openSegment(nowNanos);
        if (before.lastNumber() > 0) {
            long last = Math.min(before.lastNanos(), nowNanos);
            enter(LedgerEntry.ofTime(last, nowNanos, GapCause.RECORDER_RESTART, ""));
            returnedNanos = Optional.of(nowNanos);
        }
    }

    private void openSegment(long nowNanos) throws IOException {
        segmentNumber++;
        String name = String.format(Locale.ROOT, "segment-%06d.pcapng", segmentNumber);
        String comment = "reception " + settings.receptionId();
        segment = new SegmentFile(settings.directory(), name, nowNanos, comment, buffer);
        ObjectNode reading = CaptureJson.MAPPER.createObjectNode();
        reading.put("type", "clock").put("wall", wall.instant().toString());
        event(nowNanos, reading);
    }

    private void closeSegment(long nowNanos) throws IOException {
        String previous =
                segments.isEmpty() ? SegmentDigest.GENESIS : segments.getLast().chain();
        SegmentDigest digest = segment.close(nowNanos, previous);
        segments.add(digest);
        closedBytes += digest.bytes();
        segmentList.append(digest.line());
        segmentList.force();
        ledgerFile.force();
        eventFile.force();
    }

    private void roll(long nowNanos, int coming) throws IOException {
        if (nowNanos - segment.openedNanos() >= settings.segmentNanos()
                || segment.bytes() + coming > settings.segmentBytes()) {
            closeSegment(nowNanos);
            openSegment(nowNanos);
        }
    }

    private TrackState state(CapturedTrack track) throws IOException {
        TrackState state = tracks.get(track);
        if (state == null) {
            state = new TrackState(new GapTracker(track.name(), settings.repairNanos()));
            tracks.put(track, state);
        }
        if (state.segment != segmentNumber) {
            state.inter = segment.track(track);
            state.segment = segmentNumber;
        }
        return state;
    }

    /** A source is in the room: it gets its interface even if it never sends. */
    void track(long nanos, CapturedTrack track) throws IOException {
        roll(nanos, 0);
        state(track);
    }

    void rtp(long nanos, CapturedTrack track, MemorySegment bytes, long offset, int length, boolean repaired)
            throws IOException {
        int header = RtpHeader.length(bytes, offset, length);
        if (paused.isPresent() || header == RtpHeader.MALFORMED) {
            return;
        }
        roll(nanos, length);
        hears(nanos);
        TrackState state = state(track);
        segment.packet(state.inter, nanos, Pcapng.RTP_PORT, bytes, offset, length, repaired);
        state.packets++;
        state.lastNanos = nanos;
        int payload = length - header - Math.max(0, RtpHeader.paddingLength(bytes, offset, length, header));
        // Where a codec's key frames can't be seen, its tracks count as decodable from the first packet on.
        state.keyframeSeen |= track.kind() == MediaKind.AUDIO
                || !Keyframes.visible(track.codec())
                || Keyframes.begins(track.codec(), bytes, offset + header, payload);
        int sequence = RtpHeader.sequenceNumber(bytes, offset);
        long timestamp = RtpHeader.timestamp(bytes, offset);
        enterAll(state.gaps.packet(nanos, RtpHeader.ssrc(bytes, offset), sequence, timestamp));
        if (RtpHeader.payloadType(bytes, offset) == track.redPayloadType()) {
            int blocks = OpusRed.blocks(bytes, offset + header, payload);
            for (int back = 1; back < blocks; back++) {
                long block = OpusRed.block(bytes, offset + header, payload, blocks - 1 - back);
                if (OpusRed.payloadType(block) == track.payloadType() && OpusRed.dataLength(block) > 0) {
                    state.gaps.repeated(sequence, back, timestamp - OpusRed.timestampOffset(block));
                }
            }
        }
    }

    private void hears(long nanos) throws IOException {
        if (returnedNanos.isPresent()) {
            enter(LedgerEntry.ofTime(returnedNanos.get(), nanos, GapCause.RECORDER_RESTART, ""));
            returnedNanos = Optional.empty();
        }
    }

    void rtcp(long nanos, CapturedTrack track, MemorySegment bytes, long offset, int length) throws IOException {
        if (paused.isEmpty()) {
            roll(nanos, length);
            TrackState state = state(track);
            segment.packet(state.inter, nanos, Pcapng.RTCP_PORT, bytes, offset, length, false);
        }
    }

    /** Packets of a track that found no room in the ring. */
    void dropped(PacketDrop drop) throws IOException {
        enterAll(state(drop.track()).gaps.dropped(drop));
    }

    void event(long nanos, ObjectNode event) throws IOException {
        byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
        segment.event(nanos, json);
        eventFile.append(eventLine(nanos, event));
    }

    static String eventLine(long nanos, ObjectNode event) {
        ObjectNode line = CaptureJson.MAPPER.createObjectNode();
        line.put("at", Stamps.text(nanos));
        line.setAll(event);
        return line.toString();
    }

    /** From now on nothing is written but room events. */
    void pause(long nanos, GapCause cause, String detail) throws IOException {
        if (paused.isEmpty()) {
            paused = Optional.of(new Pause(nanos, cause, detail));
            ObjectNode event = CaptureJson.MAPPER.createObjectNode();
            event(
                    nanos,
                    event.put("type", "capture-paused")
                            .put("cause", cause.word())
                            .put("detail", detail));
        }
    }

    void resume(long nanos) throws IOException {
        if (paused.isEmpty()) {
            return;
        }
        Pause pause = paused.get();
        paused = Optional.empty();
        enter(LedgerEntry.ofTime(pause.sinceNanos(), nanos, pause.cause(), pause.detail()));
        for (TrackState state : tracks.values()) {
            state.gaps.expect(pause.cause(), pause.detail());
        }
        event(nanos, CaptureJson.MAPPER.createObjectNode().put("type", "capture-resumed"));
    }

    boolean paused() {
        return paused.isPresent();
    }

    /** The jump in a source's numbers when it is heard again comes from muting. */
    void unmuted(String source) {
        for (Map.Entry<CapturedTrack, TrackState> track : tracks.entrySet()) {
            if (track.getKey().publication().equals(source)) {
                track.getValue().gaps.expect(GapCause.MUTED, "");
            }
        }
    }

    /** To be called several times a second: closes a segment that is old enough, flushes, enters what was not repaired. */
    void tick(long nowNanos) throws IOException {
        roll(nowNanos, 0);
        for (TrackState state : tracks.values()) {
            enterAll(state.gaps.expired(nowNanos));
        }
        segment.flush();
    }

    private void enterAll(List<LedgerEntry> entries) throws IOException {
        for (LedgerEntry entry : entries) {
            enter(entry);
        }
    }

    private void enter(LedgerEntry entry) throws IOException {
        ledger.add(entry);
        ledgerFile.append(entry.line());
    }

    CaptureHealth health(long ringDropped, Optional<String> failure) {
        Map<String, TrackHealth> healths = new HashMap<>();
        tracks.forEach((track, state) -> {
            Instant last = Stamps.instant(state.lastNanos);
            healths.put(track.name(), new TrackHealth(state.packets, state.gaps.missing(), last, state.keyframeSeen));
        });
        Instant sealed = Stamps.instant(segment.openedNanos());
        long bytes = closedBytes + segment.bytes();
        return new CaptureHealth(bytes, segments.size(), sealed, ringDropped, paused.isPresent(), healths, failure);
    }

    CaptureResult finish(long nowNanos) throws IOException {
        hears(nowNanos);
        if (paused.isPresent()) {
            Pause pause = paused.get();
            enter(LedgerEntry.ofTime(pause.sinceNanos(), nowNanos, pause.cause(), pause.detail()));
        }
        for (TrackState state : tracks.values()) {
            enterAll(state.gaps.close());
        }
        closeSegment(nowNanos);
        close();
        return new CaptureResult(settings.directory(), segments, ledger, startNanos, nowNanos);
    }

    @Override
    public void close() throws IOException {
        try (ledgerFile;
                eventFile;
                segmentList) {
            // Closing the three files is all; the segment was closed by finish(), or is left for recovery.
        }
    }
}
