package org.kachehri.recording.capture;

/**
 * How loud the sound is that is written. Where packets tell their level (RFC 6464) that is what counts; without it only the size of what
 * Opus made of the sound is known, which tells a voice from discontinuous transmission and no more. Owned by the recorder's thread.
 */
final class SoundWatch {
    /** RFC 6464, section 3: digital silence, such as of a microphone that is switched off at its own switch. */
    private static final int SILENCE = 127;

    /** A packet of discontinuous transmission holds the table of contents and at most one byte (RFC 6716, 3.1 and 3.2.1). */
    private static final int DISCONTINUOUS_BYTES = 2;

    /** Two of them are looked at, so between 5 and 10 s. */
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private long windowNanos;
    private int loudest = TrackHealth.NO_LEVEL;
    private int loudestBefore = TrackHealth.NO_LEVEL;
    private long heardNanos;

    /** A packet that tells its level in -dBov, 0 to 127. */
    void level(long nanos, int minusDbov) {
        turn(nanos);
        loudest = loudest == TrackHealth.NO_LEVEL ? minusDbov : Math.min(loudest, minusDbov);
        if (minusDbov < SILENCE) {
            heardNanos = nanos;
        }
    }

    /** A packet that doesn't. */
    void payload(long nanos, int opusBytes) {
        if (opusBytes > DISCONTINUOUS_BYTES) {
            heardNanos = nanos;
        }
    }

    private void turn(long nanos) {
        if (nanos - windowNanos >= WINDOW_NANOS) {
            loudestBefore = nanos - windowNanos < 2 * WINDOW_NANOS ? loudest : TrackHealth.NO_LEVEL;
            loudest = TrackHealth.NO_LEVEL;
            windowNanos = nanos;
        }
    }

    /** In the last 5 to 10 s, in -dBov; {@link TrackHealth#NO_LEVEL} where no packet told it. */
    int loudest(long nowNanos) {
        turn(nowNanos);
        if (loudest == TrackHealth.NO_LEVEL || loudestBefore == TrackHealth.NO_LEVEL) {
            return Math.max(loudest, loudestBefore);
        }
        return Math.min(loudest, loudestBefore);
    }

    /** When something was heard last; 0 for never. */
    long heardNanos() {
        return heardNanos;
    }
}
