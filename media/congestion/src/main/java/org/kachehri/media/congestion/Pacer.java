package org.kachehri.media.congestion;

/**
 * How many bytes may leave now (a token bucket of 2.5 × the estimate): a key frame leaves over some tens of milliseconds instead of filling the queue
 * of the line at once, and frames of usual size leave without waiting. One packet may always go when the bucket isn't overdrawn, so the bucket may go below
 * zero and is then waited for. Audio isn't asked for; callers count it by {@link #sent} or don't, as they like. One for each peer that we send to. Not
 * thread-safe; allocates nothing after construction.
 */
public final class Pacer {
    private static final double FACTOR = 2.5;

    /** What the bucket holds, in time: 50 ms of the estimate, a frame of usual size and half another. Only what is larger waits. */
    private static final long DEPTH_NANOS = 20_000_000L;

    /** The bucket holds a packet of full size at any rate. */
    private static final int MAX_PACKET_BYTES = 1_500;

    private static final double SECOND_NANOS = 1e9;

    private double bytesPerNano;
    private double tokens = MAX_PACKET_BYTES;
    private long filledNanos;
    private boolean started;

    public Pacer(long estimateBps) {
        rate(estimateBps);
    }

    private void rate(long estimateBps) {
        bytesPerNano = FACTOR * estimateBps / 8 / SECOND_NANOS;
    }

    /** The estimate changed. */
    public void estimate(long estimateBps, long nowNanos) {
        fill(nowNanos);
        rate(estimateBps);
    }

    /** Bytes that may leave now: 0, or at least one packet of full size. */
    public int bytes(long nowNanos) {
        fill(nowNanos);
        return tokens <= 0 ? 0 : Math.max((int) tokens, MAX_PACKET_BYTES);
    }

    /** Bytes left. */
    public void sent(int bytes) {
        tokens -= bytes;
    }

    /** When {@link #bytes} next answers more than 0, at the estimate of now. */
    public long nextNanos(long nowNanos) {
        fill(nowNanos);
        return tokens > 0 ? nowNanos : nowNanos + (long) (-tokens / bytesPerNano) + 1;
    }

    private void fill(long nowNanos) {
        if (!started) {
            started = true;
            filledNanos = nowNanos;
        }
        double depth = Math.max(MAX_PACKET_BYTES, bytesPerNano * DEPTH_NANOS);
        tokens = Math.min(depth, tokens + (nowNanos - filledNanos) * bytesPerNano);
        filledNanos = nowNanos;
    }
}
