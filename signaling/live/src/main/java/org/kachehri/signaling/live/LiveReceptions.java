package org.kachehri.signaling.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receptions that are in memory. From any thread. */
final class LiveReceptions {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReceptions.class);

    /** Longer than the wait for a database connection, so that the mailbox answers first. */
    private static final long OUTCOME_SECONDS = 15;

    private final Surroundings around;
    private final Map<String, LiveReception> loaded = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    LiveReceptions(Surroundings around) {
        this.around = around;
    }

    /** The reception if it is in memory. */
    Optional<LiveReception> loaded(String id) {
        return Optional.ofNullable(loaded.get(id));
    }

    /** Lays a letter into the mailbox, loading the reception if need be. False when there is none, or it takes no more. */
    boolean post(String id, Letter letter) {
        // Twice: the one in memory may be leaving just now.
        for (int i = 0; i < 2 && !stopping; i++) {
            LiveReception live = loaded.computeIfAbsent(id, this::load);
            if (live == null) return false;
            if (live.post(letter)) return true;
            loaded.remove(id, live);
        }
        return false;
    }

    /** What came of a message from inside the program. */
    Optional<Step> apply(String id, Message message) {
        CompletableFuture<Step> outcome = new CompletableFuture<>();
        if (!post(id, new Letter.Internal(message, outcome))) return Optional.empty();
        try {
            return Optional.of(outcome.get(OUTCOME_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException("reception " + id + " failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("reception " + id + " doesn't answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Wakes up what a stopped program has left in the middle. */
    void resumeInterrupted() {
        List<String> ids = around.transactions().run(around.store()::interrupted);
        for (String id : ids) post(id, new Letter.Tick());
    }

    void tick() {
        loaded.values().forEach(live -> live.post(new Letter.Tick()));
    }

    void stop() {
        stopping = true;
        List<CompletableFuture<Step>> all = new ArrayList<>();
        for (LiveReception live : loaded.values()) {
            CompletableFuture<Step> done = new CompletableFuture<>();
            if (live.post(new Letter.Stop(done))) all.add(done);
        }
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(OUTCOME_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("not every reception could be stopped in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LiveReception load(String id) {
        return around.transactions()
                .run(tx -> around.store()
                        .find(tx, id)
                        .map(stored -> new LiveReception(
                                stored.reception(),
                                around.qualities().of(tx, id),
                                around,
                                gone -> loaded.remove(gone.id(), gone))))
                .map(live -> {
                    live.start();
                    return live;
                })
                .orElse(null);
    }
}
