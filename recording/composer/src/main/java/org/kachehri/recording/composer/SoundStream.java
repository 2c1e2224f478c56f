package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** The composite's stream of sound (AAC), a block at a time. Not thread-safe. */
final class SoundStream implements AutoCloseable {
    /** An AAC frame. */
    private static final int BLOCK = 1024;

    private static final int BITS_PER_SECOND = 128_000;

    private final Mix mix;
    private final Encoder encoder;
    private final AVFrame block = av_frame_alloc();
    private final float[] left = new float[BLOCK];
    private final float[] right = new float[BLOCK];
    private long samples;

    SoundStream(MediaFile file, int stream, Mix mix) throws IOException {
        this.mix = mix;
        encoder = new Encoder("aac", file, stream, SoundStream::configure);
        block.format(AV_SAMPLE_FMT_FLTP).nb_samples(BLOCK).sample_rate(Mix.RATE);
        av_channel_layout_default(block.ch_layout(), 2);
        MediaFile.check(av_frame_get_buffer(block, 0), "There is no memory for sound");
    }

    private static void configure(AVCodecContext context) {
        context.sample_rate(Mix.RATE).sample_fmt(AV_SAMPLE_FMT_FLTP).time_base(av_make_q(1, Mix.RATE));
        context.bit_rate(BITS_PER_SECOND).thread_count(1);
        av_channel_layout_default(context.ch_layout(), 2);
    }

    /** Writes blocks until that sample is in one of them. */
    void writeUntil(long end) throws IOException {
        for (; samples < end; samples += BLOCK) {
            mix.next(left, right);
            MediaFile.check(av_frame_make_writable(block), "There is no memory for sound");
            new FloatPointer(block.data(0)).put(left, 0, BLOCK);
            new FloatPointer(block.data(1)).put(right, 0, BLOCK);
            block.pts(samples);
            encoder.encode(block);
        }
    }

    void finish() throws IOException {
        encoder.encode(null);
    }

    @Override
    public void close() {
        encoder.close();
        av_frame_free(block);
    }
}
