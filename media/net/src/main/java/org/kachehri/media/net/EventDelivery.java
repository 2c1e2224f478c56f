package org.kachehri.media.net;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.kachehri.media.sfu.ShardEvent;

/**
 * Carries events from the shard's thread to their consumer on a virtual thread, in order, so that a consumer that
 * waits for a database doesn't stop the media.
 */
final class EventDelivery implements AutoCloseable {

    /** 4 000 transports may fall silent within one second; events beyond are lost and said so in the log. */
    private static final int CAPACITY = 8192;

    private static final System.Logger LOG = System.getLogger(EventDelivery.class.getName());

    /** Empty ends the delivery. */
    private final BlockingQueue<Optional<ShardEvent>> events = new ArrayBlockingQueue<>(CAPACITY);

    private final Consumer<ShardEvent> consumer;
    private final Thread thread;

    EventDelivery(String name, Consumer<ShardEvent> consumer) {
        this.consumer = consumer;
        thread = Thread.ofVirtual().name(name).start(this::deliver);
    }

    /** Never waits. */
    void emit(ShardEvent event) {
        if (!events.offer(Optional.of(event))) {
            LOG.log(System.Logger.Level.ERROR, "lost, because its consumer is too slow: {0}", event);
        }
    }

    private void deliver() {
        try {
            for (Optional<ShardEvent> event = events.take(); event.isPresent(); event = events.take()) {
                try {
                    consumer.accept(event.get());
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "not digested: " + event.get(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers what is there, then ends. Doesn't wait for it. */
    @Override
    public void close() {
        if (!events.offer(Optional.empty())) {
            thread.interrupt();
        }
    }
}
