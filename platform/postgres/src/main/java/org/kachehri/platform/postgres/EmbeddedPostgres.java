package org.kachehri.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of our own in the data directory, for a machine where nobody has set one up. It survives us: when this process is
 * killed the server goes on, and the next start adopts it on the same port. While we live it is supervised: restarted at once when it
 * dies, three times a minute; after that {@link #healthy()} is false and the log raises the alarm. Thread: {@code postgres-watch}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** A server that dies a fourth time within a minute has a cause that a restart doesn't cure (full disk, broken memory). */
    private static final int RESTARTS_A_MINUTE = 3;

    private static final int START_ATTEMPTS = 8;

    private static final long BETWEEN_ATTEMPTS_MILLIS = 500;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final Clock clock;
    private final Thread watch;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final boolean ours;
    private volatile boolean healthy = true;

    private EmbeddedPostgres(Cluster cluster, ProcessHandle running, Clock clock, boolean ours) {
        this.cluster = cluster;
        this.clock = clock;
        this.ours = ours;
        this.watch = Thread.ofVirtual().name("postgres-watch").unstarted(() -> watch(running));
    }

    /**
     * Starts, or adopts, the server under {@code directory} (created on first use: unpacked programs, cluster, password, port, log).
     *
     * @throws DatabaseRefused when the directory belongs to another major version, or the server doesn't come up
     */
    public static EmbeddedPostgres start(Path directory, Clock clock) {
        try {
            return start(directory, PostgresPrograms.unpackedIn(directory.toAbsolutePath()), clock);
        } catch (IOException e) {
            throw new DatabaseRefused("The embedded PostgreSQL can't be started: " + e.getMessage(), e);
        }
    }

    /**
     * For a command beside a product that may be running: its server is used and left as it is; without one it is started as
     * {@link #start} does.
     */
    public static EmbeddedPostgres beside(Path directory, Clock clock) {
        try {
            PostgresPrograms programs = PostgresPrograms.unpackedIn(directory.toAbsolutePath());
            Cluster cluster = Cluster.in(directory, programs, Durability.FULL);
            return cluster.isRunning()
                    ? new EmbeddedPostgres(cluster, cluster.startOrAdopt(), clock, false)
                    : start(directory, programs, clock);
        } catch (IOException e) {
            throw new DatabaseRefused("The embedded PostgreSQL can't be started: " + e.getMessage(), e);
        }
    }

    static EmbeddedPostgres start(Path directory, PostgresPrograms programs, Clock clock) throws IOException {
        Cluster cluster = Cluster.in(directory, programs, Durability.FULL);
        EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, cluster.startOrAdopt(), clock, true);
        postgres.watch.start();
        return postgres;
    }

    public DatabaseSettings settings() {
        return cluster.settings(DatabaseSettings.DEFAULT_POOL);
    }

    /** False once the server has died more often than supervision restarts it. */
    public boolean healthy() {
        return healthy;
    }

    /** Stops the server quickly but cleanly: open transactions roll back, what was committed is on disk. */
    @Override
    public void close() {
        closing.countDown();
        if (!ours) {
            return;
        }
        try {
            watch.join();
            cluster.stop();
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL didn't stop cleanly; it recovers at the next start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when supervision has given up or been closed. */
    void watchEnded() throws InterruptedException {
        watch.join();
    }

    private void watch(ProcessHandle first) {
        ProcessHandle running = first;
        Deque<Instant> restarts = new ArrayDeque<>();
        while (!stoppedOrClosing(running)) {
            Instant now = clock.instant();
            restarts.removeIf(at -> at.plus(MINUTE).isBefore(now));
            if (restarts.size() == RESTARTS_A_MINUTE) {
                healthy = false;
                LOG.error(
                        "The embedded PostgreSQL died {} times within a minute and is left down",
                        RESTARTS_A_MINUTE + 1);
                return;
            }
            restarts.add(now);
            LOG.warn("The embedded PostgreSQL died; starting it again");
            running = startedAgain().orElse(running);
        }
    }

    /** The children of a killed server hold its memory and its port until they notice, so the first attempts may be refused. */
    private Optional<ProcessHandle> startedAgain() {
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            try {
                return Optional.of(cluster.start());
            } catch (IOException | DatabaseRefused e) {
                LOG.warn("The embedded PostgreSQL didn't come up at attempt {}", attempt, e);
            }
            try {
                if (closing.await(BETWEEN_ATTEMPTS_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Optional.empty();
    }

    /** Waits for the end of the server or of us; true when it is us. */
    private boolean stoppedOrClosing(ProcessHandle running) {
        CompletableFuture<ProcessHandle> death = running.onExit();
        try {
            // Both ends are looked at four times a second: well inside the 5 s within which it must be back.
            while (!death.isDone()) {
                if (closing.await(250, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return closing.getCount() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
