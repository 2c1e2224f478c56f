package org.kachehri.media.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.SrtpKeys;

/** What others want of the shard: filled by any thread, emptied by the shard's. */
final class CommandQueue implements DtlsAnswers {

    /**
     * 256 handshakes at once × 4 datagrams a flight is 1 024, and a participant who joins costs some ten commands; four
     * times that. The shard empties it several hundred times a second.
     */
    private static final int CAPACITY = 4096;

    /** Longer than any pause of the shard; a caller that waits this long meets a shard that is gone. */
    private static final long PATIENCE_SECONDS = 5;

    private final BlockingQueue<ShardCommand> commands = new ArrayBlockingQueue<>(CAPACITY);
    private final MediaSockets sockets;
    private volatile Thread owner;
    private volatile boolean closed;

    CommandQueue(MediaSockets sockets) {
        this.sockets = sockets;
    }

    /** Names the thread that empties the queue: it must never wait for itself. */
    void ownedBy(Thread thread) {
        owner = thread;
    }

    /** From now on commands are refused. */
    void close() {
        closed = true;
    }

    /** Waits while the queue is full. */
    void submit(ShardCommand command) {
        boolean accepted = false;
        try {
            if (!closed) {
                accepted = Thread.currentThread() == owner
                        ? commands.offer(command)
                        : commands.offer(command, PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!accepted) {
            throw new RejectedExecutionException(
                    closed ? "the media node is closed" : "the media shard takes no more commands");
        }
        sockets.wakeUp();
    }

    /** The next command, or null. The shard's thread only. */
    ShardCommand poll() {
        return commands.poll();
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    @Override
    public void outbound(int transport, byte[] datagram) {
        // Lost when the queue is full, as the network might lose it; DTLS repeats its flights.
        if (commands.offer(new ShardCommand.DtlsOutbound(transport, datagram))) {
            sockets.wakeUp();
        }
    }

    @Override
    public void keys(int transport, SrtpKeys keys) {
        submit(new ShardCommand.DtlsKeys(transport, keys));
    }

    @Override
    public void failed(int transport, String reason) {
        submit(new ShardCommand.DtlsFailed(transport, reason));
    }
}
