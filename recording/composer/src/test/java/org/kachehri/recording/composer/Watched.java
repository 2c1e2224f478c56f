package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** Decodes a copy as a viewer's player would, from the file alone: its pictures' brightness and its first channel's sound. */
public final class Watched {
    /**
     * A decoded picture.
     *
     * @param millis from the beginning of the file
     * @param brightness of each pixel, row by row, 16 (black) to 235 (white)
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Picture(long millis, int width, int height, byte[] brightness) {
        public int at(int x, int y) {
            return brightness[y * width + x] & 0xFF;
        }
    }

    private static final int SAMPLE_RATE = 48_000;

    /** 5 ms. */
    private static final int ROUNDED_SAMPLES = SAMPLE_RATE / 200;

    private final Consumer<Picture> seen;
    private final List<float[]> heard = new ArrayList<>();
    private int heardSamples;

    private Watched(Consumer<Picture> seen) {
        this.seen = seen;
    }

    /** Plays a file to its end, a picture at a time; answers its sound, 48 000 samples a second. */
    public static float[] play(Path file, Consumer<Picture> seen) throws IOException {
        Watched watched = new Watched(seen);
        watched.decode(file);
        float[] sound =
                new float[watched.heard.stream().mapToInt(block -> block.length).sum()];
        int at = 0;
        for (float[] block : watched.heard) {
            System.arraycopy(block, 0, sound, at, block.length);
            at += block.length;
        }
        return sound;
    }

    private void decode(Path file) throws IOException {
        AVFormatContext format = new AVFormatContext(null);
        MediaFile.check(
                avformat_open_input(format, file.toString(), (AVInputFormat) null, (AVDictionary) null), "open");
        MediaFile.check(avformat_find_stream_info(format, (AVDictionary) null), "read");
        AVCodecContext[] decoders = new AVCodecContext[format.nb_streams()];
        for (int i = 0; i < decoders.length; i++) {
            var codec = avcodec_find_decoder(format.streams(i).codecpar().codec_id());
            decoders[i] = avcodec_alloc_context3(codec);
            avcodec_parameters_to_context(decoders[i], format.streams(i).codecpar());
            MediaFile.check(avcodec_open2(decoders[i], codec, (AVDictionary) null), "decoder");
        }
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        while (av_read_frame(format, packet) >= 0) {
            int stream = packet.stream_index();
            avcodec_send_packet(decoders[stream], packet);
            av_packet_unref(packet);
            receive(format, stream, decoders[stream], frame);
        }
        for (int i = 0; i < decoders.length; i++) {
            avcodec_send_packet(decoders[i], null);
            receive(format, i, decoders[i], frame);
            avcodec_free_context(decoders[i]);
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avformat_close_input(format);
    }

    private void receive(AVFormatContext format, int stream, AVCodecContext decoder, AVFrame frame) {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            if (decoder.codec_type() == AVMEDIA_TYPE_VIDEO) {
                byte[] brightness = new byte[frame.width() * frame.height()];
                for (int y = 0; y < frame.height(); y++) {
                    frame.data(0)
                            .position((long) y * frame.linesize(0))
                            .get(brightness, y * frame.width(), frame.width());
                }
                long millis =
                        Math.round(frame.pts() * av_q2d(format.streams(stream).time_base()) * 1000);
                seen.accept(new Picture(millis, frame.width(), frame.height(), brightness));
            } else {
                // Where the file says nothing a player is silent; what it rounds its times to is no silence.
                long due =
                        Math.round(frame.pts() * av_q2d(format.streams(stream).time_base()) * SAMPLE_RATE);
                if (due > heardSamples + ROUNDED_SAMPLES) {
                    hear(new float[(int) (due - heardSamples)]);
                }
                float[] samples = new float[frame.nb_samples()];
                new FloatPointer(frame.data(0)).get(samples);
                hear(samples);
            }
        }
    }

    private void hear(float[] samples) {
        heard.add(samples);
        heardSamples += samples.length;
    }
}
