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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kachehri.recording.capture.CaptureJoin;

/**
 * Brings to the archive's own place what several recorders wrote of one reception: of the lanes the one that is whole, and of that lane
 * the parts one after the other. Every step may be repeated after a crash, and takes nothing away before {@link #remove}. Used by the
 * sealing thread.
 */
final class GatheredCapture {
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
        List<Disk> parts = parts(leases);
        boolean gathered = Files.exists(own) && Files.exists(target);
        if (gathered || parts.isEmpty() || parts.equals(List.of(disks.getFirst()))) return;
        if (Files.exists(target) && !Files.exists(own)) Files.move(target, own);
        Files.createDirectories(own);
        Path whole = target.resolveSibling("capture-whole");
        deleteTree(whole);
        List<Path> directories = new ArrayList<>();
        for (Disk part : parts) {
            directories.add(part.equals(disks.getFirst()) ? own : part.capture(receptionId));
        }
        CaptureJoin.join(directories, whole, ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()));
        Files.move(whole, target);
    }

    /** What was not sealed, and what it was made of. */
    void remove() throws IOException {
        deleteTree(own);
        for (Disk disk : disks.subList(1, disks.size())) deleteTree(disk.capture(receptionId));
    }

    /** The disks of the lane that wrote longest and, of those as long, was lost least; in the order in which they began. */
    private List<Disk> parts(List<LeaseStore.Lease> leases) {
        Map<Integer, List<LeaseStore.Lease>> lanes = new TreeMap<>();
        leases.forEach(lease ->
                lanes.computeIfAbsent(lease.lane(), lane -> new ArrayList<>()).add(lease));
        Set<Disk> parts = new LinkedHashSet<>();
        lanes.values().stream()
                .min(Comparator.<List<LeaseStore.Lease>>comparingLong(lane -> -length(lane))
                        .thenComparingLong(GatheredCapture::faults))
                .orElse(List.of())
                .forEach(lease -> disks.stream()
                        .filter(disk -> disk.number() == lease.recorder())
                        .filter(disk -> holds(disk))
                        .forEach(parts::add));
        return List.copyOf(parts);
    }

    /** A recorder that could not even begin has left nothing. */
    private boolean holds(Disk disk) {
        return Files.exists(disk.capture(receptionId)) || disk.equals(disks.getFirst()) && Files.exists(own);
    }

    private static long length(List<LeaseStore.Lease> lane) {
        Duration all = Duration.ZERO;
        for (LeaseStore.Lease lease : lane) all = all.plus(Duration.between(lease.from(), lease.to()));
        return all.plus(SAME.dividedBy(2)).dividedBy(SAME);
    }

    private static long faults(List<LeaseStore.Lease> lane) {
        return lane.stream().filter(lease -> lease.fault() != null).count();
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) return;
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
