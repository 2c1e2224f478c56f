package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.postgres.DatabaseCopy;
import org.kachehri.platform.postgres.DatabaseSettings;
import org.kachehri.platform.postgres.EmbeddedPostgres;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SealedPackage;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verify;
import org.kachehri.recording.storage.ArchiveKey;
import org.kachehri.recording.storage.ChunkStore;
import org.kachehri.recording.storage.DataKey;
import org.kachehri.recording.storage.PackageCopies;
import org.kachehri.recording.storage.StoreSettings;
import org.kachehri.recording.storage.StoredCopy;

/** Backup and restore between real databases, the embedded one included, with real packages. */
class BackupTest {
    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path directory;

    private Path data;
    private Path backup;
    private TestDatabase source;
    private TestDatabase empty;

    @BeforeEach
    void keepTwoRecordings() throws IOException {
        data = directory.resolve("data");
        backup = directory.resolve("backup");
        source = TestDatabase.of(CentralServer.SCHEMAS.toArray(ModuleSchema[]::new));
        empty = TestDatabase.of();
        SigningIdentity identity =
                SigningIdentity.open(new SigningSettings(data.resolve("keys/signing"), "Central Office"), clock);
        Path capture = Files.createDirectories(directory.resolve("capture"));
        for (String id : List.of("r1", "r2")) {
            Path target = data.resolve("recordings").resolve(id).resolve("package");
            Files.createDirectories(target.getParent());
            CaptureResult captured = new CaptureResult(capture, List.of(), List.of(), 0, 0);
            SealedPackage made = new Seal(identity, clock)
                    .seal(new SealRequest(captured, "PS-" + id, "{\"id\":\"" + id + "\"}", Map.of()), target);
            source.transactions().act(tx -> tx.createUpdate(
                            """
                            INSERT INTO archive.recording (reception_id, code, point, day, person, type, protected, state, sealed_at, local_since, manifest_sha256)
                            VALUES (:id, :code, 'yen-hoa', '2026-11-22', 'Trần "Văn", An
                            ثریا', 'COMPLAINT', false, 'VERIFIED', :at, :at, :sha256)""")
                    .bind("id", id)
                    .bind("code", "PS-" + id)
                    .bind("at", made.sealedAt())
                    .bind("sha256", made.manifestSha256())
                    .execute());
        }
        source.transactions().act(tx -> new AuditLog(clock)
                .write(tx, AuditEntry.of("o1", "post", "REPLAY", "r1").because("")));
    }

    @AfterEach
    void close() {
        source.close();
        empty.close();
    }

    private static String url(DatabaseSettings settings) {
        return settings.url() + "?user=" + settings.user() + "&password=" + settings.password();
    }

    private record Said(int exitCode, String text) {}

