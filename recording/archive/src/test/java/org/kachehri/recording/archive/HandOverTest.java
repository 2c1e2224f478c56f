package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.storage.LyingStore;

class HandOverTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final LyingStore first = new LyingStore("first");
    private final LyingStore second = new LyingStore("second");
    private KeptArchive kept;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        kept.close();
    }

    private void open(Optional<Duration> localTime) throws IOException {
        byte[] master = new byte[32];
        Path key = Files.write(directory.resolve("master"), master);
        kept = new KeptArchive(directory, clock, List.of(first, second), Optional.of(key), localTime);
    }

    @Test
    void aStoreThatIsAwayForAnHourDelaysTheArchiveAndNobodyHasToDoAnything() throws Exception {
        open(Optional.empty());
        kept.hold("r1");
        assertEquals(RecordingState.SEALED, kept.state("r1"));
        second.away = true;
        int rounds = 0;
        for (; rounds < 61; rounds++) {
            kept.handOver.round();
            clock.move(Duration.ofMinutes(1));
        }
        assertEquals(RecordingState.SEALED, kept.state("r1"));
        OverdueRecording late = kept.late().getFirst();
        assertEquals("second: second can't be reached", late.trouble().orElseThrow());
        second.away = false;
        for (; kept.state("r1") != RecordingState.VERIFIED && rounds < 72; rounds++) {
            kept.handOver.round();
            clock.move(Duration.ofMinutes(1));
        }
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
        assertEquals(List.of(), kept.late());
        assertEquals(first.chunks("r1"), second.chunks("r1"));
        assertEquals(first.puts.size(), new HashSet<>(first.puts).size(), "nothing was sent twice");
    }

    @Test
    void aStoreThatLosesWhatItTookIsFoundBeforeTheRecordingCountsAsVerified() throws Exception {
        open(Optional.empty());
        second.keeps = 3;
        kept.hold("r1");
        kept.handOver.round();
        assertEquals(RecordingState.SEALED, kept.state("r1"));
        CopyStore.Copy copy =
                kept.transactions.run(tx -> kept.copies.of(tx, "r1")).get(1);
        assertEquals(CopyStore.State.WAITING, copy.state());
        assertTrue(copy.receipt().isEmpty(), "no receipt for what isn't there");
        second.keeps = Integer.MAX_VALUE;
        clock.move(Duration.ofMinutes(1));
        kept.handOver.round();
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
    }

    @Test
    void theLocalPackageGoesOnValidReceiptsOnlyAndComesBackWhenSomebodyWantsIt() throws Exception {
        open(Optional.of(Duration.ofDays(7)));
        kept.hold("r1");
        kept.hold("r2");
        kept.handOver.round();
        clock.move(Duration.ofDays(6));
        kept.handOver.round();
        assertTrue(kept.isHere("r1"));
        kept.transactions.act(
                tx -> tx.execute(
                        "UPDATE archive.copy SET receipt = replace(receipt, '\"bytes\":', '\"bytes\":1') WHERE reception_id = 'r2' AND store = 'second'"));
        clock.move(Duration.ofDays(2));
        kept.handOver.round();
        assertFalse(kept.isHere("r1"));
        assertTrue(kept.isHere("r2"), "its receipt was altered");

        first.flip("r1", first.chunks("r1").getFirst());
        assertTrue(kept.finalise.check("r1").verdict().isIntact(), "the second store has it whole");
        assertTrue(kept.isHere("r1"));
    }

    @Test
    void aCopyIsOfNoUseToWhoHasTheStoreAloneAndToNobodyWhenItsKeyIsDestroyed() throws Exception {
        open(Optional.of(Duration.ofDays(7)));
        kept.hold("r1");
        kept.handOver.round();
        clock.move(Duration.ofDays(8));
        kept.handOver.round();
        assertFalse(kept.isHere("r1"));
        first.away = true;
        kept.transactions.act(tx -> kept.copies.forget(tx, "r1", clock.instant()));
        assertFalse(kept.finalise.check("r1").verdict().isIntact(), "second has every byte and nobody can read them");
        kept.handOver.round();
        assertEquals(List.of(), second.chunks("r1"));
        first.away = false;
        kept.handOver.round();
        assertEquals(List.of(), first.chunks("r1"), "as soon as it is back");
        kept.handOver.round();
        assertEquals(List.of(), first.chunks("r1"), "and it isn't brought again");
    }

    @Test
    void whatIsDestroyedLeavesEveryPlaceAndDoesNotComeBack() throws Exception {
        open(Optional.empty());
        kept.hold("r1");
        kept.hold("r2");
        kept.handOver.round();
        second.away = true;
        kept.transactions.act(tx -> {
            kept.copies.forget(tx, "r1", clock.instant());
            kept.recordings.destroyed(tx, "r1", clock.instant());
        });
        assertEquals(List.of("r1"), kept.transactions.run(kept.recordings::toDelete));
        kept.packages.deleteDestroyed();
        kept.handOver.round();
        assertEquals(List.of(), kept.transactions.run(kept.recordings::toDelete));
        assertFalse(Files.exists(kept.folders.folder("r1")), "neither package nor copies for viewing");
        assertEquals(List.of(), first.chunks("r1"));
        assertFalse(kept.finalise.check("r1").verdict().isIntact(), "it isn't fetched from a store that still has it");
        kept.transactions.act(tx -> kept.recordings.state(tx, "r1", RecordingState.DAMAGED, clock.instant()));
        assertEquals(RecordingState.DESTROYED, kept.state("r1"));
        second.away = false;
        kept.handOver.round();
        assertEquals(List.of(), second.chunks("r1"));
        assertTrue(kept.transactions.run(tx -> kept.copies.of(tx, "r1")).isEmpty());
        assertEquals(
                "",
                kept.transactions
                        .run(tx -> kept.recordings.recording(tx, "r1"))
                        .orElseThrow()
                        .subject()
                        .person());
        assertTrue(kept.finalise.check("r2").verdict().isIntact());
    }

    @Test
    void aPaperThatCameAfterTheSealIsAddedToThePackageAndToEveryCopy() throws Exception {
        open(Optional.empty());
        AddPapers papers = new AddPapers(
                kept.transactions,
                kept.packages,
                kept.recordings,
                kept.copies,
                SigningIdentity.open(new SigningSettings(kept.keys, "Central Office"), clock),
                clock);
        kept.transactions.act(tx -> papers.order(tx, "r1", "minutes.json", new byte[] {'1'}));
        papers.round();
        kept.hold("r1");
        kept.handOver.round();
        papers.round();
        kept.transactions.act(tx -> papers.order(tx, "r1", "minutes.json", new byte[] {'1'}));
        papers.round();
        Path sealed = kept.folders.sealed("r1");
        assertFalse(Files.exists(sealed.resolve("addenda/0002")), "the same isn't added twice");
        kept.transactions.act(tx -> papers.order(tx, "r1", "minutes.json", new byte[] {'2'}));
        papers.round();
        kept.handOver.round();
        assertEquals("2", Files.readString(sealed.resolve("addenda/0002/minutes.json")));
        kept.packages.evict("r1");
        Verification found = kept.finalise.check("r1");
        assertEquals(Verdict.INTACT, found.verdict(), found.reason());
        assertEquals("2", Files.readString(sealed.resolve("addenda/0002/minutes.json")), "it came back from a store");
        assertEquals(RecordingState.VERIFIED, kept.state("r1"));
    }

    @Test
    void anotherMasterKeyThanBeforeIsRefusedAtTheStart() throws Exception {
        open(Optional.empty());
        kept.hold("r1");
        kept.handOver.round();
        byte[] other = new byte[32];
        other[0] = 1;
        Path key = Files.write(directory.resolve("other"), other);
        StorageSettings settings = new StorageSettings(
                List.of(),
                Optional.of(key),
                Optional.empty(),
                new org.kachehri.recording.seal.SigningSettings(directory.resolve("archive-keys"), "Archive"));
        assertThrows(
                UncheckedIOException.class,
                () -> new Stores(kept.transactions, kept.copies, List.of(first), settings, clock));
    }
}
