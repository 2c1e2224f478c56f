package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.recording.storage.ChunkStore;
import org.kachehri.recording.storage.LyingStore;

class FixityTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final LyingStore first = new LyingStore("first");
    private final LyingStore second = new LyingStore("second");
    private final ReportStore reports = new ReportStore();
    private KeptArchive kept;
    private Fixity fixity;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        kept.close();
    }

    private void open(List<ChunkStore> stores) throws IOException {
        kept = new KeptArchive(directory, clock, stores, Optional.empty(), Optional.empty());
        fixity = new Fixity(
                kept.transactions,
                kept.recordings,
                kept.copies,
                reports,
                kept.packages,
                Optional.of(kept.stores),
                Optional.of(kept.handOver),
                kept.finalise,
                kept.folders,
                clock);
    }

    private ReportStore.Report report() {
        return kept.transactions
                .run(tx -> reports.last(tx, ReportStore.Kind.FIXITY))
                .orElseThrow();
    }

    private List<Finding> findings() {
        long id = report().id();
        return kept.transactions.run(tx -> reports.findings(tx, id));
    }

    /** The whole of this month's, which takes two steps: one that looks, one that finds nothing left. */
    private void month() throws InterruptedException {
        fixity.step();
        fixity.step();
    }

    private void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private Path segment(String id) {
        return kept.folders.sealed(id).resolve("data/segments/segment-000001.pcapng");
    }

    @Test
    void everyMonthEverythingIsReadAndWhatIsDamagedIsNamedAndRepairedFromTheOther() throws Exception {
        open(List.of(first, second));
        kept.hold("r1");
        kept.hold("r2");
        kept.handOver.round();
        month();
        assertEquals(2, report().checked());
        assertEquals(List.of(), findings());
        Instant began = report().beganAt();

        flip(segment("r1"));
        first.flip("r2", first.chunks("r2").getFirst());
        clock.move(Duration.ofDays(29));
        month();
        assertEquals(began, report().beganAt(), "not yet");
        clock.move(Duration.ofDays(1));
        month();
        assertEquals(2, findings().size(), findings().toString());
        Finding here = findings().getFirst();
        assertEquals(Finding.What.DAMAGED, here.what());
        assertEquals("PS-20261122-yen-hoa-r1", here.code());
        assertTrue(here.detail().contains("data/segments/segment-000001.pcapng"), here.detail());
        assertEquals(Optional.of("fetched from a store"), here.repaired());
        Finding there = findings().get(1);
        assertEquals("first", there.place());
        assertEquals(Optional.of("repaired from second"), there.repaired());
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
        assertTrue(kept.finalise.check("r1").verdict().isIntact());

        clock.move(Duration.ofDays(30));
        month();
        assertEquals(List.of(), findings(), "it was repaired");
    }

    @Test
    void withoutAnotherStoreACopyIsBroughtAnew() throws Exception {
        open(List.of(first));
        kept.hold("r1");
        kept.handOver.round();
        first.lose("r1", first.chunks("r1").getFirst());
        month();
        assertEquals(Optional.of("brought there anew"), findings().getFirst().repaired());
        kept.handOver.round();
        clock.move(Duration.ofDays(30));
        month();
        assertEquals(List.of(), findings());
    }

    @Test
    void withoutASecondCopyWhatIsDamagedStaysDamagedAndIsAnAlarm() throws Exception {
        open(List.of());
        kept.hold("r1");
        kept.hold("r2");
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
        flip(segment("r1"));
        month();
        assertFalse(findings().getFirst().repaired().isPresent());
        assertEquals(RecordingState.DAMAGED, kept.state("r1"));
        assertEquals("r1", kept.late().getFirst().receptionId());
        assertEquals(RecordingState.VERIFIED, kept.state("r2"));
        flip(segment("r1"));
        clock.move(Duration.ofDays(30));
        month();
        assertEquals(RecordingState.VERIFIED, kept.state("r1"), "somebody has put the right one there");
    }

    @Test
    void aReportThatBrokeOffGoesOnWithWhatItHasNotSeen() throws Exception {
        open(List.of(first));
        kept.hold("r1");
        kept.handOver.round();
        first.away = true;
        month();
        assertTrue(report().endedAt().isEmpty());
        assertEquals(0, report().checked());
        first.away = false;
        month();
        assertEquals(0, report().checked(), "nobody reads while a store is away");
        clock.move(Duration.ofMinutes(10));
        month();
        assertTrue(report().endedAt().isPresent());
        assertEquals(1, report().checked());
    }

    @Test
    void whatIsWholeAgainIsAsFarAsItsCopiesAre() throws Exception {
        open(List.of(first, second));
        kept.hold("r1");
        second.away = true;
        kept.handOver.round();
        kept.transactions.act(tx -> kept.recordings.state(tx, "r1", RecordingState.DAMAGED, clock.instant()));
        month();
        assertEquals(RecordingState.SEALED, kept.state("r1"));
        second.away = false;
        clock.move(Duration.ofMinutes(10));
        kept.handOver.round();
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
    }
}
