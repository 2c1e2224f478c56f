package org.kachehri.recording.composer;

import java.util.function.IntToDoubleFunction;

/** A vowel as a throat makes it, without the throat: harmonics of 120 Hz, loud at three formants; and what an ear would measure in a voice. */
final class Vowel {
    static final double PITCH_HERTZ = 120;
    static final double FIRST_FORMANT_HERTZ = 720;
    private static final double[] FORMANTS_HERTZ = {FIRST_FORMANT_HERTZ, 1_700, 2_600, 5_000};
    private static final double BREADTH_HERTZ = 90;
    private static final int RATE = 48_000;

    private Vowel() {}

    static IntToDoubleFunction wave() {
        return sample -> {
            double sum = 0;
            for (int harmonic = 1; harmonic * PITCH_HERTZ < 8_000; harmonic++) {
                double hertz = harmonic * PITCH_HERTZ;
                double loud = 0.02;
                for (double formant : FORMANTS_HERTZ) {
                    loud += 1 / (1 + Math.pow((hertz - formant) / BREADTH_HERTZ, 2));
                }
                sum += 0.05 * loud * Math.sin(2 * Math.PI * hertz * sample / RATE);
            }
            return sum;
        };
    }

    /** The pitch in 100 ms from a sample on: where the sound is most like itself. */
    static double pitch(float[] sound, int from) {
        int length = RATE / 10;
        double best = 0;
        int bestLag = 0;
        for (int lag = RATE / 300; lag < RATE / 70; lag++) {
            double product = 0;
            double own = 0;
            double other = 0;
            for (int i = from; i < from + length; i++) {
                product += sound[i] * sound[i + lag];
                own += sound[i] * sound[i];
                other += sound[i + lag] * sound[i + lag];
            }
            // A whole number of periods is as like itself as one: a longer one has to be clearly better.
            double like = product / Math.sqrt(own * other + 1e-12);
            if (like > best * 1.03) {
                best = like;
                bestLag = lag;
            }
        }
        return (double) RATE / bestLag;
    }

    /** The middle of what is loud around the first formant, in half a second from a sample on. */
    static double firstFormant(float[] sound, int from) {
        double sum = 0;
        double weighted = 0;
        for (int hertz = 400; hertz <= 1_100; hertz += 5) {
            double power = Math.pow(loudness(sound, from, hertz), 2);
            sum += power;
            weighted += power * hertz;
        }
        return weighted / sum;
    }

    static double loudness(float[] sound, int from, double hertz) {
        int length = RATE / 2;
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < length; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
            real += window * sound[from + i] * Math.cos(2 * Math.PI * hertz * i / RATE);
            imaginary += window * sound[from + i] * Math.sin(2 * Math.PI * hertz * i / RATE);
        }
        return 4 * Math.hypot(real, imaginary) / length;
    }
}
