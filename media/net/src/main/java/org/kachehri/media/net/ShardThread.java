package org.kachehri.media.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.Effects;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;

/**
 * The one platform thread that owns a shard and its sockets. A cycle: let a burst arrive ({@link BurstPause}); wait for
 * datagrams, a command or the shard's next deadline; read the clock; execute commands, hand over the batch, tick; after each of them everything queued
 * leaves.
 */
final class ShardThread implements Effects {

    /** So many commands between two batches: one costs some microseconds, a batch of 50 × 32 packets some milliseconds. */
    private static final int COMMANDS_A_CYCLE = 64;

    /** Bounds the wait, so that nothing the shard forgets to announce waits for ever. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A socket that fails so often in a row will not recover. */
    private static final int MAX_FAILURES_IN_A_ROW = 1000;

    private static final System.Logger LOG = System.getLogger(ShardThread.class.getName());

    private final MediaSockets sockets;
    private final Shard shard;
    private final CommandQueue commands;
    private final EventDelivery events;
    private final LongSupplier nanoClock;
    private final Runnable atEnd;
    private final Arena arena = Arena.ofShared();
    private final Batch batch = new Batch(arena);
    private final Thread thread;
    private final BurstPause pause = new BurstPause();
    private final LoopTimes loop = new LoopTimes();
    private volatile boolean closing;
    private long faults;

    ShardThread(
            String name,
            MediaSockets sockets,
            Shard shard,
            CommandQueue commands,
            EventDelivery events,
            LongSupplier nanoClock,
            Runnable atEnd) {
        this.sockets = sockets;
        this.shard = shard;
        this.commands = commands;
        this.events = events;
        this.nanoClock = nanoClock;
        this.atEnd = atEnd;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        commands.ownedBy(thread);
    }

    void start() {
        thread.start();
    }

    LoopTimes loop() {
        return loop;
    }

    String name() {
        return thread.getName();
    }

    /** Ends the thread and waits for it, a few seconds at most. */
    void close() {
        closing = true;
        sockets.wakeUp();
        try {
            if (Thread.currentThread() != thread && !thread.join(Duration.ofSeconds(5))) {
                LOG.log(System.Logger.Level.ERROR, "{0} doesn't end", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failuresInARow = 0;
        long now = nanoClock.getAsLong();
        try {
            while (!closing && failuresInARow < MAX_FAILURES_IN_A_ROW) {
                int received = 0;
                try {
                    pause();
                    received = sockets.receive(batch, commands.isEmpty() ? untilNextDeadline(now) : 0);
                    failuresInARow = 0;
                } catch (IOException e) {
                    failuresInARow++;
                    fault("receive", e);
                }
                now = nanoClock.getAsLong();
                cycle(now, received);
                loop.cycle(nanoClock.getAsLong() - now);
            }
            if (!closing) {
                LOG.log(System.Logger.Level.ERROR, "{0} gives up: its socket fails again and again", thread.getName());
            }
        } finally {
            commands.close();
            atEnd.run();
            shard.close();
            sockets.close();
            events.close();
            arena.close();
        }
    }

    private void pause() {
        long left = pause.left(nanoClock.getAsLong(), shard.nextDeadlineNanos());
        if (left > 0 && commands.isEmpty() && !closing) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void cycle(long now, int received) {
        for (int i = 0; i < COMMANDS_A_CYCLE; i++) {
            ShardCommand command = commands.poll();
            if (command == null) {
                break;
            }
            execute(now, command);
        }
        if (received > 0) {
            pause.received(now, received);
            try {
                shard.receive(now, batch, this);
            } catch (RuntimeException e) {
                fault("receive", e);
            }
            sockets.flush();
        }
        if (shard.nextDeadlineNanos() <= now) {
            try {
                shard.tick(now, this);
            } catch (RuntimeException e) {
                fault("tick", e);
            }
            sockets.flush();
        }
    }

    private void execute(long now, ShardCommand command) {
        try {
            shard.execute(now, command, this);
        } catch (RuntimeException e) {
            fault("execute", e);
        }
        sockets.flush();
    }

    private long untilNextDeadline(long now) {
        return Math.min(shard.nextDeadlineNanos() - now, LONGEST_WAIT_NANOS);
    }

    /**
     * An exception here is our bug. The rooms go on, because a batch lost is better than every reception of the shard;
     * it is logged, but not a thousand times a second.
     */
    private void fault(String where, Exception e) {
        faults++;
        if (Long.bitCount(faults) == 1) {
            LOG.log(System.Logger.Level.ERROR, "fault " + faults + " of the media shard in " + where, e);
        }
    }

    @Override
    public void train(
            long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        sockets.send(hostHigh, hostLow, port, bytes, offset, length, segmentSize);
    }

    @Override
    public void flush() {
        sockets.flush();
    }

    @Override
    public void emit(ShardEvent event) {
        events.emit(event);
    }
}
