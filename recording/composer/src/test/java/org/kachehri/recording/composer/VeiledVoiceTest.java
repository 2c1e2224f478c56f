package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class VeiledVoiceTest {
    private static final int SECOND = 48_000;

    private static float[] veiled(long seed, int samples) {
        VeiledVoice voice = new VeiledVoice(new SplittableRandom(seed));
        IntToDoubleFunction vowel = Vowel.wave();
        float[] sound = new float[samples];
        // In pieces as they come: 20 ms, and now and then another length.
        for (int at = 0; at < samples; ) {
            float[] piece = new float[Math.min(at % 7 == 0 ? 960 : 2_880, samples - at)];
            for (int i = 0; i < piece.length; i++) {
                piece[i] = (float) vowel.applyAsDouble(at + i);
            }
            voice.veil(piece);
            System.arraycopy(piece, 0, sound, at, piece.length);
            at += piece.length;
        }
        return sound;
    }

    /** Root of the mean square in half a second. */
    private static double strength(float[] sound, int from) {
        double sum = 0;
        for (int i = from; i < from + SECOND / 2; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / (SECOND / 2));
    }

    @Test
    void theMeasuresFindTheVowelAsItIs() {
        IntToDoubleFunction vowel = Vowel.wave();
        float[] sound = new float[SECOND];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) vowel.applyAsDouble(i);
        }
        assertEquals(Vowel.PITCH_HERTZ, Vowel.pitch(sound, 0), 2);
        assertEquals(Vowel.FIRST_FORMANT_HERTZ, Vowel.firstFormant(sound, 0), 15);
    }

    @Test
    void pitchAndFormantsAreElsewhereAndWhatIsAboveATelephoneIsGone() {
        IntToDoubleFunction vowel = Vowel.wave();
        float[] plain = new float[SECOND];
        for (int i = 0; i < SECOND; i++) {
            plain[i] = (float) vowel.applyAsDouble(i);
        }
        double before = strength(plain, 0);
        for (long seed = 1; seed <= 8; seed++) {
            float[] sound = veiled(seed, 3 * SECOND);
            String run = "seed " + seed;
            double pitch = Vowel.pitch(sound, SECOND) / Vowel.PITCH_HERTZ;
            assertTrue(Math.abs(pitch - 1) > 0.1 && pitch > 0.6 && pitch < 1.6, run + ": pitch by " + pitch);
            double formant = Vowel.firstFormant(sound, SECOND) / Vowel.FIRST_FORMANT_HERTZ;
            assertTrue(Math.abs(formant - 1) > 0.04, run + ": formant by " + formant);
            double loud = strength(sound, SECOND);
            assertTrue(loud > 0.4 * before && loud < 2 * before, run + ": " + loud + " after " + before);
            for (int hertz = 4_000; hertz < 8_000; hertz += 100) {
                assertTrue(Vowel.loudness(sound, SECOND, hertz) < loud / 1_000, run + " at " + hertz);
            }
        }
    }

    @Test
    void thePitchDriftsAndNoTwoVoicesAreVeiledAlike() {
        float[] one = veiled(1, 8 * SECOND);
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int at = SECOND; at < 7 * SECOND; at += SECOND / 4) {
            double pitch = Vowel.pitch(one, at);
            lowest = Math.min(lowest, pitch);
            highest = Math.max(highest, pitch);
        }
        assertTrue(highest / lowest > 1.02, lowest + " to " + highest);
        assertTrue(highest / lowest < 1.25, lowest + " to " + highest);
        float[] other = veiled(2, 2 * SECOND);
        double difference = 0;
        double sum = 0;
        for (int i = SECOND; i < 2 * SECOND; i++) {
            difference += Math.pow(one[i] - other[i], 2);
            sum += Math.pow(one[i], 2);
        }
        assertTrue(difference > sum / 4, difference + " of " + sum);
    }
}
