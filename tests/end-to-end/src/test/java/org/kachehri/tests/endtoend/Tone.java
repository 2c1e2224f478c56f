package org.kachehri.tests.endtoend;

import java.util.ArrayList;
import java.util.List;

/** Finds a person's tone in a decoded copy, and in what a page plays. */
final class Tone {
    private static final int SAMPLE_RATE = 48_000;

    /** Far enough from every other person's tone, and from this one's own side lobes in a window of 50 ms. */
    private static final int BESIDE_HERTZ = 140;

    /** Of full scale; a pulse is 0.19 where it is spoken, and the quiet between two is below 0.01. */
    static final double LOUD = 0.05;

    /** Pulses are a quarter of a second apart. */
    static final int QUIET_MILLIS = 100;

    private Tone() {}

    /** When pulses begin, in milliseconds from this one: the last 5 ms are loud, and 100 ms before weren't. */
    static List<Double> pulses(float[] samples, double startMillis) {
        List<Double> pulses = new ArrayList<>();
        int step = SAMPLE_RATE / 1_000;
        double[] power = new double[samples.length / step];
        int quiet = 0;
        for (int millis = 0; millis < power.length; millis++) {
            for (int i = millis * step; i < (millis + 1) * step; i++) {
                power[millis] += samples[i] * samples[i] / step;
            }
            double sum = 0;
            for (int back = 0; back < 5 && back <= millis; back++) {
                sum += power[millis - back];
            }
            boolean loud = Math.sqrt(sum / 5) > LOUD;
            if (loud && quiet >= QUIET_MILLIS) {
                pulses.add(startMillis + millis);
            }
            quiet = loud ? 0 : quiet + 1;
        }
        return pulses;
    }

    /**
     * How many times a tone is stronger than what lies beside it, over all windows of 50 ms: above 10 it is there, also in a mix with
     * others; where it isn't, it is about 1, though a single window that another tone's pulse ends in may show anything.
     */
    static double clearness(float[] samples, int hertz) {
        int window = SAMPLE_RATE / 20;
        double tone = 0;
        double beside = 1e-9;
        for (int start = 0; start + window <= samples.length; start += window) {
            tone += power(samples, start, window, hertz);
            beside += power(samples, start, window, hertz - BESIDE_HERTZ)
                    + power(samples, start, window, hertz + BESIDE_HERTZ);
        }
        return tone / beside;
    }

    /** Goertzel's algorithm. */
    private static double power(float[] samples, int start, int window, int hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / SAMPLE_RATE);
        double previous = 0;
        double beforeThat = 0;
        for (int i = 0; i < window; i++) {
            double current = samples[start + i] + coefficient * previous - beforeThat;
            beforeThat = previous;
            previous = current;
        }
        double squared = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
        return 2 * squared / window;
    }

    /** In a page: records two seconds of a media stream's sound and answers the loudest frequency found, in hertz. */
    static final String LOUDEST_IN_PAGE =
            """
            async (element) => {
              const context = new AudioContext();
              await context.resume();
              const analyser = context.createAnalyser();
              analyser.fftSize = 4096; analyser.smoothingTimeConstant = 0;
              context.createMediaStreamSource(element.srcObject).connect(analyser);
              const spectrum = new Float32Array(analyser.frequencyBinCount);
              let loudest = -Infinity, hertz = 0;
              for (let i = 0; i < 40; i++) {
                await new Promise((resolve) => requestAnimationFrame(() => resolve()));
                analyser.getFloatFrequencyData(spectrum);
                for (let bin = 10; bin < spectrum.length; bin++)
                  if (spectrum[bin] > loudest) { loudest = spectrum[bin]; hertz = bin * context.sampleRate / analyser.fftSize; }
              }
              await context.close();
              return loudest > -70 ? hertz : 0;
            }
            """;
}
