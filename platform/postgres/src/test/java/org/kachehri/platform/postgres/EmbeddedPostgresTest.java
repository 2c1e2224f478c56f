package org.kachehri.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    /** Stands still, so that any number of deaths falls within one minute. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

    private Path directory;
    private PostgresPrograms programs;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createTempDirectory("kachehri-embedded-");
        programs = PostgresPrograms.unpackedIn(TestDatabase.PROGRAMS);
        postgres = EmbeddedPostgres.start(directory, programs, CLOCK);
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
        PostgresPrograms.deleteTree(directory);
    }

    @Test
    void whatIsCommittedIsOnDiskAndOnlyWeMayConnect() throws IOException {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertEquals("on", ask("SHOW " + setting), setting);
        }
        assertEquals("127.0.0.1", ask("SHOW listen_addresses"));
        assertEquals("C.UTF-8", ask("SELECT datctype FROM pg_database WHERE datname = current_database()"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))));
        DatabaseSettings own = postgres.settings();
        Jdbi guessing = Jdbi.create(own.url(), own.user(), "guess");
        assertThrows(Exception.class, () -> guessing.useHandle(h -> h.execute("SELECT 1")));
    }

    @Test
    void aServerThatDiesIsStartedAgainWithAllRows() throws Exception {
        ask("CREATE TABLE kept AS SELECT 7 AS n");
        kill(pid());
        assertEquals("7", askUntilAnswered("SELECT n FROM kept"));
        assertTrue(postgres.healthy());
    }

    @Test
    void theFourthDeathWithinAMinuteRaisesTheAlarm() throws Exception {
        int killed = 0;
        // A server killed while its start is still being awaited is a failed start, not one more death.
        while (postgres.healthy()) {
            if (answers()) {
                kill(pid());
                killed++;
            } else {
                pauseBriefly();
            }
        }
        assertTrue(killed >= 4, killed + " deaths");
        // The watch looks four times a second; the alarm is the end of it, so joining it is waiting for the alarm.
        postgres.watchEnded();
        assertFalse(postgres.healthy());
    }

    @Test
    void aServerThatOutlivedItsProgramIsAdopted() throws Exception {
        ask("CREATE TABLE kept AS SELECT 7 AS n");
        long before = pid();
        try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, programs, CLOCK)) {
            assertEquals(before, pid());
            assertEquals(postgres.settings().url(), second.settings().url());
            assertEquals("7", ask("SELECT n FROM kept"));
        }
    }

    @Test
    void aDirectoryOfAnotherMajorVersionIsRefusedWithASentence() throws Exception {
        postgres.close();
        Path version = directory.resolve("cluster/PG_VERSION");
        String right = Files.readString(version);
        Files.writeString(version, "17\n");
        DatabaseRefused older =
                assertThrows(DatabaseRefused.class, () -> EmbeddedPostgres.start(directory, programs, CLOCK));
        assertTrue(older.getMessage().contains("upgrade-database"), older.getMessage());
        Files.writeString(version, "19\n");
        DatabaseRefused newer =
                assertThrows(DatabaseRefused.class, () -> EmbeddedPostgres.start(directory, programs, CLOCK));
        assertTrue(newer.getMessage().contains("newer"), newer.getMessage());
        Files.writeString(version, right);
    }

    private String ask(String sql) {
        DatabaseSettings own = postgres.settings();
        return Jdbi.create(own.url(), own.user(), own.password()).withHandle(handle -> {
            if (sql.startsWith("CREATE")) {
                handle.execute(sql);
                return "";
            }
            return handle.createQuery(sql).mapTo(String.class).one();
        });
    }

    private boolean answers() {
        try {
            return ask("SELECT 1").equals("1");
        } catch (RuntimeException away) {
            return false;
        }
    }

    private static void pauseBriefly() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
    }

    /** The server is away for a moment; it must be back within the time that supervision promises, with a slow machine's margin. */
    private String askUntilAnswered(String sql) throws IOException {
        IOException last = new IOException("never asked");
        for (int attempt = 0; attempt < 60; attempt++) {
            try {
                return ask(sql);
            } catch (RuntimeException e) {
                last = new IOException(e);
                pauseBriefly();
            }
        }
        throw last;
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(30, TimeUnit.SECONDS);
    }
}
