package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.sfu.Batch;

/** Passes everything on and, while it is told to, writes down what the shard sends and when. */
final class RecordingSockets implements MediaSockets {

    private final MediaSockets inner;
    private final MemorySegment mirror;
    private volatile SentTraffic recording;

    RecordingSockets(MediaSockets inner, Arena arena) {
        this.inner = inner;
        // The shard's out arena is 4 MiB; other segments that bytes come from are smaller.
        mirror = arena.allocate(8 << 20, 64);
    }

    /** From now on into this one; null ends it. */
    void record(SentTraffic traffic) {
        recording = traffic;
    }

    MemorySegment mirror() {
        return mirror;
    }

    @Override
    public int localPort() {
        return inner.localPort();
    }

    @Override
    public int receive(Batch batch, long timeoutNanos) throws IOException {
        return inner.receive(batch, timeoutNanos);
    }

    @Override
    public void send(
            long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        SentTraffic traffic = recording;
        if (traffic != null && offset + length <= mirror.byteSize()) {
            MemorySegment.copy(bytes, offset, mirror, offset, length);
            traffic.add(port, (int) offset, length, segmentSize);
        }
        inner.send(hostHigh, hostLow, port, bytes, offset, length, segmentSize);
    }

    @Override
    public void flush() {
        SentTraffic traffic = recording;
        if (traffic != null) {
            traffic.flush(System.nanoTime());
        }
        inner.flush();
    }

    @Override
    public void wakeUp() {
        inner.wakeUp();
    }

    @Override
    public long dropped() {
        return inner.dropped();
    }

    @Override
    public long trainsRefused() {
        return inner.trainsRefused();
    }

    @Override
    public void close() {
        inner.close();
    }
}
