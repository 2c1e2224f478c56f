package org.kachehri.media.sfu;

import java.util.Arrays;

/**
 * Who holds the floor, from the loudness that the audio packets tell (RFC 6464) and nothing else: the dominant speaker
 * identification of I. Volfin and I. Cohen ("Dominant speaker identification for multipoint videoconferencing", 2013) on audio levels, with the
 * constants that jitsi-utils proved in use. Each voice is scored over an instant, a tenth of a second and a second; the floor changes
 * hands when another voice is clearly ahead of the holder's on all three. So a cough doesn't take it, a pause doesn't lose it, and of two
 * who talk at once the first keeps it.
 *
 * <p>Nobody holds the floor until somebody has spoken: unlike the model, which names one of the silent at the start, because a change of
 * speaker goes into the record. The holder keeps it in silence, until another speaks or it leaves.
 *
 * <p>No clock: the caller tells the time, and calls {@link #decide} at {@link #nextDeadlineNanos}. Not thread-safe.
 */
final class DominantSpeaker {
    static final int NONE = -1;

    static final long DECISION_INTERVAL_NANOS = 300_000_000L;

    /** Longer than the usual 20 and 30 ms of audio in a packet: whoever sent nothing for so long is fading into silence. */
    static final long LEVEL_IDLE_NANOS = 40_000_000L;

    /** Below this the line is silent (RFC 6464: 127 is −127 dBov). */
    private static final int SILENCE = 127;

    /** How far a voice has to be ahead, as the logarithm of the ratio of the scores: C1, C2 and C3 of the model. */
    private static final double IMMEDIATE_LEAD = 3;

    private static final double MEDIUM_LEAD = 2;
    private static final double LONG_LEAD = 0;

    /** N1: the steps that the 127 levels are divided into. */
    private static final int STEPS = 13;

    private static final int STEP = (SILENCE + STEPS - 1) / STEPS;

    /** N2: frames of 20 ms in a block of the medium interval; one counts as loud above the threshold. */
    private static final int FRAMES_IN_BLOCK = 5;

    private static final int LOUD_STEP = 7;

    /** N3: blocks in the long interval; one counts as speech above the threshold. */
    private static final int BLOCKS = 10;

    private static final int SPEECH_FRAMES = 4;

    private static final int FRAMES = BLOCKS * FRAMES_IN_BLOCK;

    /** 15 s of frames: after them the floor of a voice's noise may rise again. */
    private static final int NOISE_WINDOW_FRAMES = 15 * 50;

    private static final double[] IMMEDIATE_SCORES = logarithmicScores(STEPS, 0.78);
    private static final double[] MEDIUM_SCORES = logarithmicScores(FRAMES_IN_BLOCK, 24);
    private static final double[] LONG_SCORES = logarithmicScores(BLOCKS, 47);

    /** Indexed by the number {@link #join} gave out; null where somebody has left. As long as the room was ever wide. */
    private Voice[] voices = new Voice[4];

    private int dominant = NONE;
    private long nextFadeNanos = Long.MAX_VALUE;
    private long nextDecisionNanos = Long.MAX_VALUE;

    /** Takes another voice in, silent for now. The smallest free number is its name until it leaves. */
    int join(long nowNanos) {
        int voice = 0;
        while (voice < voices.length && voices[voice] != null) {
            voice++;
        }
        if (voice == voices.length) {
            voices = Arrays.copyOf(voices, 2 * voices.length);
        }
        voices[voice] = new Voice(nowNanos);
        return voice;
    }

    /** The floor is free if this voice held it. */
    void leave(int voice) {
        voices[voice] = null;
        if (dominant == voice) {
            dominant = NONE;
        }
    }

    /** A packet of this voice tells its level in −dBov, 0 (loudest) to 127 (silence). */
    void level(int voice, int minusDbov, long nowNanos) {
        int loudness = SILENCE - Math.clamp(minusDbov, 0, SILENCE);
        voices[voice].heardNanos = nowNanos;
        voices[voice].add(loudness);
        if (loudness > 0 && nextFadeNanos == Long.MAX_VALUE) {
            nextFadeNanos = nowNanos + LEVEL_IDLE_NANOS;
            nextDecisionNanos = nowNanos + DECISION_INTERVAL_NANOS;
        }
    }

    /** When {@link #decide} has something to do again: never ({@link Long#MAX_VALUE}) while everybody is silent. */
    long nextDeadlineNanos() {
        return Math.min(nextFadeNanos, nextDecisionNanos);
    }

    /** Does what is due by now and tells who holds the floor, or {@link #NONE}. */
    int decide(long nowNanos) {
        if (nowNanos >= nextFadeNanos) {
            nextFadeNanos = fade(nowNanos) ? nowNanos + LEVEL_IDLE_NANOS : Long.MAX_VALUE;
        }
        if (nowNanos >= nextDecisionNanos) {
            choose();
            // When nobody has been heard for so long that every history is empty, the next decisions can't differ.
            nextDecisionNanos = nextFadeNanos == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + DECISION_INTERVAL_NANOS;
        }
        return dominant;
    }

