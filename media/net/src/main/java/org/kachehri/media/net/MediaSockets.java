package org.kachehri.media.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.kachehri.media.sfu.Batch;

/**
 * One UDP port: receives in batches, sends in trains. Owned by one thread; only {@link #wakeUp} may be called from
 * others. Hosts are IPv6 addresses as two big-endian halves, IPv4 as v4-mapped (RFC 4291, 2.5.5.2).
 *
 * <p>UDP may lose, so a send that the system refuses is counted and dropped, never thrown.
 */
public interface MediaSockets extends AutoCloseable {

    /** Opens the native implementation where the settings and the system allow it, else the portable one. */
    static MediaSockets open(NetSettings settings) throws IOException {
        return settings.nativeSockets() && LinuxCalls.available()
                ? LinuxSockets.open(settings)
                : ChannelSockets.open(settings);
    }

    int localPort();

    /**
     * Waits until datagrams arrive, {@link #wakeUp} is called or the time is over, and fills the batch with what is
     * there now. Returns the number of datagrams, 0 for none. A datagram longer than {@link Batch#MAX_DATAGRAM} is
     * reported with length 0.
     */
    int receive(Batch batch, long timeoutNanos) throws IOException;

    /**
     * Queues one train: {@code length} bytes cut into datagrams of {@code segmentSize}, the last may be shorter. The
     * bytes must stay as they are until {@link #flush} returns.
     */
    void send(long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize);

    /** Hands everything queued to the system. */
    void flush();

    /** Ends the current or the next wait in {@link #receive}. Any thread. */
    void wakeUp();

    /** Datagrams that the system refused to send. */
    long dropped();

    /** Trains that the system refused as such; they left as single datagrams. */
    long trainsRefused();

    @Override
    void close();
}
