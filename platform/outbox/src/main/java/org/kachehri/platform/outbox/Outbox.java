package org.kachehri.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.ModuleSchema;

/**
 * Where a module says what happened. The event and one row per subscriber are written in the caller's transaction: either both the
 * change and its event are true, or neither. All subscriptions are made while the product is put together, before the first publish.
 */
public final class Outbox {
    public static final ModuleSchema SCHEMA = new ModuleSchema("outbox");

    private final ObjectMapper json;
    private final Clock clock;
    private final Map<String, List<Subscription<?>>> byEventType = new ConcurrentHashMap<>();
    private final Map<String, Subscription<?>> bySubscriber = new ConcurrentHashMap<>();
    private final Semaphore hint = new Semaphore(0);

    public Outbox(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** A subscriber has one name and one event type; a second subscription under the same name is a mistake in the composition. */
    public void subscribe(Subscription<?> subscription) {
        if (bySubscriber.putIfAbsent(subscription.subscriber(), subscription) != null) {
            throw new IllegalStateException("There are two subscribers named " + subscription.subscriber());
        }
        byEventType
                .computeIfAbsent(subscription.eventType(), type -> new CopyOnWriteArrayList<>())
                .add(subscription);
    }

    /**
     * @param eventType dotted and in the past tense, e.g. {@code visit.registered}
     * @param subjectId id of the thing it happened to; never a person's data
     * @param payload a record; becomes JSON
     */
    public void publish(Handle tx, String eventType, String subjectId, Object payload) {
        Timestamp now = Timestamp.from(clock.instant());
        long id = tx.createQuery(
                        """
                        INSERT INTO outbox.event (type, subject_id, payload, published_at)
                        VALUES (:type, :subject, :payload::jsonb, :now) RETURNING id""")
                .bind("type", eventType)
                .bind("subject", subjectId)
                .bind("payload", write(payload))
                .bind("now", now)
                .mapTo(Long.class)
                .one();
        for (Subscription<?> subscription : byEventType.getOrDefault(eventType, List.of())) {
            tx.createUpdate(
                            "INSERT INTO outbox.delivery (event_id, subscriber, next_at) VALUES (:id, :subscriber, :now)")
                    .bind("id", id)
                    .bind("subscriber", subscription.subscriber())
                    .bind("now", now)
                    .execute();
        }
        tx.afterCommit(this::committed);
    }

    /** What is not delivered yet, and what was given up. */
    public Backlog backlog(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT count(*) FILTER (WHERE state = 'WAITING') AS waiting,
                               count(*) FILTER (WHERE state = 'DEAD') AS dead
                        FROM outbox.delivery WHERE state IN ('WAITING', 'DEAD')""")
                .map((row, context) -> new Backlog(row.getLong("waiting"), row.getLong("dead")))
                .one();
    }

    /** Tells the relay that it is worth looking now; only a hint, called by {@link #publish} after the commit. */
    public void committed() {
        hint.release();
    }

    /** Waits until somebody commits or the time is over. */
    boolean awaitHint(long millis) throws InterruptedException {
        boolean hinted = hint.tryAcquire(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        // Every poll takes all that is due, so the hints that piled up meanwhile are answered by it too.
        hint.drainPermits();
        return hinted;
    }

    Optional<Subscription<?>> subscription(String subscriber) {
        return Optional.ofNullable(bySubscriber.get(subscriber));
    }

    <T> void react(Handle tx, Subscription<T> subscription, String payload) throws Exception {
        subscription.reaction().on(tx, json.readValue(payload, subscription.payload()));
    }

    private String write(Object payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This payload can't become JSON: " + payload.getClass(), e);
        }
    }
}
