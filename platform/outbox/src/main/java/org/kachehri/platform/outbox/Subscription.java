package org.kachehri.platform.outbox;

import org.jdbi.v3.core.Handle;

/**
 * What one module does when something happened in another. The handler runs in the transaction that marks the delivery as done, so
 * its rows and the mark commit together; effects outside the database may repeat and must be idempotent.
 *
 * @param subscriber stable name of the subscriber, {@code <Action>On<Event>}; rows that wait for it carry this name
 * @param payload the record the event's JSON is read into; unknown fields are ignored, so that events may grow
 */
public record Subscription<T>(String subscriber, String eventType, Class<T> payload, Reaction<T> reaction) {
    /** May throw: the delivery is then tried again, later and later, and at last waits as a dead letter. */
    @FunctionalInterface
    public interface Reaction<T> {
        void on(Handle tx, T payload) throws Exception;
    }
}
