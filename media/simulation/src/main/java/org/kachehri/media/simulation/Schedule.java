package org.kachehri.media.simulation;

import java.util.Arrays;

/**
 * What happens when, in virtual time: a binary heap of numbers, so that a million packets cost no garbage. What is due at the same
 * nanosecond happens in the order in which it was planned; that is what makes a run repeatable.
 */
public final class Schedule {
    private long[] nanos = new long[1024];
    private long[] order = new long[1024];
    private int[] what = new int[1024];
    private int size;
    private long planned;

    public void plan(long atNanos, int happening) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            what = Arrays.copyOf(what, 2 * size);
        }
        int i = size++;
        long number = planned++;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (!before(atNanos, number, parent)) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, atNanos, number, happening);
    }

    /** When the next happening is due; {@link Long#MAX_VALUE} when nothing is planned. */
    public long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : nanos[0];
    }

    /** Takes the next happening. */
    public int take() {
        int taken = what[0];
        size--;
        long lastNanos = nanos[size];
        long lastOrder = order[size];
        int lastWhat = what[size];
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(nanos[child + 1], order[child + 1], child)) {
                child++;
            }
            if (before(lastNanos, lastOrder, child)) {
                break;
            }
            move(child, i);
            i = child;
        }
        put(i, lastNanos, lastOrder, lastWhat);
        return taken;
    }

    private boolean before(long atNanos, long number, int than) {
        return atNanos < nanos[than] || (atNanos == nanos[than] && number < order[than]);
    }

    private void move(int from, int to) {
        put(to, nanos[from], order[from], what[from]);
    }

    private void put(int i, long atNanos, long number, int happening) {
        nanos[i] = atNanos;
        order[i] = number;
        what[i] = happening;
    }
}
