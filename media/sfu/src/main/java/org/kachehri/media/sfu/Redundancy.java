package org.kachehri.media.sfu;

/**
 * Whether sound goes to a subscriber with the redundancy with which its publisher sends it, as {@code docs/media/allocation.md} tells; the
 * numbers in the comments are its rules. Pure functions, any thread.
 */
final class Redundancy {
    /** A loss that was never reported. */
    static final long NEVER = Long.MIN_VALUE / 2;

    /** Browsers report on a sound every 5 s: a loss is believed until the report after the next. */
    static final long LOSS_BELIEVED_NANOS = 10_000_000_000L;

    /** In 256ths, as reports tell it: 2 %. Concealment hides less. */
    static final int AUDIBLE_LOSS = 5;

    /** As what rises needs it in {@link org.kachehri.media.congestion.Allocation}. */
    private static final double HEADROOM = 1.15;

    private Redundancy() {}

    /**
     * Where voices are lost their redundancy is part of them (rule 14).
     *
     * @param soundBps of all sounds of the line without it
     * @param redundancyBps what it adds
     * @param sinceLossNanos time since the subscriber reported an audible loss
     */
    static boolean beforePictures(long estimateBps, long soundBps, long redundancyBps, long sinceLossNanos) {
        return sinceLossNanos < LOSS_BELIEVED_NANOS && soundBps + redundancyBps <= estimateBps;
    }

    /**
     * Elsewhere it takes what the pictures leave (rule 15).
     *
     * @param totalBps of everything that is sent without it
     * @param given whether it is sent now
     */
    static boolean besidePictures(long estimateBps, long totalBps, long redundancyBps, boolean given) {
        return (given ? 1 : HEADROOM) * (totalBps + redundancyBps) <= estimateBps;
    }
}