    private Said say(String word, Path folder, Path where, Optional<TestDatabase> database) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> environment = database.map(one -> Map.of("KACHEHRI_DATABASE_URL", url(one.settings())))
                .orElse(Map.of());
        int exitCode = AdminCommand.run(
                List.of(word, folder.toString(), "--data", where.toString()),
                environment,
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Said(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    private Said backUp() {
        return say("backup", backup, data, Optional.of(source));
    }

    private boolean isUntouched() {
        return empty.transactions().run(tx -> DatabaseCopy.isEmpty(tx, CentralServer.SCHEMAS));
    }

    @Test
    void everythingIsRestoredIntoAnEmptyPlaceAndEveryPackageVerifies() throws IOException {
        Said written = backUp();
        assertEquals(0, written.exitCode(), written.text());
        assertTrue(written.text().contains("a list of 2 packages"), written.text());
        Said restored = say("restore", backup, data, Optional.of(empty));
        assertEquals("Restored. Packages intact: 2 of 2\n", restored.text());
        assertEquals(0, restored.exitCode());
        Path again = directory.resolve("again");
        assertEquals(0, say("backup", again, data, Optional.of(empty)).exitCode());
        try (Stream<Path> tables = Files.list(backup.resolve("database"))) {
            for (Path table : tables.toList()) {
                assertEquals(
                        -1,
                        Files.mismatch(table, again.resolve("database").resolve(table.getFileName())),
                        table.toString());
            }
        }
        // The numbers go on where they were.
        empty.transactions().act(tx -> new AuditLog(clock)
                .write(tx, AuditEntry.of("o1", "post", "REPLAY", "r2").because("x")));
        int lines = empty.transactions().run(tx -> tx.createQuery("SELECT count(*) FROM audit.line")
                .mapTo(Integer.class)
                .one());
        assertEquals(2, lines);
    }

    @Test
    void aFilledPlaceIsRefused() {
        backUp();
        Said said = say("restore", backup, data, Optional.of(source));
        assertEquals(new Said(2, "The database isn't empty: restore into an empty one.\n"), said);
        assertEquals(2, backUp().exitCode(), "nor is a backup written over another");
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingIsDone() throws IOException {
        backUp();
        Path table = backup.resolve("database/archive.recording.csv");
        String text = Files.readString(table);
        Files.writeString(table, text.replace("COMPLAINT", "complaint"));
        Said said = say("restore", backup, data, Optional.of(empty));
        assertEquals(2, said.exitCode());
        assertTrue(said.text().startsWith("The backup is damaged"), said.text());
        assertTrue(isUntouched());
    }

    @Test
    void aBackupOfAnotherReleaseLeavesTheDatabaseAsItWas() throws IOException {
        source.transactions().act(tx -> tx.execute("UPDATE archive.schema_history SET version = '9' || version"));
        backUp();
        Said said = say("restore", backup, data, Optional.of(empty));
        assertEquals(2, said.exitCode());
        assertTrue(said.text().startsWith("The backup is of another release"), said.text());
        assertTrue(isUntouched());
    }

    @Test
    void packagesThatAreMissingOrChangedAreNamed() throws IOException {
        backUp();
        Files.move(data.resolve("recordings/r1"), directory.resolve("aside"));
        Path paper = data.resolve("recordings/r2/package/data/reception.json");
        Files.delete(paper);
        Files.writeString(paper, "{}");
        Said said = say("restore", backup, data, Optional.of(empty));
        assertEquals(1, said.exitCode());
        assertTrue(said.text().contains("PS-r1 (r1): The package is not in "), said.text());
        assertTrue(said.text().contains("PS-r2 (r2): Damaged: data/reception.json. "), said.text());
        assertTrue(said.text().endsWith("Packages intact: 0 of 2\n"), said.text());
    }

    @Test
    void aPackageThatHadLeftForAStoreIsNotCalledMissing() throws IOException {
        source.transactions()
                .act(tx -> tx.execute("UPDATE archive.recording SET local_since = NULL WHERE code = 'PS-r1'"));
        backUp();
        Files.move(data.resolve("recordings/r1"), directory.resolve("aside"));
        Said said = say("restore", backup, data, Optional.of(empty));
        assertEquals(
                new Said(
                        0,
                        "Only in stores, and not read, because none was named: 1\nRestored. Packages intact: 1 of 2\n"),
                said);
    }

    /** As the archive keeps a copy: encrypted, with its row and its key's. */
    private Path storeBoth() throws Exception {
        Path key = directory.resolve("archive.key");
        Files.write(key, new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        });
        Path store = Files.createDirectory(directory.resolve("store"));
        ArchiveKey master = ArchiveKey.read(key);
        for (String id : List.of("r1", "r2")) {
            byte[] wrapped = master.newDataKey(new SecureRandom());
            StoredCopy copy;
            try (ChunkStore opened = new StoreSettings.Directory(store).open(clock)) {
                copy = new PackageCopies(opened)
                        .put(
                                id,
                                data.resolve("recordings").resolve(id).resolve("package"),
                                Optional.of(new DataKey(master, wrapped)));
            }
            source.transactions().act(tx -> {
                tx.execute("INSERT INTO archive.data_key (reception_id, wrapped) VALUES (?, ?)", id, wrapped);
                tx.execute(
                        """
                        INSERT INTO archive.copy (reception_id, store, state, since, due_at, index_sha256, bytes, receipt,
                        receipt_signature, receipt_certificates) VALUES (?, ?, 'VERIFIED', now(), now(), ?, ?, '', '', '')""",
                        id,
                        store.toString(),
                        copy.indexSha256(),
                        copy.bytes());
            });
        }
        return store;
    }

    private Said restoreFrom(Path store, Path key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exitCode = AdminCommand.run(
                List.of(
                        "restore",
                        backup.toString(),
                        "--data",
                        data.toString(),
                        "--archive-store",
                        store.toString(),
                        "--archive-key",
                        key.toString()),
                Map.of("KACHEHRI_DATABASE_URL", url(empty.settings())),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Said(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void packagesThatAreInAStoreAloneAreReadThereAndThoseThatWereHereComeBack() throws Exception {
        Path store = storeBoth();
        source.transactions()
                .act(tx -> tx.execute("UPDATE archive.recording SET local_since = NULL WHERE code = 'PS-r1'"));
        backUp();
        Files.move(data.resolve("recordings"), directory.resolve("aside"));
        assertEquals(
                new Said(0, "Restored. Packages intact: 2 of 2\n"),
                restoreFrom(store, directory.resolve("archive.key")));
        assertFalse(Files.exists(data.resolve("recordings/r1/package")), "it had left before");
        assertEquals(
                Verdict.INTACT,
                Verify.verify(
                                data.resolve("recordings/r2/package"),
                                List.of(data.resolve("keys/signing/authority.pem")))
                        .verdict());
    }

    @Test
    void aPackageThatNoStoreHasAsItWasIsNamedAndSoAreStoresThatCannotBeOpened() throws Exception {
        Path store = storeBoth();
        backUp();
        Files.move(data.resolve("recordings"), directory.resolve("aside"));
        try (Stream<Path> chunks = Files.list(store.resolve("r1"))) {
            Path first = chunks.filter(chunk -> !chunk.getFileName().toString().startsWith("index"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(first);
            bytes[bytes.length / 2] ^= 1;
            Files.write(first, bytes);
        }
        Said said = restoreFrom(store, directory.resolve("archive.key"));
        assertEquals(1, said.exitCode(), said.text());
        assertTrue(said.text().contains("PS-r1 (r1): The package is not in "), said.text());
        assertTrue(said.text().contains(", and no store has it as it was archived."), said.text());
        assertTrue(said.text().endsWith("Packages intact: 1 of 2\n"), said.text());
        assertFalse(Files.exists(data.resolve("recordings/r1/package")), "nothing half-fetched");

        Path other = Files.write(directory.resolve("other.key"), new byte[32]);
        empty.close();
        empty = TestDatabase.of();
        Said unopened = restoreFrom(store, other);
        assertEquals(1, unopened.exitCode(), unopened.text());
        assertTrue(unopened.text().contains("The stores can't be used: "), unopened.text());
    }

    @Test
    void theEmbeddedDatabaseIsRestoredAndBackedUpWhileItRuns() throws IOException {
        backUp();
        Path fresh = directory.resolve("fresh");
        Said restored = say("restore", backup, fresh, Optional.empty());
        assertEquals(1, restored.exitCode(), restored.text());
        assertTrue(restored.text().endsWith("Packages intact: 0 of 2\n"), restored.text());
        assertEquals(2, say("restore", backup, fresh, Optional.empty()).exitCode());
        Path again = directory.resolve("again");
        try (EmbeddedPostgres running = EmbeddedPostgres.start(fresh.resolve("postgres"), clock)) {
            assertEquals(0, say("backup", again, fresh, Optional.empty()).exitCode());
            assertTrue(running.healthy());
            assertEquals(2, say("backup", again, fresh, Optional.empty()).exitCode());
        }
        assertEquals(
                -1,
                Files.mismatch(
                        backup.resolve("database/archive.recording.csv"),
                        again.resolve("database/archive.recording.csv")));
        assertFalse(Files.exists(directory.resolve("again.making")));
    }
}
