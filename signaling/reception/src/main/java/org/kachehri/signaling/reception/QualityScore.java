package org.kachehri.signaling.reception;

/**
 * How well somebody can take part, from 0 to 100, as docs/media/quality.md defines it: 100 less what loss, delay and frozen pictures
 * take away. Each takes away little while people don't notice it and no more than they can mind it.
 */
public final class QualityScore {
    /** What loss can take at most, and the share of lost packets that takes 63 % of it: Opus and retransmissions hide some percent. */
    private static final double LOSS_POINTS = 60;

    private static final double LOSS_SCALE = 0.10;

    /** Nobody notices 150 ms each way (ITU-T G.114); at 400 ms each way people fall into each other's words. */
    private static final double UNNOTICED_MILLIS = 300;

    private static final double MILLIS_A_POINT = 12.5;
    private static final double DELAY_POINTS = 40;

    /** A picture that stands still 6 s in a minute takes 63 % of what freezes can take. */
    private static final double FREEZE_POINTS = 60;

    private static final double FREEZE_SCALE = 0.10;

    private QualityScore() {}

    /**
     * What isn't known takes nothing away.
     *
     * @param loss share of packets from 0 to 1 that didn't come on the first try, the worse of both directions; NaN if unknown
     * @param roundTripMillis NaN if unknown
     * @param frozen share of time from 0 to 1 in which the received picture stood still; NaN if unknown
     */
    public static int of(double loss, double roundTripMillis, double frozen) {
        double points = 100;
        if (!Double.isNaN(loss)) {
            points -= LOSS_POINTS * -Math.expm1(-Math.clamp(loss, 0, 1) / LOSS_SCALE);
        }
        if (!Double.isNaN(roundTripMillis)) {
            points -= Math.clamp((roundTripMillis - UNNOTICED_MILLIS) / MILLIS_A_POINT, 0, DELAY_POINTS);
        }
        if (!Double.isNaN(frozen)) {
            points -= FREEZE_POINTS * -Math.expm1(-Math.clamp(frozen, 0, 1) / FREEZE_SCALE);
        }
        return (int) Math.round(Math.clamp(points, 0, 100));
    }
}
