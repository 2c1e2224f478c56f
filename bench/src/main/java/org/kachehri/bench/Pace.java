package org.kachehri.bench;

import java.util.concurrent.locks.LockSupport;

/** Waiting: for a moment of the monotonic clock, for the end of a thread. */
final class Pace {

    private Pace() {}

    /** Parks until {@code spinNanos} before the moment, and spins through the rest. */
    static void until(long dueNanos, long spinNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            if (left > spinNanos) {
                LockSupport.parkNanos(left - spinNanos);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    static void untilEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
