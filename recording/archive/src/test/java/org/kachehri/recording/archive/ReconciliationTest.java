package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.recording.seal.Durable;
import org.kachehri.recording.seal.ListVerification;
import org.kachehri.recording.seal.PackageLists;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;

class ReconciliationTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private final MovingClock clock = new MovingClock(NINE);
    private final ReportStore reports = new ReportStore();
    private final PackageListStore rows = new PackageListStore();
    private final List<HeldReceptions.Known> receptions = new ArrayList<>();
    private KeptArchive kept;
    private DailyLists lists;
    private Reconciliation reconciliation;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        kept = new KeptArchive(directory, clock, List.of(), Optional.empty(), Optional.empty());
        SigningIdentity identity = SigningIdentity.open(new SigningSettings(kept.keys, "Central Office"), clock);
        lists = new DailyLists(kept.transactions, rows, directory.resolve("lists"), identity, clock);
        reconciliation = new Reconciliation(
                kept.transactions,
                kept.recordings,
                kept.copies,
                reports,
                rows,
                tx -> receptions,
                kept.folders,
                directory.resolve("lists"),
                clock);
    }

    @AfterEach
    void close() {
        kept.close();
    }

    private void known(String id, boolean held) {
        Optional<Instant> started = held ? Optional.of(NINE.minusSeconds(1_800)) : Optional.empty();
        receptions.add(new HeldReceptions.Known(id, "PS-" + id, started, started.map(at -> NINE)));
    }

    private List<String> findings() throws IOException {
        clock.move(Duration.ofDays(1));
        reconciliation.run();
        return kept.transactions.run(tx ->
                reports
                        .findings(
                                tx,
                                reports.last(tx, ReportStore.Kind.RECONCILIATION)
                                        .orElseThrow()
                                        .id())
                        .stream()
                        .map(one -> one.code() + " " + one.what())
                        .toList());
    }

    @Test
    void everyReceptionThatWasHeldHasItsPackageAndEveryPackageItsReception() throws Exception {
        known("r1", true);
        kept.hold("r1");
        known("r2", false);
        kept.transactions.act(tx -> kept.recordings.expected(tx, RecordedReception.subject("r2"), clock.instant()));
        assertEquals(List.of(), findings());
        clock.move(Duration.ofDays(3));
        assertEquals(List.of(), findings());
        assertFalse(
                kept.transactions.run(tx -> kept.recordings.recording(tx, "r2")).isPresent(),
                "nobody came, nothing is expected any more");
    }

    @Test
    void whatDiffersIsNamed() throws Exception {
        known("r1", true);
        kept.hold("r1");
        Durable.deleteTree(kept.folders.sealed("r1"));
        known("r2", true);
        kept.transactions.act(tx -> kept.recordings.expected(tx, RecordedReception.subject("r2"), clock.instant()));
        known("r3", true);
        kept.transactions.act(tx -> kept.recordings.writing(tx, RecordedReception.subject("r3"), clock.instant()));
        kept.hold("r4");
        Files.createDirectories(kept.folders.sealed("stranger"));
        List<String> found = findings();
        assertEquals(5, found.size(), found.toString());
        assertTrue(
                found.containsAll(List.of(
                        "PS-20261122-yen-hoa-r1 NO_PACKAGE",
                        "PS-r2 NO_RECORDING",
                        "PS-r3 NO_PACKAGE",
                        "PS-20261122-yen-hoa-r4 UNKNOWN_RECEPTION",
                        "stranger UNKNOWN_PACKAGE")),
                found.toString());
    }

    @Test
    void aDayIsListedWhenItIsOverAndDaysOnWhichNothingRanAreMadeUpFor() throws Exception {
        kept.hold("r1");
        assertFalse(lists.make(), "the day isn't over");
        clock.set(Instant.parse("2026-11-23T00:59:00Z"));
        assertFalse(lists.make(), "what was begun before midnight may still come");
        clock.set(Instant.parse("2026-11-25T12:00:00Z"));
        assertTrue(lists.make());
        assertFalse(lists.make());
        kept.hold("r2");
        clock.move(Duration.ofDays(1));
        assertTrue(lists.make());
        ListVerification all = PackageLists.verify(
                directory.resolve("lists"),
                kept.folders.root(),
                List.of(kept.keys.resolve(SigningIdentity.AUTHORITY_CERTIFICATE)));
        assertEquals(new ListVerification(4, 0, 2, true, List.of()), all);
    }

    @Test
    void theNewestListCannotBeTakenAwayUnseen() throws Exception {
        known("r1", true);
        kept.hold("r1");
        clock.move(Duration.ofDays(2));
        lists.make();
        assertEquals(List.of(), findings());
        Durable.deleteTree(directory.resolve("lists/2026-11-23"));
        assertEquals(List.of("2026-11-23 NO_LIST"), findings());
    }
}
