package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** An FFmpeg decoder. A frame that it refuses gives nothing: the picture stands, the sound is silent. Not thread-safe. */
final class Decoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    Decoder(int codec, Consumer<AVCodecParameters> describe) throws IOException {
        AVCodec decoder = avcodec_find_decoder(codec);
        context = avcodec_alloc_context3(decoder);
        AVCodecParameters parameters = avcodec_parameters_alloc();
        parameters.codec_id(codec);
        describe.accept(parameters);
        MediaFile.check(avcodec_parameters_to_context(context, parameters), "The decoder can't be described");
        avcodec_parameters_free(parameters);
        context.thread_count(1);
        MediaFile.check(avcodec_open2(context, decoder, (AVDictionary) null), "The decoder can't be opened");
    }

    /** Decodes; the frame is the decoder's and valid during the call. */
    void decode(byte[] bytes, Consumer<AVFrame> hear) throws IOException {
        MediaFile.check(av_new_packet(packet, bytes.length), "There is no memory for a packet");
        packet.data().put(bytes, 0, bytes.length);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        while (sent >= 0 && avcodec_receive_frame(context, frame) >= 0) {
            hear.accept(frame);
        }
    }

    /** Of the pictures; 0 before the first. */
    int width() {
        return context.width();
    }

    int height() {
        return context.height();
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
