package org.kachehri.recording.archive;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds recordings that don't come further as they should. Any thread; {@link #tell} by one at a time. */
final class Overdue {
    private static final Logger LOG = LoggerFactory.getLogger(Overdue.class);

    /** Longer than the longest reception, its breaks included. */
    private static final Duration WRITING = Duration.ofHours(12);

    /** An hour of four people is 1.1 GB: seconds of hashing; a disk that is full is seen within this. */
    private static final Duration UNSEALED = Duration.ofMinutes(10);

    /** That hour takes 15 minutes at 10 Mbit/s. */
    private static final Duration SEALED = Duration.ofHours(1);

    /** Reading back is the same again, after everything that waits before it. */
    private static final Duration ARCHIVED = Duration.ofDays(1);

    /** An hourly reminder is read; one a minute is filtered out. */
    private static final Duration AT_MOST_EVERY = Duration.ofHours(1);

    /** What a person reads of a list of alarms; there are more in the count. */
    private static final int MAX_LINES = 200;

    private final Transactions transactions;
    private final List<String> stores;
    private final Clock clock;

    /** When an item was last told of; only what is overdue now is kept. */
    private final Map<String, Instant> told = new HashMap<>();

    /** @param stores in which copies are to be; what lies in others isn't waited for */
    Overdue(Transactions transactions, List<String> stores, Clock clock) {
        this.transactions = transactions;
        this.stores = List.copyOf(stores);
        this.clock = clock;
    }

    /** Longest in its state first. */
    List<OverdueRecording> find(Handle tx) {
        Instant now = clock.instant();
        return tx.createQuery(
                        """
                        SELECT reception_id, code, r.state, b.at, coalesce(o.trouble, c.trouble) AS trouble
                        FROM archive.recording r JOIN archive.began b USING (reception_id, state)
                        LEFT JOIN archive.seal_order o USING (reception_id)
                        LEFT JOIN (SELECT reception_id, min(since) AS since, string_agg(store || ': ' || trouble, '; ') AS trouble
                            FROM archive.copy WHERE state <> 'VERIFIED' AND store = ANY (:stores) GROUP BY reception_id) c USING (reception_id)
                        WHERE c.since < :archived OR r.state = 'DAMAGED' OR o.ordered_at < :unsealed
                        OR r.state = 'WRITING' AND b.at < :writing
                        OR r.state = 'SEALED' AND b.at < :sealed OR r.state = 'ARCHIVED' AND b.at < :archived
                        ORDER BY b.at LIMIT :limit""")
                .bind("stores", stores.toArray(String[]::new))
                .bind("unsealed", Timestamp.from(now.minus(UNSEALED)))
                .bind("writing", Timestamp.from(now.minus(WRITING)))
                .bind("sealed", Timestamp.from(now.minus(SEALED)))
                .bind("archived", Timestamp.from(now.minus(ARCHIVED)))
                .bind("limit", MAX_LINES)
                .map((row, context) -> new OverdueRecording(
                        row.getString("reception_id"),
                        row.getString("code"),
                        RecordingState.valueOf(row.getString("state")),
                        row.getTimestamp("at").toInstant(),
                        Optional.ofNullable(row.getString("trouble"))))
                .list();
    }

    /** Writes every item into the log, at most once an hour. */
    void tell() {
        List<OverdueRecording> overdue = transactions.run(this::find);
        Instant now = clock.instant();
        Set<String> still = overdue.stream().map(OverdueRecording::receptionId).collect(Collectors.toSet());
        told.keySet().retainAll(still);
        for (OverdueRecording one : overdue) {
            Instant last = told.get(one.receptionId());
            if (last == null || !now.isBefore(last.plus(AT_MOST_EVERY))) {
                told.put(one.receptionId(), now);
                LOG.error(
                        "The recording of reception {} is {} since {}: {}",
                        one.receptionId(),
                        one.state(),
                        one.since(),
                        one.trouble().orElse("no trouble was told"));
            }
        }
    }
}
