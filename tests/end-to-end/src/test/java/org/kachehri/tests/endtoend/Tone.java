package org.kachehri.tests.endtoend;

/** Finds a tone in sound by the Goertzel algorithm. */
final class Tone {
    private Tone() {}

    /** The share of the sound's energy that lies at `hertz`, 0…1, in the loudest of windows of 50 ms. */
    static double share(float[] samples, int sampleRate, int hertz) {
        int window = sampleRate / 20;
        double best = 0;
        for (int start = 0; start + window <= samples.length; start += window) {
            double energy = 0;
            for (int i = 0; i < window; i++) {
                energy += samples[start + i] * samples[start + i];
            }
            if (energy / window > 1e-6) { // -60 dB: quieter than any pulse that came through
                best = Math.max(best, power(samples, start, window, sampleRate, hertz) / energy);
            }
        }
        return best;
    }

    private static double power(float[] samples, int start, int window, int sampleRate, int hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / sampleRate);
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
