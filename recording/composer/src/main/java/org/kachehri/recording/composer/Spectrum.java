package org.kachehri.recording.composer;

/** The discrete Fourier transform of one size, in place (radix 2). Immutable; any thread. */
final class Spectrum {
    private final int size;
    private final float[] cosine;
    private final float[] sine;

    /** @param size a power of two */
    Spectrum(int size) {
        this.size = size;
        cosine = new float[size / 2];
        sine = new float[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosine[i] = (float) Math.cos(2 * Math.PI * i / size);
            sine[i] = (float) Math.sin(2 * Math.PI * i / size);
        }
    }

    void forward(float[] real, float[] imaginary) {
        reorder(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int step = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    float c = cosine[i * step];
                    float s = sine[i * step];
                    int a = start + i;
                    int b = a + half;
                    float re = real[b] * c + imaginary[b] * s;
                    float im = imaginary[b] * c - real[b] * s;
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }

    /** The other way, scaled so that both together change nothing. */
    void backward(float[] real, float[] imaginary) {
        forward(imaginary, real);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void reorder(float[] real, float[] imaginary) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                float re = real[i];
                real[i] = real[j];
                real[j] = re;
                float im = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = im;
            }
        }
    }
}
