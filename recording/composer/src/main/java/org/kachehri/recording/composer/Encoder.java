package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;

import java.io.IOException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** An FFmpeg encoder that feeds one stream of a file. Not thread-safe. */
final class Encoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final MediaFile file;
    private final int stream;

    Encoder(String name, MediaFile file, int stream, Consumer<AVCodecContext> configure) throws IOException {
        this.file = file;
        this.stream = stream;
        AVCodec encoder = avcodec_find_encoder_by_name(name);
        if (encoder == null) {
            throw new IOException("This FFmpeg has no encoder " + name);
        }
        context = avcodec_alloc_context3(encoder);
        configure.accept(context);
        // MP4 keeps parameter sets in its header (ISO/IEC 14496-15).
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        MediaFile.check(avcodec_open2(context, encoder, (AVDictionary) null), "Encoder " + name + " can't be opened");
        MediaFile.check(
                avcodec_parameters_from_context(file.addStream(context.time_base()), context),
                "Encoder " + name + " can't be described");
    }

    /** Encodes a frame; null flushes what the encoder still holds. */
    void encode(AVFrame frame) throws IOException {
        MediaFile.check(avcodec_send_frame(context, frame), "A frame can't be encoded");
        while (avcodec_receive_packet(context, packet) >= 0) {
            file.write(stream, packet, context.time_base());
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
