package org.kachehri.bench;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.kachehri.media.net.MediaSockets;

/** What a shard sent in a few seconds: every train, and which of them left together when. */
final class SentTraffic {

    /** 330 packets/s to 200 subscribers for two seconds, each alone, and some for RTCP. */
    private static final int MAX_TRAINS = 300_000;

    private final int[] port = new int[MAX_TRAINS];
    private final int[] offset = new int[MAX_TRAINS];
    private final int[] length = new int[MAX_TRAINS];
    private final int[] segmentSize = new int[MAX_TRAINS];
    private final int[] groupEnd = new int[MAX_TRAINS];
    private final long[] groupNanos = new long[MAX_TRAINS];
    private int trains;
    private int groups;

    void add(int toPort, int at, int bytes, int segment) {
        if (trains < MAX_TRAINS) {
            port[trains] = toPort;
            offset[trains] = at;
            length[trains] = bytes;
            segmentSize[trains++] = segment;
        }
    }

    void flush(long nowNanos) {
        if (groups < MAX_TRAINS && trains > (groups == 0 ? 0 : groupEnd[groups - 1])) {
            groupNanos[groups] = nowNanos;
            groupEnd[groups++] = trains;
        }
    }

    long datagrams() {
        long sum = 0;
        for (int i = 0; i < trains; i++) {
            sum += (length[i] + segmentSize[i] - 1) / segmentSize[i];
        }
        return sum;
    }

    int trains() {
        return trains;
    }

    boolean isFull() {
        return trains == MAX_TRAINS;
    }

    /** Sends it all again at the same pace; returns the nanoseconds of this thread's CPU that the sending took. */
    long replay(MediaSockets sockets, UdpAddress host, MemorySegment bytes, LongSupplier cpuNanos) {
        long start = System.nanoTime();
        long spent = 0;
        int train = 0;
        for (int group = 0; group < groups; group++) {
            Pace.until(start + groupNanos[group] - groupNanos[0], 0);
            long before = cpuNanos.getAsLong();
            for (; train < groupEnd[group]; train++) {
                sockets.send(0, host.hostLow(), port[train], bytes, offset[train], length[train], segmentSize[train]);
            }
            sockets.flush();
            spent += cpuNanos.getAsLong() - before;
        }
        return spent;
    }

    @Override
    public String toString() {
        return trains + " trains in " + groups + " groups, first sizes "
                + Arrays.toString(Arrays.copyOf(length, Math.min(8, trains)));
    }
}
