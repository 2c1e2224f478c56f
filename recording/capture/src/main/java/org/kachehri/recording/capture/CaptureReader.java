package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * Reads all segments of a capture as one. Segments are mapped, not loaded; what is kept on the heap is about 100 bytes a packet.
 * It reads what is whole in damaged files: whether they are intact is the archive's question. Not thread-safe.
 */
public final class CaptureReader implements AutoCloseable {
    private static final class Source {
        private final SequenceExtender extender = new SequenceExtender();
        private final List<CapturedPacket> packets = new ArrayList<>();
    }

    private static final class Track {
        private final Map<Long, Source> sources = new LinkedHashMap<>();
        private final List<CapturedPacket> reports = new ArrayList<>();
    }

    private final Arena arena = Arena.ofShared();
    private final Map<CapturedTrack, Track> tracks = new LinkedHashMap<>();
    private final List<CapturedEvent> events = new ArrayList<>();
    private final Path ledger;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos;

    /**
     * @param segments the directory with the segments
     * @param ledger the gap ledger; may be missing
     */
    public CaptureReader(Path segments, Path ledger) throws IOException {
        this.ledger = ledger;
        for (Path segment : segments(segments)) {
            new PcapngReader(segment, arena).read(new PcapngReader.Visitor() {
                @Override
                public void track(CapturedTrack track) {
                    tracks.computeIfAbsent(track, any -> new Track());
                }

                @Override
                public void event(long nanos, String json) {
                    seen(nanos);
                    events.add(new CapturedEvent(nanos, json));
                }

                @Override
                public void packet(
                        CapturedTrack track,
                        long nanos,
                        boolean rtcp,
                        boolean repaired,
                        MemorySegment bytes,
                        long offset,
                        int length) {
                    seen(nanos);
                    add(tracks.get(track), nanos, rtcp, repaired, bytes.asSlice(offset, length));
                }
            });
        }
    }

    /** The segments of a directory in their order. */
    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("segment-\\d{6,}\\.pcapng"))
                    .sorted()
                    .toList();
        }
    }

    private void seen(long nanos) {
        firstNanos = Math.min(firstNanos, nanos);
        lastNanos = Math.max(lastNanos, nanos);
    }

    private static void add(Track track, long nanos, boolean rtcp, boolean repaired, MemorySegment bytes) {
        int length = (int) bytes.byteSize();
        if (rtcp) {
            if (length >= Rtcp.HEADER_LENGTH) {
                long ssrc = NetworkBytes.u32(bytes, 4);
                track.reports.add(new CapturedPacket(nanos, -1, ssrc, bytes, repaired));
            }
        } else if (RtpHeader.length(bytes, 0, length) != RtpHeader.MALFORMED) {
            long ssrc = RtpHeader.ssrc(bytes, 0);
            Source source = track.sources.computeIfAbsent(ssrc, any -> new Source());
            long sequence = source.extender.extend(RtpHeader.sequenceNumber(bytes, 0));
            source.packets.add(new CapturedPacket(nanos, sequence, ssrc, bytes, repaired));
        }
    }

    /** All tracks in the order in which they appeared. */
    public List<CapturedTrack> tracks() {
        return List.copyOf(tracks.keySet());
    }

    /** The track's RTP packets, each once: source after source (by SSRC, as they appeared), within a source by sequence number. */
    public List<CapturedPacket> packets(CapturedTrack track) {
        List<CapturedPacket> packets = new ArrayList<>();
        for (Source source : tracks.get(track).sources.values()) {
            // Stable: of a packet that came twice the first stays.
            source.packets.sort(Comparator.comparingLong(CapturedPacket::sequence));
            long last = Long.MIN_VALUE;
            for (CapturedPacket packet : source.packets) {
                if (packet.sequence() != last) {
                    packets.add(packet);
                }
                last = packet.sequence();
            }
        }
        return packets;
    }

    /** The sender reports of the track's sender in order of arrival. */
    public List<CapturedPacket> reports(CapturedTrack track) {
        return List.copyOf(tracks.get(track).reports);
    }

    /** Room events in order of arrival. */
    public List<CapturedEvent> events() {
        return List.copyOf(events);
    }

    /** What is missing, as the ledger says. */
    public List<LedgerEntry> ledger() throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (JsonNode line : LineFile.read(ledger)) {
            entries.add(LedgerEntry.ofLine(line));
        }
        return entries;
    }

    /** The first stamp in the capture, nanoseconds since 1970. */
    public long firstNanos() {
        return firstNanos == Long.MAX_VALUE ? 0 : firstNanos;
    }

    /** The last stamp in the capture. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Unmaps the segments; packets read before are no longer valid. */
    @Override
    public void close() {
        arena.close();
    }
}
