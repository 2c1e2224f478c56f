package org.kachehri.media.sfu;

/**
 * Which transport a datagram's sender belongs to: an open-addressing map from address and port, filled only by authenticated ICE
 * checks. At most {@link TransportState#MAX_ADDRESSES} entries a transport. Not thread-safe.
 */
final class AddressMap {
    private static final int FIRST_CAPACITY = 64;

    private long[] hostHigh = new long[FIRST_CAPACITY];
    private long[] hostLow = new long[FIRST_CAPACITY];
    private int[] port = new int[FIRST_CAPACITY];
    private TransportState[] values = new TransportState[FIRST_CAPACITY];
    private int size;

    TransportState find(long high, long low, int fromPort) {
        return values[slot(high, low, fromPort)];
    }

    void put(long high, long low, int fromPort, TransportState transport) {
        if (2 * (size + 1) > values.length) {
            rebuild(2 * values.length);
        }
        int slot = slot(high, low, fromPort);
        if (values[slot] == null) {
            size++;
        }
        hostHigh[slot] = high;
        hostLow[slot] = low;
        port[slot] = fromPort;
        values[slot] = transport;
    }

    int size() {
        return size;
    }

    /** Moves what was displaced by the removed entry back towards its home, so that no search ends too early. */
    void remove(long high, long low, int fromPort) {
        int hole = slot(high, low, fromPort);
        if (values[hole] == null) {
            return;
        }
        int mask = values.length - 1;
        for (int next = (hole + 1) & mask; values[next] != null; next = (next + 1) & mask) {
            int home = home(hostHigh[next], hostLow[next], port[next]);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                hostHigh[hole] = hostHigh[next];
                hostLow[hole] = hostLow[next];
                port[hole] = port[next];
                values[hole] = values[next];
                hole = next;
            }
        }
        values[hole] = null;
        size--;
    }

    private void rebuild(int capacity) {
        AddressMap old = new AddressMap();
        old.hostHigh = hostHigh;
        old.hostLow = hostLow;
        old.port = port;
        old.values = values;
        hostHigh = new long[capacity];
        hostLow = new long[capacity];
        port = new int[capacity];
        values = new TransportState[capacity];
        size = 0;
        for (int i = 0; i < old.values.length; i++) {
            if (old.values[i] != null) {
                put(old.hostHigh[i], old.hostLow[i], old.port[i], old.values[i]);
            }
        }
    }

    private int slot(long high, long low, int fromPort) {
        int mask = values.length - 1;
        int slot = home(high, low, fromPort);
        while (values[slot] != null && (port[slot] != fromPort || hostLow[slot] != low || hostHigh[slot] != high)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int home(long high, long low, int fromPort) {
        long hash = (high * 31 + low) * 31 + fromPort;
        return (int) ((hash * 0x9E37_79B9_7F4A_7C15L) >>> 40) & (values.length - 1);
    }
}
