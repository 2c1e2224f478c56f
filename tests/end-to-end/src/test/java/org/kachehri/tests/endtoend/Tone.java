package org.kachehri.tests.endtoend;

/** Finds a person's tone in what a page plays. */
final class Tone {
    private Tone() {}

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
