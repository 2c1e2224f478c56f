package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.kachehri.recording.capture.CaptureReader;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;
import org.kachehri.recording.capture.LedgerEntry;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.seal.Verify;

/** What a sealed package says of packets of which it is known that they were sent. */
final class Evidence {

    /** The bridge may have waited for the processor between a packet's way into its socket and the stamp. */
    private static final long UNDER_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The first packet of a source has its 16 bits and this (docs/media/recording-format.md). */
    private static final long CYCLE = 65_536;

    /**
     * @param undeclared runs of packets that are neither in the capture nor in the ledger
     * @param lost packets that the ledger declares
     * @param firstLostNanos when the first of these was sent, or {@link Long#MAX_VALUE}
     */
    record Finding(long sent, long undeclared, long lost, long firstLostNanos) {}

    private Evidence() {}

    /** The folder of a reception's package below the recordings. */
    static Path packageOf(Path recordings, String receptionId) throws IOException {
        try (Stream<Path> files = Files.walk(recordings)) {
            return files.filter(file ->
                            file.endsWith("bagit.txt") && file.toString().contains(receptionId))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no package of " + receptionId))
                    .getParent();
        }
    }

    /** The closed segments of a capture that is being written: a line each. */
    static List<String> closedSegments(Path recordings, String receptionId) throws IOException {
        Path list = recordings.resolve(receptionId).resolve("capture/segments.jsonl");
        return Files.exists(list)
                ? Files.readAllLines(list).stream()
                        .filter(line -> line.endsWith("}"))
                        .toList()
                : List.of();
    }

    /** Complains unless the package is intact and holds all these segments as they were. */
    static void verify(Path sealed, Path authority, List<String> closed) throws IOException {
        Verification verification = Verify.verify(sealed, List.of(authority));
        if (verification.verdict() != Verdict.INTACT) {
            throw new IllegalStateException(sealed + ": " + verification.reason());
        }
        List<String> kept = Files.readAllLines(sealed.resolve("data/segments.jsonl"));
        if (!kept.containsAll(closed)) {
            throw new IllegalStateException(sealed + ": a segment that was closed isn't there: " + closed);
        }
    }

    static Finding find(Path sealed, Map<Long, List<Long>> sent) throws IOException {
        try (CaptureReader capture =
                new CaptureReader(sealed.resolve("data/segments"), sealed.resolve("data/ledger.jsonl"))) {
            Map<Long, Set<Long>> held = new HashMap<>();
            for (CapturedTrack track : capture.tracks()) {
                for (CapturedPacket packet : capture.packets(track)) {
                    held.computeIfAbsent(packet.ssrc(), any -> new HashSet<>()).add(packet.sequence() % CYCLE);
                }
            }
            List<LedgerEntry> ledger = capture.ledger();
            long all = 0;
            long undeclared = 0;
            long lost = 0;
            long firstLost = Long.MAX_VALUE;
            for (Map.Entry<Long, List<Long>> source : sent.entrySet()) {
                Set<Long> there = held.getOrDefault(source.getKey(), Set.of());
                boolean within = false;
                for (int number = 0; number < source.getValue().size(); number++) {
                    long at = source.getValue().get(number);
                    all++;
                    boolean missing = !there.contains(number % CYCLE);
                    boolean declared = missing && isDeclared(ledger, source.getKey(), number, at);
                    undeclared += missing && !declared && !within ? 1 : 0;
                    within = missing && !declared;
                    lost += declared ? 1 : 0;
                    firstLost = declared ? Math.min(firstLost, at) : firstLost;
                }
            }
            return new Finding(all, undeclared, lost, firstLost);
        }
    }

    private static boolean isDeclared(List<LedgerEntry> ledger, long ssrc, int number, long sentNanos) {
        for (LedgerEntry entry : ledger) {
            boolean byNumber = entry.ssrc() == ssrc
                    && entry.fromSequence() % CYCLE <= number % CYCLE
                    && number % CYCLE <= entry.toSequence() % CYCLE;
            boolean byTime = entry.track().isEmpty()
                    && entry.fromNanos() - UNDER_WAY_NANOS <= sentNanos
                    && sentNanos <= entry.toNanos();
            if (byNumber || byTime) {
                return true;
            }
        }
        return false;
    }
}
