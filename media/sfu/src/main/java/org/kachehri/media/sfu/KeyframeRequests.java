package org.kachehri.media.sfu;

/**
 * When a source is asked for a key frame. A key frame costs its publisher's line ten times a usual frame and reaches everyone, so
 * requests within 500 ms become one, and one trailing request is kept, never dropped silently: it may ask for something that the
 * key frame in flight doesn't give. Where we can see key frames, an unanswered request is repeated. Not thread-safe.
 */
final class KeyframeRequests {
    static final long INTERVAL_NANOS = 500_000_000L;
    static final long REPEAT_NANOS = 1_000_000_000L;

    /** After 10 s without a key frame the publisher doesn't listen; subscribers' own requests go on. */
    static final int MAX_REPEATS = 10;

    private final boolean keyframesVisible;
    private boolean sentBefore;
    private long sentNanos;
    private boolean trailing;
    private boolean awaiting;
    private int repeats;

    KeyframeRequests(boolean keyframesVisible) {
        this.keyframesVisible = keyframesVisible;
    }

    /**
     * Somebody needs a key frame.
     *
     * @return whether the publisher must be asked now
     */
    boolean request(long nowNanos) {
        awaiting = keyframesVisible;
        repeats = 0;
        if (!sentBefore || nowNanos - sentNanos >= INTERVAL_NANOS) {
            sent(nowNanos);
            return true;
        }
        trailing = true;
        return false;
    }

    /** A key frame began: everyone who asked before it is served. */
    void keyframe() {
        awaiting = false;
        trailing = false;
    }

    /** Whether the publisher must be asked now because time passed. */
    boolean due(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return false;
        }
        if (!trailing) {
            repeats++;
        }
        sent(nowNanos);
        return true;
    }

    long deadlineNanos() {
        if (trailing) {
            return sentNanos + INTERVAL_NANOS;
        }
        return awaiting && repeats < MAX_REPEATS ? sentNanos + REPEAT_NANOS : Long.MAX_VALUE;
    }

    private void sent(long nowNanos) {
        sentBefore = true;
        sentNanos = nowNanos;
        trailing = false;
    }
}
