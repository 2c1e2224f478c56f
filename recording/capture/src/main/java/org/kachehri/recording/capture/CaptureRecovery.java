package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Closes what a recorder left open when its process or machine died: the last segment is cut after its last whole block, fsynced, hashed
 * and chained, half-written lines are cut, and the events file is written anew from the segments.
 */
public final class CaptureRecovery {
    record Recovered(List<SegmentDigest> segments, List<LedgerEntry> ledger, int lastNumber, long lastNanos) {}

    private static final class Scan implements PcapngReader.Visitor {
        private final List<String> eventLines = new ArrayList<>();
        private long firstNanos = Long.MAX_VALUE;

        @Override
        public void track(CapturedTrack track) {
            // Only the stamps and the events matter here.
        }

        @Override
        public void event(long nanos, String json) {
            firstNanos = Math.min(firstNanos, nanos);
            eventLines.add(CaptureWriter.eventLine(nanos, CaptureJson.object(json)));
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
            firstNanos = Math.min(firstNanos, nanos);
        }
    }

    private CaptureRecovery() {}

    /**
     * Finishes a capture whose recorder will not come back, so that it can be sealed; a capture that was finished is only read.
     *
     * @param nowNanos nanoseconds since 1970
     */
    public static CaptureResult finish(Path directory, long nowNanos) throws IOException {
        boolean open = !isFinished(directory);
        Recovered recovered = recover(directory);
        List<LedgerEntry> ledger = new ArrayList<>(recovered.ledger());
        if (open && !recovered.segments().isEmpty()) {
            LedgerEntry end = LedgerEntry.ofTime(
                    recovered.lastNanos(),
                    Math.max(nowNanos, recovered.lastNanos()),
                    GapCause.RECORDER_RESTART,
                    "the recorder ended before the reception was closed");
            ledger.add(end);
            try (LineFile file = new LineFile(directory.resolve(CaptureResult.LEDGER))) {
                file.append(end.line());
            }
        }
        List<SegmentDigest> segments = recovered.segments();
        long from = segments.isEmpty() ? nowNanos : segments.getFirst().fromNanos();
        long to = segments.isEmpty() ? nowNanos : segments.getLast().toNanos();
        return new CaptureResult(directory, segments, ledger, from, to);
    }

    private static boolean isFinished(Path directory) throws IOException {
        List<Path> files = CaptureReader.segments(directory);
        LineFile.cutTornLine(directory.resolve(CaptureResult.SEGMENTS));
        return !files.isEmpty()
                && LineFile.read(directory.resolve(CaptureResult.SEGMENTS)).size() == files.size();
    }

    static Recovered recover(Path directory) throws IOException {
        Path list = directory.resolve(CaptureResult.SEGMENTS);
        Path ledgerPath = directory.resolve(CaptureResult.LEDGER);
        LineFile.cutTornLine(list);
        LineFile.cutTornLine(ledgerPath);
        List<SegmentDigest> segments = new ArrayList<>();
        for (JsonNode line : LineFile.read(list)) {
            segments.add(SegmentDigest.ofLine(line));
        }
        long lastNanos = segments.isEmpty() ? 0 : segments.getLast().toNanos();
        List<Path> files = CaptureReader.segments(directory);
        boolean cut = files.size() > segments.size();
        for (Path file : files.subList(Math.min(segments.size(), files.size()), files.size())) {
            Optional<SegmentDigest> closed = close(file, segments, ledgerPath);
            closed.ifPresent(segments::add);
            lastNanos = closed.map(SegmentDigest::toNanos).orElse(lastNanos);
        }
        if (cut) {
            try (LineFile out = new LineFile(list)) {
                for (SegmentDigest segment :
                        segments.subList(LineFile.read(list).size(), segments.size())) {
                    out.append(segment.line());
                }
            }
            rewriteEvents(directory);
        }
        List<LedgerEntry> ledger = new ArrayList<>();
        for (JsonNode line : LineFile.read(ledgerPath)) {
            ledger.add(LedgerEntry.ofLine(line));
        }
        int lastNumber = files.isEmpty() ? 0 : number(files.getLast());
        return new Recovered(segments, ledger, lastNumber, lastNanos);
    }

    private static int number(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().replaceAll("\\D", ""));
    }

    /** Empty when the file doesn't even hold a section header: there is nothing in it to keep, so it is removed. */
    private static Optional<SegmentDigest> close(Path file, List<SegmentDigest> before, Path ledger)
            throws IOException {
        long size = Files.size(file);
        Scan scan = new Scan();
        long whole;
        long last;
        try (Arena arena = Arena.ofConfined()) {
            PcapngReader reader = new PcapngReader(file, arena);
            reader.read(scan);
            whole = reader.wholeBytes();
            last = reader.lastNanos();
        }
        long previousEnd = before.isEmpty() ? last : before.getLast().toNanos();
        long from = scan.firstNanos == Long.MAX_VALUE ? previousEnd : scan.firstNanos;
        long to = Math.max(last, from);
        if (whole < size) {
            try (LineFile out = new LineFile(ledger)) {
                String detail =
                        file.getFileName() + ": " + (size - whole) + " bytes after the last whole block were cut";
                out.append(
                        LedgerEntry.ofTime(to, to, GapCause.SEGMENT_CUT, detail).line());
            }
        }
        if (whole == 0) {
            Files.delete(file);
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
            channel.force(true);
        }
        MessageDigest digest = SegmentDigest.digest();
        digest.update(Files.readAllBytes(file));
        String sha256 = HexFormat.of().formatHex(digest.digest());
        String chain = SegmentDigest.chain(
                before.isEmpty() ? SegmentDigest.GENESIS : before.getLast().chain(), sha256);
        return Optional.of(new SegmentDigest(file.getFileName().toString(), whole, sha256, chain, from, to));
    }

    private static void rewriteEvents(Path directory) throws IOException {
        Path events = directory.resolve(CaptureResult.EVENTS);
        Files.deleteIfExists(events);
        try (LineFile out = new LineFile(events);
                Arena arena = Arena.ofConfined()) {
            for (Path segment : CaptureReader.segments(directory)) {
                Scan scan = new Scan();
                new PcapngReader(segment, arena).read(scan);
                for (String line : scan.eventLines) {
                    out.append(line);
                }
            }
        }
    }
}
