package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kachehri.media.rtp.RtpHeader;

/**
 * Writes a capture's files. Owned by the recorder's thread, knows no thread itself: stamps come in as nanoseconds since 1970 on the
 * capture's clock, and the wall clock is only read for clock readings.
 */
final class CaptureWriter implements AutoCloseable {
    /** A system call; at 20 x 0.3 MB/s a disk loses 30 MB between two looks. */
    private static final long SPACE_NANOS = 5_000_000_000L;

    private record Pause(long sinceNanos, GapCause cause, String detail) {}

    private final CaptureSettings settings;
    private final Clock wall;
    private final ByteBuffer buffer = SegmentFile.buffer();
    private final Map<CapturedTrack, TrackState> tracks = new LinkedHashMap<>();

    /** The tracks of each publication, and the publications whose sender has switched them off. */
    private final Map<String, List<TrackState>> pictures = new HashMap<>();

    private final Set<String> switchedOff = new HashSet<>();
    private final List<SegmentDigest> segments;
    private final List<LedgerEntry> ledger;
    private final LineFile ledgerFile;
    private final LineFile eventFile;
    private final LineFile segmentList;
    private final long startNanos;
    private SegmentFile segment;
    private int segmentNumber;
    private long closedBytes;
    private long flushedNanos;
    private long freeBytes;
    private long spaceNanos;
    private Optional<Pause> paused = Optional.empty();

    /** @param cause why it wasn't there before */
    private record Beginning(long atNanos, GapCause cause) {}

    /** When it began in the middle, until it hears: the room gets it a moment later, while everybody goes on talking. */
    private Optional<Beginning> beginning = Optional.empty();

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
        flushedNanos = nowNanos;
        spaceNanos = nowNanos;
        freeBytes = Files.getFileStore(directory).getUsableSpace();
        openSegment(nowNanos);
        if (before.lastNumber() > 0) {
            long last = Math.min(before.lastNanos(), nowNanos);
            enter(LedgerEntry.ofTime(last, nowNanos, GapCause.RECORDER_RESTART, ""));
            beginning = Optional.of(new Beginning(nowNanos, GapCause.RECORDER_RESTART));
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

    private TrackState state(long nanos, CapturedTrack track) throws IOException {
        TrackState state = tracks.get(track);
        if (state == null) {
            List<TrackState> layers = pictures.computeIfAbsent(track.publication(), picture -> new ArrayList<>());
            state = new TrackState(track, settings.repairNanos(), nanos, layers);
            if (switchedOff.contains(track.publication())) {
                state.switchedOff(nanos);
            }
            tracks.put(track, state);
        }
        if (!state.isIn(segmentNumber)) {
            state.introduced(segmentNumber, segment.track(track));
        }
        return state;
    }

    /** A source is in the room: it gets its interface even if it never sends. */
    void track(long nanos, CapturedTrack track) throws IOException {
        roll(nanos, 0);
        state(nanos, track);
    }

    void rtp(long nanos, CapturedTrack track, MemorySegment bytes, long offset, int length, boolean repaired)
            throws IOException {
        int header = RtpHeader.length(bytes, offset, length);
        if (paused.isPresent() || header == RtpHeader.MALFORMED) {
            return;
        }
        roll(nanos, length);
        hears(nanos);
        TrackState state = state(nanos, track);
        segment.packet(state.interfaceNumber(), nanos, Pcapng.RTP_PORT, bytes, offset, length, repaired);
        int payload = length - header - Math.max(0, RtpHeader.paddingLength(bytes, offset, length, header));
        enterAll(state.heard(nanos, bytes, offset, length, header, payload));
    }

    private void hears(long nanos) throws IOException {
        if (beginning.isPresent()) {
            enter(LedgerEntry.ofTime(
                    beginning.get().atNanos(), nanos, beginning.get().cause(), ""));
            beginning = Optional.empty();
        }
    }

    /** It takes the place of another recorder that was lost. */
    void replaces() {
        if (beginning.isEmpty()) {
            beginning = Optional.of(new Beginning(startNanos, GapCause.RECORDER_REPLACED));
        }
    }

    void rtcp(long nanos, CapturedTrack track, MemorySegment bytes, long offset, int length) throws IOException {
        if (paused.isEmpty()) {
            roll(nanos, length);
            TrackState state = state(nanos, track);
            segment.packet(state.interfaceNumber(), nanos, Pcapng.RTCP_PORT, bytes, offset, length, false);
        }
    }

    /** Packets of a track that found no room in the ring. */
    void dropped(PacketDrop drop) throws IOException {
        enterAll(state(drop.toNanos(), drop.track()).dropped(drop));
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
            for (TrackState state : tracks.values()) {
                enterAll(state.stopped(nanos));
            }
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
            state.resumed(nanos, pause.cause(), pause.detail());
        }
        event(nanos, CaptureJson.MAPPER.createObjectNode().put("type", "capture-resumed"));
    }

    boolean paused() {
        return paused.isPresent();
    }

    /** The person has switched the source off or on. */
    void switched(long nanos, String source, boolean on) {
        boolean changed = on ? switchedOff.remove(source) : switchedOff.add(source);
        if (changed) {
            for (TrackState state : pictures.getOrDefault(source, List.of())) {
                if (on) {
                    state.switchedOn();
                } else {
                    state.switchedOff(nanos);
                }
            }
        }
    }

    /** The bridge hears the person no more, or again. */
    void link(String peer, boolean up) {
        tracks.forEach((track, state) -> {
            if (track.peer().equals(peer)) {
                state.link(up);
            }
        });
    }

    /** The jump in a source's numbers when it is heard again comes from muting. */
    void unmuted(long nanos, String source) {
        for (Map.Entry<CapturedTrack, TrackState> track : tracks.entrySet()) {
            if (track.getKey().publication().equals(source)) {
                track.getValue().unmuted(nanos);
            }
        }
    }

    /** To be called several times a second: closes a segment that is old enough, flushes, enters what was not repaired. */
    void tick(long nowNanos) throws IOException {
        roll(nowNanos, 0);
        for (TrackState state : tracks.values()) {
            enterAll(state.expired(nowNanos));
        }
        segment.flush();
        flushedNanos = nowNanos;
        if (nowNanos - spaceNanos >= SPACE_NANOS) {
            freeBytes = Files.getFileStore(settings.directory()).getUsableSpace();
            spaceNanos = nowNanos;
        }
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

    CaptureHealth health(long nowNanos, long ringDropped, Optional<String> failure) {
        Map<String, TrackHealth> healths = new HashMap<>();
        tracks.forEach((track, state) -> healths.put(track.name(), state.health(nowNanos)));
        return new CaptureHealth(
                Stamps.instant(nowNanos),
                closedBytes + segment.bytes(),
                segments.size(),
                Stamps.instant(segment.openedNanos()),
                Stamps.instant(flushedNanos),
                freeBytes,
                ringDropped,
                paused.isPresent(),
                healths,
                failure);
    }

    CaptureResult finish(long nowNanos) throws IOException {
        hears(nowNanos);
        if (paused.isPresent()) {
            Pause pause = paused.get();
            enter(LedgerEntry.ofTime(pause.sinceNanos(), nowNanos, pause.cause(), pause.detail()));
        }
        for (TrackState state : tracks.values()) {
            if (paused.isEmpty()) {
                enterAll(state.stopped(nowNanos));
            }
            enterAll(state.close(nowNanos));
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
