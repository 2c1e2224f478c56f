package org.kachehri.recording.composer;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Makes a voice hard to recognise while the words stay (docs/adr/0008): what lies above a telephone's band goes, the resonances of mouth
 * and throat (formants) and the pitch are each moved by a factor of its own, and both factors drift, so that no single factor moves them
 * back. The factors come from the random numbers given and are kept nowhere. Works on spectra of 43 ms, four at a time over each sample;
 * what comes out is {@link #SIZE} samples late. Not thread-safe.
 */
final class VeiledVoice {
    private static final int SIZE = 2048;
    private static final int OVERLAP = 4;
    private static final int HOP = SIZE / OVERLAP;

    /** Four overlapping squares of a Hann window add up to this. */
    private static final float WINDOWS = 1.5f;

    /** Periods up to here belong to the throat's shape, longer ones to the pitch: 1.5 ms, so that a child's voice of 600 Hz still does. */
    private static final int SHAPE = Mix.RATE * 3 / 2000;

    /** Full until the first, nothing from the second: no less than a telephone, so that words stay clear. */
    private static final double PASS_HERTZ = 3_000;

    private static final double STOP_HERTZ = 3_600;

    /** The first bin that stays empty. */
    private static final int STOP = (int) Math.ceil(STOP_HERTZ * SIZE / Mix.RATE);

    /** What is quieter counts as silence: -120 dB. */
    private static final float FLOOR = 1e-6f;

    private static final float[] WINDOW = window();

    private final Spectrum spectrum = new Spectrum(SIZE);
    private final Drift formants;
    private final Drift pitch;
    private final float[] in = new float[SIZE];
    private final float[] out = new float[SIZE];
    private int filled;
    private final float[] real = new float[SIZE];
    private final float[] imaginary = new float[SIZE];
    private final float[] shape = new float[SIZE / 2 + 1];
    private final float[] lastPhase = new float[SIZE / 2 + 1];
    private final float[] phase = new float[SIZE / 2 + 1];
    private final float[] strength = new float[SIZE / 2 + 1];
    private final float[] frequency = new float[SIZE / 2 + 1];

    VeiledVoice(RandomGenerator random) {
        formants = new Drift(random, 0.78, 0.86, 1.15, 1.27);
        pitch = new Drift(random, 0.70, 0.84, 1.17, 1.42);
    }

    /** Turns a piece of sound into as much veiled sound, in place. */
    void veil(float[] samples) {
        for (int at = 0; at < samples.length; ) {
            int count = Math.min(HOP - filled, samples.length - at);
            System.arraycopy(samples, at, in, SIZE - HOP + filled, count);
            System.arraycopy(out, filled, samples, at, count);
            filled += count;
            at += count;
            if (filled == HOP) {
                step();
            }
        }
    }

    private void step() {
        for (int i = 0; i < SIZE; i++) {
            real[i] = in[i] * WINDOW[i];
        }
        Arrays.fill(imaginary, 0);
        spectrum.forward(real, imaginary);
        move(pitch.next());
        shape(formants.next());
        spectrum.backward(real, imaginary);
        System.arraycopy(out, HOP, out, 0, SIZE - HOP);
        Arrays.fill(out, SIZE - HOP, SIZE, 0);
        for (int i = 0; i < SIZE; i++) {
            out[i] += real[i] * WINDOW[i] / WINDOWS;
        }
        System.arraycopy(in, HOP, in, 0, SIZE - HOP);
        filled = 0;
    }

    /** Takes strength without shape and true frequency of each partial (by how far its phase went), and moves them by the factor. */
    private void move(double factor) {
        float[] loudness = new float[SIZE / 2 + 1];
        float[] turned = new float[SIZE / 2 + 1];
        for (int k = 0; k <= SIZE / 2; k++) {
            loudness[k] = (float) Math.hypot(real[k], imaginary[k]);
            float angle = (float) Math.atan2(imaginary[k], real[k]);
            double beyond = angle - lastPhase[k] - 2 * Math.PI * k / OVERLAP;
            lastPhase[k] = angle;
            turned[k] = (float) (k + OVERLAP * Math.IEEEremainder(beyond, 2 * Math.PI) / (2 * Math.PI));
        }
        findShape(loudness);
        for (int k = 0; k <= SIZE / 2; k++) {
            int from = (int) Math.round(k / factor);
            boolean there = from <= SIZE / 2;
            strength[k] = there ? loudness[from] / shape[from] : 0;
            frequency[k] = there ? (float) (turned[from] * factor) : k;
        }
    }

    /** What is smooth in the spectrum: the logarithm's own spectrum without all that repeats faster than {@link #SHAPE}. */
    private void findShape(float[] loudness) {
        for (int k = 0; k < SIZE; k++) {
            real[k] = (float) Math.log(Math.max(FLOOR, loudness[Math.min(k, SIZE - k)]));
        }
        Arrays.fill(imaginary, 0);
        spectrum.backward(real, imaginary);
        Arrays.fill(real, SHAPE, SIZE - SHAPE + 1, 0);
        Arrays.fill(imaginary, 0);
        spectrum.forward(real, imaginary);
        for (int k = 0; k <= SIZE / 2; k++) {
            shape[k] = (float) Math.exp(real[k]);
        }
    }

    /** Gives the moved partials the shape of a throat larger or smaller by the factor. */
    private void shape(double factor) {
        for (int k = 0; k < STOP; k++) {
            double hertz = (double) k * Mix.RATE / SIZE;
            double pass = Math.clamp((STOP_HERTZ - hertz) / (STOP_HERTZ - PASS_HERTZ), 0, 1);
            strength[k] *= (float) (pass * shape[Math.min(SIZE / 2, (int) Math.round(k / factor))]);
        }
        goOn();
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        for (int k = 1; k < STOP; k++) {
            // Half of the spectrum stands for both: twice as strong, and only the real part is kept.
            real[k] = (float) (2 * strength[k] * Math.cos(phase[k]));
            imaginary[k] = (float) (2 * strength[k] * Math.sin(phase[k]));
        }
    }

    /**
     * Each partial goes on from where it was, and the bins around it stand against each other in turn, as the window makes them: would each
     * go its own way, they would cancel each other as soon as the pitch drifts (identity phase locking, Laroche and Dolson 1999).
     */
    private void goOn() {
        int last = 0;
        for (int k = 1; k < STOP; k++) {
            if (strength[k] > strength[k - 1] && strength[k] >= strength[k + 1]) {
                phase[k] = (float) Math.IEEEremainder(phase[k] + 2 * Math.PI * frequency[k] / OVERLAP, 2 * Math.PI);
                int middle = last == 0 ? 0 : (last + k) / 2;
                follow(last, last + 1, middle);
                follow(k, middle + 1, k - 1);
                last = k;
            }
        }
        follow(last, last + 1, STOP - 1);
    }

    private void follow(int partial, int from, int to) {
        for (int k = from; k <= to; k++) {
            phase[k] = phase[partial] + (float) ((k - partial & 1) * Math.PI);
        }
    }

    private static float[] window() {
        float[] window = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE));
        }
        return window;
    }

    /** A factor that wanders around one drawn at the beginning, clearly below or clearly above 1. */
    private static final class Drift {
        /** So far from the middle at most. */
        private static final double WANDER = 0.05;

        /** From one aim to the next, in steps: 0.5 to 2 s. */
        private static final int SHORTEST = Mix.RATE / 2 / HOP;

        private static final int LONGEST = 2 * Mix.RATE / HOP;

        private final RandomGenerator random;
        private final double middle;
        private double now;
        private double stride;
        private int left;

        Drift(RandomGenerator random, double lowest, double low, double high, double highest) {
            this.random = random;
            middle = random.nextBoolean() ? random.nextDouble(lowest, low) : random.nextDouble(high, highest);
            now = aim();
        }

        private double aim() {
            return middle * random.nextDouble(1 - WANDER, 1 + WANDER);
        }

        double next() {
            if (left == 0) {
                left = random.nextInt(SHORTEST, LONGEST);
                stride = (aim() - now) / left;
            }
            left--;
            now += stride;
            return now;
        }
    }
}
