package org.kachehri.recording.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kachehri.recording.capture.CaptureJoin;
import org.kachehri.recording.seal.Durable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the archive's own place what several recorders wrote of one reception: of the lanes the one that is whole, and of that lane
 * the parts one after the other. What isn't where it should be is waited
 * for. Every step may be repeated after a crash, and takes nothing away before {@link #remove}. Used by the
 * sealing thread.
 */
final class GatheredCapture {
    private static final Logger LOG = LoggerFactory.getLogger(GatheredCapture.class);

    /** A disk that is mounted again by then loses nothing; the archive calls out long before. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    /** Shorter than what tells one lane's beginning or a replaced recorder from the other's. */
    private static final Duration SAME = Duration.ofSeconds(10);

    private final String receptionId;
    private final List<Disk> disks;
    private final Clock clock;

    /** Where the archive captures, and where what was captured there waits while the whole takes its place. */
    private final Path target;

    private final Path own;

    /** @param disks the archive's own first */
    GatheredCapture(String receptionId, List<Disk> disks, Clock clock) {
        this.receptionId = receptionId;
        this.disks = disks;
        this.clock = clock;
        target = disks.getFirst().capture(receptionId);
        own = target.resolveSibling("capture-own");
    }

    void gather(List<LeaseStore.Lease> leases) throws IOException {
        Map<Disk, CaptureJoin.Part> parts = parts(leases);
        boolean gathered = Files.exists(own) && Files.exists(target);
        if (gathered || parts.isEmpty() || parts.keySet().equals(Set.of(disks.getFirst()))) return;
        if (Files.exists(target) && !Files.exists(own)) Files.move(target, own);
        Path whole = target.resolveSibling("capture-whole");
        Durable.deleteTree(whole);
        Instant now = clock.instant();
        boolean gone = leases.stream().allMatch(lease -> lease.to().isBefore(now.minus(PATIENCE)));
        CaptureJoin.join(List.copyOf(parts.values()), whole, gone, nanos(now));
        Files.createDirectories(own);
        Files.move(whole, target);
    }

    /** What was not sealed, and what it was made of; what a disk that has failed doesn't let go stays there. */
    void remove() throws IOException {
        Durable.deleteTree(own);
        for (Disk disk : disks.subList(1, disks.size())) {
            try {
                Durable.deleteTree(disk.capture(receptionId));
            } catch (IOException e) {
                LOG.warn("Recorder {} keeps what it wrote of the sealed reception {}", disk.number(), receptionId, e);
            }
        }
    }

    /**
     * What the lane left that wrote longest here and, of those as long, was lost least; in the order in which its recorders began. What a
     * recorder wrote that isn't one of this server's belongs to it too: it is waited for, and then declared missing.
     */
    private Map<Disk, CaptureJoin.Part> parts(List<LeaseStore.Lease> leases) {
        Map<Integer, Disk> known = new HashMap<>();
        for (Disk disk : disks) known.put(disk.number(), disk);
        Map<Integer, List<LeaseStore.Lease>> lanes = new TreeMap<>();
        leases.forEach(lease ->
                lanes.computeIfAbsent(lease.lane(), lane -> new ArrayList<>()).add(lease));
        List<LeaseStore.Lease> best = lanes.values().stream()
                .min(Comparator.<List<LeaseStore.Lease>>comparingLong(lane -> -length(lane, known.keySet()))
                        .thenComparingLong(GatheredCapture::faults))
                .orElse(List.of());
        Map<Disk, CaptureJoin.Part> parts = new LinkedHashMap<>();
        for (LeaseStore.Lease lease : best) {
            Disk disk = known.computeIfAbsent(lease.recorder(), this::elsewhere);
            if (!lease.begun() && !holds(disk)) continue;
            parts.merge(
                    disk,
                    new CaptureJoin.Part(captured(disk), nanos(lease.from()), nanos(lease.to())),
                    (first, again) -> new CaptureJoin.Part(first.directory(), first.fromNanos(), again.toNanos()));
        }
        return parts;
    }

    /** A recorder of another server, or one that isn't configured any more: nothing of it is here. */
    private Disk elsewhere(int recorder) {
        return new Disk(recorder, target.getParent(), reception -> target.resolveSibling("capture-of-" + recorder));
    }

    /** Where the archive's own recorder wrote becomes the place of the whole, so what it wrote is put aside first. */
    private Path captured(Disk disk) {
        return disk.equals(disks.getFirst()) ? own : disk.capture(receptionId);
    }

    /** A recorder that could not even begin has left nothing. */
    private boolean holds(Disk disk) {
        return Files.exists(captured(disk)) || Files.exists(disk.capture(receptionId));
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }

    private static long length(List<LeaseStore.Lease> lane, Set<Integer> here) {
        Duration all = Duration.ZERO;
        for (LeaseStore.Lease lease : lane) {
            if (here.contains(lease.recorder())) all = all.plus(Duration.between(lease.from(), lease.to()));
        }
        return all.plus(SAME.dividedBy(2)).dividedBy(SAME);
    }

    private static long faults(List<LeaseStore.Lease> lane) {
        return lane.stream().filter(lease -> lease.fault() != null).count();
    }
}
