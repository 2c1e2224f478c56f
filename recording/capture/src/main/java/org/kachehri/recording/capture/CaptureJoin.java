package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes one capture of the parts that several recorders wrote one after the other, because the disk of one gave up. The parts stay as they
 * are; what a recorder left open is closed in the copy, because its own disk may be full. Runs on the caller's thread and blocks on the disk.
 */
public final class CaptureJoin {
    /**
     * What one recorder wrote.
     *
     * @param fromNanos when it began, nanoseconds since 1970; with {@code toNanos} all that is known of a part that can't be read
     */
    public record Part(Path directory, long fromNanos, long toNanos) {}

    /** A closed segment of a part. */
    private record Piece(Path file, SegmentDigest digest) {}

    private CaptureJoin() {}

    /**
     * @param parts in the order in which they began; the last one's end is the capture's end
     * @param into doesn't exist yet; afterwards a capture as one recorder would have left it
     * @param unreadable whether a part that can't be read is left out, and the ledger says so
     * @param nowNanos nanoseconds since 1970
     * @throws IOException when a part can't be read and isn't to be left out, or {@code into} can't be written
     */
    public static void join(List<Part> parts, Path into, boolean unreadable, long nowNanos) throws IOException {
        Files.createDirectories(into);
        List<Piece> pieces = new ArrayList<>();
        List<LedgerEntry> ledger = new ArrayList<>();
        List<JsonNode> events = new ArrayList<>();
        long since = parts.getFirst().fromNanos();
        String missing = "";
        boolean begun = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Path copy = into.resolve("part-" + i);
            try {
                copyFiles(part.directory(), copy);
            } catch (IOException e) {
                if (!unreadable) {
                    throw e;
                }
                deleteFiles(copy);
                missing = "what a lost recorder wrote can't be read: "
                        + e.getClass().getSimpleName();
                continue;
            }
            CaptureResult result = i == parts.size() - 1 ? CaptureRecovery.finish(copy, nowNanos) : recovered(copy);
            result.segments().forEach(digest -> pieces.add(new Piece(copy.resolve(digest.name()), digest)));
            ledger.addAll(result.ledger());
            events.addAll(LineFile.read(copy.resolve(CaptureResult.EVENTS)));
            if (!result.segments().isEmpty()) {
                boolean between = begun && result.fromNanos() > since;
                if (between || !missing.isEmpty()) {
                    ledger.add(replaced(since, result.fromNanos(), missing));
                }
                since = result.toNanos();
                missing = "";
                begun = true;
            }
        }
        if (!missing.isEmpty()) {
            ledger.add(replaced(since, parts.getLast().toNanos(), missing));
        }
        pieces.sort(Comparator.comparingLong(piece -> piece.digest().fromNanos()));
        ledger.sort(Comparator.comparingLong(LedgerEntry::toNanos));
        events.sort(Comparator.comparing(event -> event.path("at").asText()));
        write(into, pieces, ledger, events);
        for (int i = 0; i < parts.size(); i++) {
            deleteFiles(into.resolve("part-" + i));
        }
    }

    private static LedgerEntry replaced(long fromNanos, long toNanos, String detail) {
        return LedgerEntry.ofTime(fromNanos, Math.max(fromNanos, toNanos), GapCause.RECORDER_REPLACED, detail);
    }

    private static CaptureResult recovered(Path copy) throws IOException {
        CaptureRecovery.Recovered part = CaptureRecovery.recover(copy);
        long from = part.segments().isEmpty()
                ? part.lastNanos()
                : part.segments().getFirst().fromNanos();
        return new CaptureResult(copy, part.segments(), part.ledger(), from, part.lastNanos());
    }

    private static void write(Path into, List<Piece> pieces, List<LedgerEntry> ledger, List<JsonNode> events)
            throws IOException {
        try (LineFile segments = new LineFile(into.resolve(CaptureResult.SEGMENTS));
                LineFile ledgerFile = new LineFile(into.resolve(CaptureResult.LEDGER));
                LineFile eventFile = new LineFile(into.resolve(CaptureResult.EVENTS))) {
            String chain = SegmentDigest.GENESIS;
            for (int i = 0; i < pieces.size(); i++) {
                SegmentDigest was = pieces.get(i).digest();
                String name = String.format(Locale.ROOT, "segment-%06d.pcapng", i + 1);
                chain = SegmentDigest.chain(chain, was.sha256());
                Files.move(pieces.get(i).file(), into.resolve(name));
                segments.append(
                        new SegmentDigest(name, was.bytes(), was.sha256(), chain, was.fromNanos(), was.toNanos())
                                .line());
            }
            for (LedgerEntry entry : ledger) {
                ledgerFile.append(entry.line());
            }
            for (JsonNode event : events) {
                eventFile.append(event.toString());
            }
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, to.resolve(file.getFileName()));
                try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void deleteFiles(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
