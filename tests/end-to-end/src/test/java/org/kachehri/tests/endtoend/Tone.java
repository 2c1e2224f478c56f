package org.kachehri.tests.endtoend;

/** Finds a person's tone in a decoded copy, and in what a page plays. */
final class Tone {
    private static final int SAMPLE_RATE = 48_000;

    /** Far enough from every other person's tone, and from this one's own side lobes in a window of 50 ms. */
    private static final int BESIDE_HERTZ = 140;

    private Tone() {}

    /**
     * How many times a tone is stronger than what lies beside it, in the clearest of windows of 50 ms: above 10 it is there,
     * also in a mix with others; in noise or silence it is about 1.
     */
    static double clearness(float[] samples, int hertz) {
        int window = SAMPLE_RATE / 20;
        double clearest = 0;
        for (int start = 0; start + window <= samples.length; start += window) {
            double tone = power(samples, start, window, hertz);
            double beside = power(samples, start, window, hertz - BESIDE_HERTZ)
                    + power(samples, start, window, hertz + BESIDE_HERTZ);
            if (tone / window > 1e-6) { // -60 dB: quieter than any pulse that came through
                clearest = Math.max(clearest, tone / (beside + 1e-9));
            }
        }
        return clearest;
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
