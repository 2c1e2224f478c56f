package org.kachehri.recording.archive;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has finished captures sealed, one after the other on a thread of its own. An order is kept in the database until it is done, so that a
 * full disk, a database that is away or the program's end delay a seal and never lose it.
 */
final class SealRecordings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealRecordings.class);

    private static final long LOOK_SECONDS = 5;

    /** An hour of four people is 1.1 GB, which a disk reads within this. */
    private static final long CLOSE_SECONDS = 10;

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final SealOrderStore orders = new SealOrderStore();
    private final FinaliseRecording finalise;
    private final Runnable sealed;
    private final Clock clock;

    /** Orders that the database hasn't taken yet; their receptions are found unfinished at the next start. */
    private final AtomicInteger unkept = new AtomicInteger();

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("archive-sealer").daemon(true).factory());

    /** @param sealed told after each seal */
    SealRecordings(
            Transactions transactions,
            RecordingStore recordings,
            FinaliseRecording finalise,
            Runnable sealed,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.finalise = finalise;
        this.sealed = sealed;
        this.clock = clock;
    }

    void start() {
        executor.scheduleWithFixedDelay(this::sealAll, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** @param kept told once, on the thread that seals: sealed, or in the database and tried until it is */
    void order(RecordingSubject subject, String paper, Runnable kept) {
        unkept.incrementAndGet();
        executor.execute(() -> keep(subject, paper, kept, 1));
    }

    private void keep(RecordingSubject subject, String paper, Runnable kept, int attempt) {
        try {
            Instant now = clock.instant();
            transactions.act(tx -> {
                recordings.writing(tx, subject, now);
                orders.order(tx, subject.receptionId(), paper, now);
            });
        } catch (JdbiException away) {
            LOG.warn("The seal of reception {} could not be ordered, the database is away", subject.receptionId());
            long seconds = Relay.waitAfter(attempt).toSeconds();
            executor.schedule(() -> keep(subject, paper, kept, attempt + 1), seconds, TimeUnit.SECONDS);
            return;
        }
        unkept.decrementAndGet();
        try {
            sealAll();
        } finally {
            kept.run();
        }
    }

    /** Everything that is due; what fails is due again later, and later still. */
    void sealAll() {
        try {
            for (SealOrderStore.Order order : transactions.run(tx -> orders.due(tx, clock.instant()))) {
                seal(order);
            }
        } catch (JdbiException away) {
            LOG.warn("The orders to seal can't be read, the database is away: {}", away.getMessage());
        }
    }

    private void seal(SealOrderStore.Order order) {
        String id = order.subject().receptionId();
        try {
            finalise.finalise(order.subject(), order.paper(), Map.of());
            transactions.act(tx -> orders.done(tx, id));
            sealed.run();
        } catch (IOException | RuntimeException e) {
            Instant due = clock.instant().plus(Relay.waitAfter(order.tries() + 1));
            LOG.error("The recording of reception {} could not be sealed; tried again at {}", id, due, e);
            transactions.act(tx -> orders.failed(tx, id, e.toString(), due));
        }
    }

    /** Captures that wait for their seal. */
    long waiting() {
        return unkept.get() + transactions.run(orders::waiting);
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            // A package that isn't whole by then is begun anew at the next start.
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
