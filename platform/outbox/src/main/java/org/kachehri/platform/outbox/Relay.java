package org.kachehri.platform.outbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events to their subscribers. Each delivery is claimed with {@code FOR UPDATE SKIP LOCKED} and handled in one transaction, so
 * several nodes may relay at once and none handles what another holds. Threads: {@code relay-0}, {@code relay-1}, both virtual.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /** Two: one slow reaction must not hold up all others, and each holds one of ten connections. */
    private static final int WORKERS = 2;
    /** Without a hint (another node committed, a retry became due) a delivery waits at most this long. */
    private static final long POLL_MILLIS = 1_000;
    /** 1 s doubled each time, at most 10 min: twelve attempts give up after about 37 minutes, longer than a restart of anything. */
    private static final int ATTEMPTS = 12;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /** Enough to find the line in the log; the row is read by people. */
    private static final int ERROR_LENGTH = 500;

    private final Transactions transactions;
    private final Outbox outbox;
    private final Clock clock;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean closing;

    public Relay(Transactions transactions, Outbox outbox, Clock clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    public void start() {
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofVirtual().name("relay-" + i).start(this::work));
        }
    }

    /** Lets the reactions in progress finish. */
    @Override
    public void close() {
        closing = true;
        // No interrupt: it would cut the connection of a reaction that is talking to the database. The longest wait is
        // one poll.
        outbox.committed();
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers everything that is due now on the calling thread; for tests and for catching up at the start. */
    public int deliverDue() {
        int delivered = 0;
        while (deliverOne()) {
            delivered++;
        }
        return delivered;
    }

    /** At most 1 000, oldest first: what an operator can look through on a page. */
    public List<DeadLetter> deadLetters(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT e.id, e.type, e.subject_id, d.subscriber, d.attempts, d.last_error, e.published_at
                        FROM outbox.delivery d JOIN outbox.event e ON e.id = d.event_id
                        WHERE d.state = 'DEAD' ORDER BY e.id LIMIT 1000""")
                .map((row, context) -> new DeadLetter(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getTimestamp(7).toInstant()))
                .list();
    }

    /** @return whether there was such a dead letter; it is tried at once, with all its attempts before it again */
    public boolean redeliver(Handle tx, long eventId, String subscriber) {
        int rows = tx.createUpdate(
                        """
                        UPDATE outbox.delivery SET state = 'WAITING', attempts = 0, next_at = :now
                        WHERE event_id = :event AND subscriber = :subscriber AND state = 'DEAD'""")
                .bind("now", Timestamp.from(clock.instant()))
                .bind("event", eventId)
                .bind("subscriber", subscriber)
                .execute();
        tx.afterCommit(outbox::committed);
        return rows == 1;
    }

    private void work() {
        while (!closing) {
            try {
                if (!deliverOne()) {
                    outbox.awaitHint(POLL_MILLIS);
                } else {
                    // There may be more than one worker's share.
                    outbox.committed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("The relay can't reach the database; it goes on trying", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            outbox.awaitHint(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Claimed(long eventId, String subscriber, int attempts, String payload) {}

    private static final class ReactionFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Claimed claimed;

        ReactionFailed(Claimed claimed, Throwable cause) {
            super(cause);
            this.claimed = claimed;
        }
    }

    private boolean deliverOne() {
        try {
            return transactions.run(this::claimAndReact);
        } catch (ReactionFailed e) {
            // The reaction's transaction has rolled back; what it cost is noted in one of its own.
            transactions.act(tx -> keepFailure(tx, e.claimed, e.getCause()));
            return true;
        }
    }

    private boolean claimAndReact(Handle tx) throws ReactionFailed {
        Instant now = clock.instant();
        Optional<Claimed> next = tx.createQuery(
                        """
                        SELECT d.event_id, d.subscriber, d.attempts, e.payload
                        FROM outbox.delivery d JOIN outbox.event e ON e.id = d.event_id
                        WHERE d.state = 'WAITING' AND d.next_at <= :now
                        ORDER BY d.next_at, d.event_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED""")
                .bind("now", Timestamp.from(now))
                .map((row, context) -> new Claimed(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4)))
                .findOne();
        if (next.isEmpty()) {
            return false;
        }
        Claimed claimed = next.get();
        try {
            Subscription<?> subscription = outbox.subscription(claimed.subscriber())
                    .orElseThrow(() -> new IllegalStateException("Nobody is named " + claimed.subscriber()));
            outbox.react(tx, subscription, claimed.payload());
        } catch (Exception e) {
            throw new ReactionFailed(claimed, e);
        }
        tx.createUpdate(
                        """
                        UPDATE outbox.delivery SET state = 'DELIVERED', attempts = attempts + 1, delivered_at = :now, last_error = NULL
                        WHERE event_id = :event AND subscriber = :subscriber""")
                .bind("now", Timestamp.from(now))
                .bind("event", claimed.eventId())
                .bind("subscriber", claimed.subscriber())
                .execute();
        return true;
    }

    private void keepFailure(Handle tx, Claimed claimed, Throwable cause) {
        int attempts = claimed.attempts() + 1;
        boolean dead = attempts >= ATTEMPTS;
        if (dead) {
            LOG.error("Event {} is given up for {}", claimed.eventId(), claimed.subscriber(), cause);
        } else {
            LOG.warn("Event {} failed for {}, attempt {}", claimed.eventId(), claimed.subscriber(), attempts, cause);
        }
        String error = String.valueOf(cause);
        tx.createUpdate(
                        """
                        UPDATE outbox.delivery SET state = :state, attempts = :attempts, next_at = :next, last_error = :error
                        WHERE event_id = :event AND subscriber = :subscriber AND state = 'WAITING'""")
                .bind("state", dead ? "DEAD" : "WAITING")
                .bind("attempts", attempts)
                .bind("next", Timestamp.from(clock.instant().plus(waitAfter(attempts))))
                .bind("error", error.substring(0, Math.min(error.length(), ERROR_LENGTH)))
                .bind("event", claimed.eventId())
                .bind("subscriber", claimed.subscriber())
                .execute();
    }

    /** How long to wait after so many failed attempts, here and wherever something is tried until it is done. */
    public static Duration waitAfter(int attempts) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