    /** Whether anybody was heard within the last second and so something can still change. */
    private boolean fade(long nowNanos) {
        boolean heard = false;
        for (Voice voice : voices) {
            if (voice != null) {
                if (nowNanos - voice.heardNanos > LEVEL_IDLE_NANOS) {
                    voice.add(0);
                }
                heard |= voice.silentFrames < FRAMES;
            }
        }
        return heard;
    }

    private void choose() {
        double immediate = IMMEDIATE_SCORES[0];
        double medium = MEDIUM_SCORES[0];
        double longer = LONG_SCORES[0];
        if (dominant != NONE) {
            Voice holder = voices[dominant];
            holder.measure();
            immediate = IMMEDIATE_SCORES[holder.immediate];
            medium = MEDIUM_SCORES[holder.medium];
            longer = LONG_SCORES[holder.longer];
        }
        // Of several who are ahead of the holder the one with the longest lead over the medium interval takes the
        // floor.
        double bestLead = MEDIUM_LEAD;
        int best = dominant;
        for (int i = 0; i < voices.length; i++) {
            Voice voice = voices[i];
            if (voice == null || i == dominant) {
                continue;
            }
            voice.measure();
            double lead = MEDIUM_SCORES[voice.medium] - medium;
            if (IMMEDIATE_SCORES[voice.immediate] - immediate > IMMEDIATE_LEAD
                    && lead > bestLead
                    && LONG_SCORES[voice.longer] - longer > LONG_LEAD) {
                bestLead = lead;
                best = i;
            }
        }
        dominant = best;
    }

    /**
     * Logarithms of the scores for 0 to {@code n} active units: the likelihood of a binomial number of units in speech against an
     * exponential one in noise (Volfin and Cohen, section III), never below a small positive number.
     */
    private static double[] logarithmicScores(int n, double lambda) {
        double[] scores = new double[n + 1];
        double ways = 1;
        for (int active = 0; active <= n; active++) {
            double score = Math.log(ways) + n * Math.log(0.5) - Math.log(lambda) + lambda * active;
            scores[active] = Math.log(Math.max(score, 1e-10));
            ways = ways * (n - active) / (active + 1);
        }
        return scores;
    }

    /** One voice's last second, as loudness above silence in dB: a ring of frames. */
    private static final class Voice {
        private final byte[] frames = new byte[FRAMES];
        private int newest;

        /** How many of the newest frames are silent. */
        private int silentFrames = FRAMES;

        private long heardNanos;

        /** The quietest frame that wasn't silent: the room's noise. 0 while unknown. */
        private int noise;

        /** The quietest frame above {@link #noise} since it was last set, and after how many of them. */
        private int nextNoise;

        private int nextNoiseFrames;

        /** The measures of the last {@link #measure}: loud steps now, loud frames in the newest block, blocks of speech. */
        private int immediate;

        private int medium;
        private int longer;

        private Voice(long nowNanos) {
            heardNanos = nowNanos;
        }

        private void add(int loudness) {
            newest = (newest + FRAMES - 1) % FRAMES;
            frames[newest] = (byte) loudness;
            if (loudness == 0) {
                silentFrames = Math.min(silentFrames + 1, FRAMES);
                return;
            }
            silentFrames = 0;
            if (noise == 0 || loudness < noise) {
                noise = loudness;
                nextNoiseFrames = 0;
                return;
            }
            nextNoise = nextNoiseFrames == 0 ? loudness : Math.min(nextNoise, loudness);
            nextNoiseFrames++;
            if (nextNoiseFrames >= NOISE_WINDOW_FRAMES) {
                // The geometric mean rises more slowly than the arithmetic: a minimum is what is looked for.
                noise = (int) Math.sqrt((double) noise * nextNoise);
                nextNoiseFrames = 0;
            }
        }

        private void measure() {
            immediate = step(0);
            medium = loudFrames(0);
            longer = 0;
            for (int block = 0; block < BLOCKS; block++) {
                longer += loudFrames(block * FRAMES_IN_BLOCK) > SPEECH_FRAMES ? 1 : 0;
            }
        }

        private int loudFrames(int from) {
            int loud = 0;
            for (int age = from; age < from + FRAMES_IN_BLOCK; age++) {
                loud += step(age) > LOUD_STEP ? 1 : 0;
            }
            return loud;
        }

        /** Noise of the room counts as silence, so that nobody is heard for their fan. */
        private int step(int age) {
            int loudness = frames[(newest + age) % FRAMES];
            return loudness < noise + STEP ? 0 : loudness / STEP;
        }
    }
}
