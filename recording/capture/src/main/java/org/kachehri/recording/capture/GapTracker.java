package org.kachehri.recording.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * Finds what is missing on one track: a number that was skipped waits for its repair, then becomes part of a ledger entry.
 * A pure function of the packets and times it is told. Not thread-safe.
 */
final class GapTracker {
    /** 30 s of one person's video: a longer jump isn't going to be repaired, and must not fill memory. */
    private static final int MAX_WAITING = 3_000;

    private record Missing(long beforeNanos, long afterNanos, long beforeTimestamp) {}

    private final String track;
    private final long repairNanos;
    private final TreeMap<Long, Missing> waiting = new TreeMap<>();
    private SequenceExtender extender = new SequenceExtender();
    private long ssrc = LedgerEntry.NONE;
    private long lastNanos;
    private long lastTimestamp;
    private Optional<GapCause> expected = Optional.empty();
    private String expectedDetail = "";
    private long missing;

    GapTracker(String track, long repairNanos) {
        this.track = track;
        this.repairNanos = repairNanos;
    }

    /** Packets that have entered the ledger so far. */
    long missing() {
        return missing;
    }

    /** The extended number of a packet near the newest one. */
    long number(int sequence) {
        return extender.peek(sequence);
    }

    /** Whether nothing can have been sent between the newest packet and this one: it has the next number, or is another source's first. */
    boolean goesOn(long packetSsrc, int sequence) {
        return packetSsrc != ssrc || extender.peek(sequence) == extender.highest() + 1;
    }

    /** Whether packets of this source were the newest. */
    boolean follows(long packetSsrc) {
        return packetSsrc == ssrc;
    }

    /** The next jump in numbers has this cause and needs no waiting for repair: the reception was paused, the source muted. */
    void expect(GapCause cause, String detail) {
        expected = Optional.of(cause);
        expectedDetail = detail;
    }

    /** Packets that did arrive but found no room in the ring: known to be missing, not to be waited for. */
    List<LedgerEntry> dropped(PacketDrop drop) {
        List<LedgerEntry> entries =
                new ArrayList<>(packet(drop.toNanos(), drop.ssrc(), drop.fromSequence(), lastTimestamp));
        long from = extender.peek(drop.fromSequence());
        long to = extender.extend(drop.toSequence());
        for (long number = from; number <= to; number++) {
            waiting.remove(number);
        }
        entries.add(entry(from, to, drop.fromNanos(), drop.toNanos(), GapCause.RING_FULL, ""));
        return entries;
    }

    /** A packet was written; what it reveals as lost for good comes back. */
    List<LedgerEntry> packet(long nanos, long packetSsrc, int sequence, long timestamp) {
        List<LedgerEntry> entries;
        if (packetSsrc != ssrc) {
            entries = close();
            extender = new SequenceExtender();
            ssrc = packetSsrc;
            extender.extend(sequence);
            expected = Optional.empty();
        } else if (expected.isPresent()) {
            entries = afterExpected(nanos, sequence);
        } else {
            entries = inOrderOrNot(nanos, sequence);
        }
        lastNanos = nanos;
        lastTimestamp = timestamp;
        return entries;
    }

    /**
     * The packet {@code back} before this one is held by it once more (RFC 2198): if it never comes itself nothing is missing.
     *
     * @param timestamp of what is held; what is older than the packet before the gap isn't what was lost
     */
    void repeated(int sequence, int back, long timestamp) {
        long number = extender.peek(sequence) - back;
        Missing gap = waiting.get(number);
        if (gap != null && (int) (timestamp - gap.beforeTimestamp()) > 0) {
            waiting.remove(number);
        }
    }

    private List<LedgerEntry> afterExpected(long nanos, int sequence) {
        long before = extender.highest();
        // However long the pause was, numbers went on: only forward. More than 65 536 packets can't be counted from 16
        // bits.
        int step = sequence - (int) before & 0xFFFF;
        GapCause cause = expected.orElseThrow();
        if (step == 0 || step > 0x10000 - MAX_WAITING) {
            return inOrderOrNot(nanos, sequence);
        }
        expected = Optional.empty();
        for (int done = 0; done < step; done += Math.min(0x4000, step - done)) {
            extender.extend((int) (before + done + Math.min(0x4000, step - done)));
        }
        if (step == 1) {
            return List.of();
        }
        return List.of(entry(before + 1, before + step - 1, lastNanos, nanos, cause, expectedDetail));
    }

    private List<LedgerEntry> inOrderOrNot(long nanos, int sequence) {
        long before = extender.highest();
        long extended = extender.extend(sequence);
        if (extended <= before) {
            waiting.remove(extended);
            return List.of();
        }
        if (extended - before - 1 + waiting.size() > MAX_WAITING) {
            List<LedgerEntry> entries = new ArrayList<>(close());
            entries.add(entry(before + 1, extended - 1, lastNanos, nanos, GapCause.LOSS, ""));
            return entries;
        }
        for (long number = before + 1; number < extended; number++) {
            waiting.put(number, new Missing(lastNanos, nanos, lastTimestamp));
        }
        return List.of();
    }

    /** What has waited for its repair long enough. */
    List<LedgerEntry> expired(long nowNanos) {
        return take(nowNanos - repairNanos);
    }

    /** Everything that still waits: the capture or the source ends. */
    List<LedgerEntry> close() {
        return take(Long.MAX_VALUE);
    }

    private List<LedgerEntry> take(long missedUntil) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<LedgerEntry> entries = new ArrayList<>();
        long from = LedgerEntry.NONE;
        long to = LedgerEntry.NONE;
        Missing gap = null;
        while (!waiting.isEmpty() && waiting.firstEntry().getValue().afterNanos() <= missedUntil) {
            Map.Entry<Long, Missing> first = waiting.pollFirstEntry();
            long number = first.getKey();
            if (gap != null && (number != to + 1 || !first.getValue().equals(gap))) {
                entries.add(entry(from, to, gap.beforeNanos(), gap.afterNanos(), GapCause.LOSS, ""));
                from = number;
            } else if (gap == null) {
                from = number;
            }
            gap = first.getValue();
            to = number;
        }
        if (gap != null) {
            entries.add(entry(from, to, gap.beforeNanos(), gap.afterNanos(), GapCause.LOSS, ""));
        }
        return entries;
    }

    private LedgerEntry entry(long from, long to, long fromNanos, long toNanos, GapCause cause, String detail) {
        missing += to - from + 1;
        return new LedgerEntry(Optional.of(track), ssrc, from, to, to - from + 1, fromNanos, toNanos, cause, detail);
    }
}
