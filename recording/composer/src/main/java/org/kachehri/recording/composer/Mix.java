package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** Mixes all sound tracks, each at the time when it was taken, into stereo of 48 kHz. Not thread-safe. */
final class Mix implements AutoCloseable {
    static final int RATE = 48_000;

    /** 2.7 s: a decoded packet is at most 120 ms and is decoded at most one block ahead. */
    private static final int RING = 1 << 17;

    /** A packet within 60 ms of where the last one ended follows it without a seam; the rest is clock jitter. */
    private static final int SEAMLESS = RATE * 60 / 1000;

    /** What a person says, not what a shared screen plays. */
    private static final String MICROPHONE = "/microphone";

    private static final class Voice {
        private final ComposedTrack track;
        private final List<EncodedFrame> frames;
        private final Decoder decoder;
        private int next;
        private long position;
        private double level;
        private final Optional<VeiledVoice> veil;

        private Voice(ComposedTrack track, Decoder decoder, Optional<VeiledVoice> veil) {
            this.veil = veil;
            this.track = track;
            this.frames = track.frames();
            this.decoder = decoder;
        }
    }

    private final long originNanos;
    private final float[][] ring = new float[2][RING];
    private final List<Voice> voices = new ArrayList<>();
    private long mixed;

    /** @param veils for the peers who shall not be recognised: what their voices drift by */
    Mix(List<ComposedTrack> tracks, long originNanos, Map<String, RandomGenerator> veils) throws IOException {
        this.originNanos = originNanos;
        for (ComposedTrack track : tracks) {
            voices.add(new Voice(
                    track,
                    new Decoder(AV_CODEC_ID_OPUS, TrackCopies::describeOpus),
                    Optional.ofNullable(veils.get(track.track().peer())).map(VeiledVoice::new)));
        }
    }

    /** The next block of both channels, each filled whole. */
    void next(float[] left, float[] right) throws IOException {
        long end = mixed + left.length;
        for (Voice voice : voices) {
            while (voice.next < voice.frames.size() && sample(voice.frames.get(voice.next)) < end) {
                EncodedFrame frame = voice.frames.get(voice.next++);
                long wanted = sample(frame);
                boolean seamless = Math.abs(wanted - voice.position) < SEAMLESS && voice.position > 0;
                voice.position = seamless ? voice.position : wanted;
                voice.decoder.decode(frame.bytes(), sound -> voice.position += add(sound, voice));
            }
        }
        take(ring[0], left);
        take(ring[1], right);
        mixed = end;
    }

    private long sample(EncodedFrame frame) {
        return (frame.nanos() - originNanos) * RATE / 1_000_000_000L;
    }

    private int add(AVFrame sound, Voice voice) {
        int count = sound.nb_samples();
        long at = voice.position;
        double energy = 0;
        float[] samples = new float[count];
        for (int channel = 0; channel < 2; channel++) {
            // A veil makes one channel of two: where somebody sat would be heard too.
            if (channel == 0 || voice.veil.isEmpty()) {
                int plane = Math.min(channel, sound.ch_layout().nb_channels() - 1);
                new FloatPointer(sound.data(plane)).get(samples, 0, count);
                voice.veil.ifPresent(veil -> veil.veil(samples));
            }
            for (int i = 0; i < count; i++) {
                energy += samples[i] * samples[i];
                long position = at + i;
                if (position >= mixed && position < mixed + RING) {
                    ring[channel][(int) (position & RING - 1)] += samples[i];
                }
            }
        }
        voice.level = Math.sqrt(energy / Math.max(1, 2 * count));
        return count;
    }

    /** How loud each peer's microphone was in its last packet (RMS; 1 is full scale), where one came since the last call. */
    Map<String, Double> levels() {
        Map<String, Double> levels = new HashMap<>();
        for (Voice voice : voices) {
            if (voice.track.track().source().endsWith(MICROPHONE)) {
                levels.merge(voice.track.track().peer(), voice.level, Math::max);
            }
            voice.level = 0;
        }
        return levels;
    }

    private void take(float[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            int at = (int) (mixed + i & RING - 1);
            // Several voices at once may exceed full scale.
            to[i] = Math.clamp(from[at], -1f, 1f);
            from[at] = 0;
        }
    }

    @Override
    public void close() {
        voices.forEach(voice -> voice.decoder.close());
    }
}
