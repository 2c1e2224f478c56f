package org.kachehri.signaling.live;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.reception.QualityScore;

/** What was measured of one seat: the newest figures of its lines and its screen, and what they came to so far. Owned by the reception's thread. */
final class SeatQuality {
    /** Lines are measured every 3 s, screens tell every 5 s; what is older than three of those says nothing about now. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    /** A figure that is too old, or was never told, is NaN. */
    private record Figure(double value, Instant at) {
        static final Figure NONE = new Figure(Double.NaN, Instant.EPOCH);

        double now(Instant now) {
            return at.plus(FRESH).isBefore(now) ? Double.NaN : value;
        }
    }

    /**
     * How it is now.
     *
     * @param loss the worse of both directions; NaN if unknown, like the others
     */
    record Now(String seat, int score, double loss, double roundTripMillis, double frozen) {}

    /** What it came to: sums of samples, the worst of them, and the minute with the lowest mean. */
    record Kept(String seat, long sum, int samples, int lowest, Instant worstMinute, int worstMinuteMean) {
        int mean() {
            return Math.round((float) sum / samples);
        }
    }

    private final String seat;
    private Figure lossUp = Figure.NONE;
    private Figure lossDown = Figure.NONE;
    private Figure roundTrip = Figure.NONE;
    private Figure frozen = Figure.NONE;
    private long sum;
    private int samples;
    private int lowest = 100;
    private Instant minute = Instant.EPOCH;
    private int minuteSum;
    private int minuteSamples;
    private Instant worstMinute;
    private int worstMinuteMean;

    SeatQuality(String seat) {
        this.seat = seat;
    }

    /** Goes on from what an earlier run of the program kept. */
    SeatQuality(Kept before) {
        this(before.seat());
        sum = before.sum();
        samples = before.samples();
        lowest = before.lowest();
        worstMinute = before.worstMinute();
        worstMinuteMean = before.worstMinuteMean();
    }

    void line(BridgeEvent.LineMeasured measured, Instant now) {
        if (measured.up()) lossUp = new Figure(measured.loss(), now);
        else lossDown = new Figure(measured.loss(), now);
        if (!Double.isNaN(measured.roundTripMillis())) roundTrip = new Figure(measured.roundTripMillis(), now);
    }

    void played(int spanMillis, int frozenMillis, Instant now) {
        frozen = new Figure(Math.min(1, (double) frozenMillis / spanMillis), now);
    }

    /** A new screen, or a new peer connection: what the old one said is no more. */
    void forgetFigures() {
        lossUp = Figure.NONE;
        lossDown = Figure.NONE;
        roundTrip = Figure.NONE;
        frozen = Figure.NONE;
    }

    /** Empty while nothing was measured. Who isn't connected can't take part at all. */
    Optional<Now> now(boolean connected, Instant now) {
        double up = lossUp.now(now);
        double down = lossDown.now(now);
        double loss = Double.isNaN(up) ? down : Double.isNaN(down) ? up : Math.max(up, down);
        double trip = roundTrip.now(now);
        double stood = frozen.now(now);
        if (!connected) return Optional.of(new Now(seat, 0, loss, trip, stood));
        if (Double.isNaN(loss) && Double.isNaN(trip) && Double.isNaN(stood)) return Optional.empty();
        return Optional.of(new Now(seat, QualityScore.of(loss, trip, stood), loss, trip, stood));
    }

    void sample(int score, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            endMinute();
            minute = current;
        }
        sum += score;
        samples++;
        lowest = Math.min(lowest, score);
        minuteSum += score;
        minuteSamples++;
    }

    /** A minute counts as far as it was measured. */
    private void endMinute() {
        if (runningIsWorst()) {
            worstMinute = minute;
            worstMinuteMean = runningMean();
        }
        minuteSum = 0;
        minuteSamples = 0;
    }

    /** Empty while there was no sample; the running minute is weighed like a whole one, so that none is forgotten. */
    Optional<Kept> kept() {
        if (samples == 0) return Optional.empty();
        boolean running = runningIsWorst();
        return Optional.of(new Kept(
                seat, sum, samples, lowest, running ? minute : worstMinute, running ? runningMean() : worstMinuteMean));
    }

    private boolean runningIsWorst() {
        return minuteSamples > 0 && (worstMinute == null || runningMean() < worstMinuteMean);
    }

    private int runningMean() {
        return Math.round((float) minuteSum / minuteSamples);
    }
}
