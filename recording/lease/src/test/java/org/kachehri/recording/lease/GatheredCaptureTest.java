package org.kachehri.recording.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;

/** A recorder was lost after ten minutes; another one went on. */
class GatheredCaptureTest {
    private static final Instant BEGAN = Instant.parse("2026-11-23T02:00:00Z");
    private static final Instant REPLACED = BEGAN.plus(Duration.ofMinutes(10));
    private static final Instant ENDED = BEGAN.plus(Duration.ofMinutes(30));
    private static final List<LeaseStore.Lease> LEASES = List.of(
            new LeaseStore.Lease(UUID.randomUUID(), 1, 0, BEGAN, REPLACED, true, "its disk failed"),
            new LeaseStore.Lease(UUID.randomUUID(), 2, 0, REPLACED, ENDED, true, null));

    @TempDir
    Path directory;

    private List<Disk> disks;
    private Path target;

    @BeforeEach
    void theSecondHasWritten() throws IOException {
        disks = List.of(
                new Disk(
                        1,
                        directory.resolve("recordings"),
                        id -> directory.resolve("recordings").resolve(id).resolve("capture")),
                new Disk(2, directory.resolve("further"), directory.resolve("further")::resolve));
        target = disks.getFirst().capture("r1");
        Files.createDirectories(target.getParent());
        write(disks.getLast(), REPLACED);
    }

    private static void write(Disk disk, Instant at) throws IOException {
        CaptureRecorder.start(
                        CaptureSettings.of(disk.capture("r1"), "r1"), Clock.fixed(at, ZoneOffset.UTC), System::nanoTime)
                .finish();
    }

    private GatheredCapture gathered(Instant now) {
        return new GatheredCapture("r1", disks, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void bothPartsBecomeOneCaptureHoweverOftenItIsTried() throws IOException {
        write(disks.getFirst(), BEGAN);
        gathered(ENDED).gather(LEASES);
        gathered(ENDED).gather(LEASES);
        assertEquals(2, Files.readAllLines(target.resolve("segments.jsonl")).size());
        assertEquals(1, Files.readAllLines(target.resolve("ledger.jsonl")).size());
        gathered(ENDED).remove();
        assertFalse(Files.exists(disks.getLast().capture("r1")));
        assertTrue(Files.exists(target));
    }

    @Test
    void aPartThatIsNotThereIsWaitedForAndThenDeclaredMissing() throws IOException {
        assertThrows(IOException.class, () -> gathered(ENDED).gather(LEASES));
        assertFalse(Files.exists(target));
        gathered(ENDED.plus(Duration.ofDays(2))).gather(LEASES);
        assertEquals(1, Files.readAllLines(target.resolve("segments.jsonl")).size());
        String ledger = Files.readString(target.resolve("ledger.jsonl"));
        assertTrue(ledger.contains("\"from\":\"2026-11-23T02:00:00Z\""), ledger);
        assertTrue(ledger.contains("recorder-replaced"), ledger);
        assertTrue(ledger.contains("can't be read"), ledger);
    }

    @Test
    void whatARecorderOfAnotherServerWroteIsWaitedForAndThenDeclaredMissing() throws IOException {
        List<LeaseStore.Lease> leases =
                List.of(new LeaseStore.Lease(UUID.randomUUID(), 7, 0, BEGAN, REPLACED, true, null), LEASES.getLast());
        assertThrows(IOException.class, () -> gathered(ENDED).gather(leases));
        gathered(ENDED.plus(Duration.ofDays(2))).gather(leases);
        String ledger = Files.readString(target.resolve("ledger.jsonl"));
        assertTrue(ledger.contains("\"from\":\"2026-11-23T02:00:00Z\""), ledger);
        assertTrue(ledger.contains("recorder-replaced"), ledger);
    }

    @Test
    void ofTwoLanesTheOneThatIsHereIsTaken() throws IOException {
        List<LeaseStore.Lease> leases = List.of(
                new LeaseStore.Lease(UUID.randomUUID(), 7, 0, REPLACED, ENDED, true, null),
                new LeaseStore.Lease(UUID.randomUUID(), 2, 1, REPLACED, ENDED, true, null));
        gathered(ENDED).gather(leases);
        assertEquals(1, Files.readAllLines(target.resolve("segments.jsonl")).size());
        assertEquals("", Files.readString(target.resolve("ledger.jsonl")));
    }
}
