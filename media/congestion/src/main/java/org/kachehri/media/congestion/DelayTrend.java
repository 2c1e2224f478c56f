package org.kachehri.media.congestion;

/**
 * The delay-based detector of Google's congestion control (draft-ietf-rmcat-gcc-02 sections 5.2 to 5.4, with the trendline that libwebrtc puts in the
 * place of the Kalman filter). Packets sent within 5 ms form a group; by how much longer two groups take to arrive than they took to be sent is how a
 * queue grows; a line through the smoothed sums of 20 such differences has a slope, and the slope, held against a threshold that follows it,
 * says whether the line is over-used. Not thread-safe; allocates nothing after construction.
 */
final class DelayTrend {
    /** What the line does. */
    enum Usage {
        NORMAL,
        /** A queue grows. */
        OVER,
        /** A queue drains. */
        UNDER
    }

    private static final long GROUP_NANOS = 5_000_000L;

    /** A group that arrives on the heels of the one before, within 5 ms and 100 ms in all, was held up somewhere and belongs to it. */
    private static final long BURST_GAP_NANOS = 5_000_000L;

    private static final long MAX_BURST_NANOS = 100_000_000L;

    /** A step of 3 s in arrival against sending is a receiver's clock that was set. */
    private static final double CLOCK_STEP_MILLIS = 3_000;

    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4.0;

    /** The slope counts for more the more groups were seen, up to 60. */
    private static final int MAX_DELTAS = 60;

    private static final double INITIAL_THRESHOLD = 12.5;
    private static final double MIN_THRESHOLD = 6;
    private static final double MAX_THRESHOLD = 600;

    /** The threshold goes up quicker than down, so that a TCP flow beside us doesn't starve us (section 5.4). */
    private static final double THRESHOLD_UP = 0.0087;

    private static final double THRESHOLD_DOWN = 0.039;

    /** A slope this far above the threshold is a jump of the path, not something to get used to. */
    private static final double MAX_ADAPT = 15;

    private static final double MAX_ADAPT_MILLIS = 100;
    private static final double OVERUSE_MILLIS = 10;
    private static final double MILLI_NANOS = 1e6;

    private long groupFirstSent;
    private long groupLastSent;
    private long groupFirstArrival;
    private long groupLastArrival;
    private boolean groupOpen;
    private long previousSent;
    private long previousArrival;
    private boolean previousKnown;

    private final double[] times = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    private int points;
    private int deltas;
    private long firstArrival;
    private double accumulated;
    private double smoothed;
    private double slope;

    private double threshold = INITIAL_THRESHOLD;
    private long thresholdNanos;
    private boolean thresholdStarted;
    private double overMillis;
    private int overCount;
    private double previousSlope;
    private Usage usage = Usage.NORMAL;

    Usage usage() {
        return usage;
    }

    /** One acknowledged packet; in order of arrival. */
    void packet(long sentNanos, long arrivalNanos) {
        if (!groupOpen) {
            open(sentNanos, arrivalNanos);
            return;
        }
        if (arrivalNanos < groupLastArrival - (long) (CLOCK_STEP_MILLIS * MILLI_NANOS)) {
            reset();
            open(sentNanos, arrivalNanos);
            return;
        }
        if (sentNanos < groupFirstSent) {
            // Overtaken by a whole group: says nothing about queues.
            return;
        }
        if (sentNanos - groupFirstSent <= GROUP_NANOS || burst(sentNanos, arrivalNanos)) {
            groupLastSent = Math.max(groupLastSent, sentNanos);
            groupLastArrival = Math.max(groupLastArrival, arrivalNanos);
            return;
        }
        close();
        open(sentNanos, arrivalNanos);
    }

    private boolean burst(long sentNanos, long arrivalNanos) {
        long sent = sentNanos - groupLastSent;
        long arrived = arrivalNanos - groupLastArrival;
        return arrived < sent && arrived <= BURST_GAP_NANOS && arrivalNanos - groupFirstArrival < MAX_BURST_NANOS;
    }

    private void open(long sentNanos, long arrivalNanos) {
        groupOpen = true;
        groupFirstSent = sentNanos;
        groupLastSent = sentNanos;
        groupFirstArrival = arrivalNanos;
        groupLastArrival = arrivalNanos;
    }

    private void close() {
        if (previousKnown) {
            double sent = (groupLastSent - previousSent) / MILLI_NANOS;
            double arrived = (groupLastArrival - previousArrival) / MILLI_NANOS;
            if (Math.abs(arrived - sent) > CLOCK_STEP_MILLIS) {
                reset();
                return;
            }
            if (arrived >= 0) {
                delta(arrived - sent, sent, groupLastArrival);
            }
        }
        previousSent = groupLastSent;
        previousArrival = groupLastArrival;
        previousKnown = true;
    }

    private void reset() {
        groupOpen = false;
        previousKnown = false;
        points = 0;
        deltas = 0;
        accumulated = 0;
        smoothed = 0;
        slope = 0;
        overMillis = 0;
        overCount = 0;
        usage = Usage.NORMAL;
        thresholdStarted = false;
    }

    /** One difference between two groups: the line through the last {@link #WINDOW} and what it says. */
    private void delta(double delayMillis, double sentMillis, long arrivalNanos) {
        if (deltas == 0) {
            firstArrival = arrivalNanos;
        }
        deltas = Math.min(deltas + 1, MAX_DELTAS);
        accumulated += delayMillis;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
        if (points == WINDOW) {
            System.arraycopy(times, 1, times, 0, WINDOW - 1);
            System.arraycopy(delays, 1, delays, 0, WINDOW - 1);
            points--;
        }
        times[points] = (arrivalNanos - firstArrival) / MILLI_NANOS;
        delays[points] = smoothed;
        points++;
        if (points == WINDOW) {
            slope = leastSquares(slope);
        }
        detect(sentMillis, arrivalNanos);
    }

    private double leastSquares(double ifVertical) {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += times[i] / WINDOW;
            meanDelay += delays[i] / WINDOW;
        }
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW; i++) {
            double time = times[i] - meanTime;
            numerator += time * (delays[i] - meanDelay);
            denominator += time * time;
        }
        return denominator == 0 ? ifVertical : numerator / denominator;
    }

    private void detect(double sentMillis, long arrivalNanos) {
        if (deltas < 2) {
            return;
        }
        double modified = deltas * slope * GAIN;
        if (modified > threshold) {
            // The first time over counts half: we don't know when within the interval it began.
            overMillis += overCount == 0 ? sentMillis / 2 : sentMillis;
            overCount++;
            if (overMillis > OVERUSE_MILLIS && overCount > 1 && slope >= previousSlope) {
                overMillis = 0;
                overCount = 0;
                usage = Usage.OVER;
            }
        } else {
            overMillis = 0;
            overCount = 0;
            usage = modified < -threshold ? Usage.UNDER : Usage.NORMAL;
        }
        previousSlope = slope;
        adaptThreshold(Math.abs(modified), arrivalNanos);
    }

    private void adaptThreshold(double modified, long arrivalNanos) {
        double millis =
                thresholdStarted ? Math.clamp((arrivalNanos - thresholdNanos) / MILLI_NANOS, 0, MAX_ADAPT_MILLIS) : 0;
        thresholdStarted = true;
        thresholdNanos = arrivalNanos;
        if (modified > threshold + MAX_ADAPT) {
            return;
        }
        double speed = modified < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
        threshold = Math.clamp(threshold + speed * (modified - threshold) * millis, MIN_THRESHOLD, MAX_THRESHOLD);
    }
}
