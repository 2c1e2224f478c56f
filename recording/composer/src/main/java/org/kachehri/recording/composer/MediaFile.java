package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** A media file being written by FFmpeg's muxers. Not thread-safe; {@link #finish} makes it playable, {@link #close} frees native memory. */
final class MediaFile implements AutoCloseable {
    private final AVFormatContext context = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private boolean closed;

    /** @param format a muxer's name: {@code webm}, {@code mp4} */
    MediaFile(Path file, String format) throws IOException {
        check(
                avformat_alloc_output_context2(context, (AVOutputFormat) null, format, file.toString()),
                "The container can't be made");
        AVIOContext io = new AVIOContext(null);
        check(avio_open2(io, file.toString(), AVIO_FLAG_WRITE, null, null), "The file can't be opened");
        context.pb(io);
        // Who wrote it, when and with what stays out: a copy says what it is beside it, not in it.
        context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
    }

    static int check(int code, String what) throws IOException {
        if (code >= 0) {
            return code;
        }
        try (BytePointer text = new BytePointer(256)) {
            av_strerror(code, text, 256);
            throw new IOException(what + ": " + text.getString(StandardCharsets.UTF_8) + " (" + code + ")");
        }
    }

    AVCodecParameters addStream(AVRational timeBase) {
        AVStream stream = avformat_new_stream(context, null);
        stream.time_base(timeBase);
        return stream.codecpar();
    }

    /** Writes the header; all streams have been added. {@code options} as key and value in turns. */
    void begin(String... options) throws IOException {
        AVDictionary dictionary = new AVDictionary(null);
        for (int i = 0; i + 1 < options.length; i += 2) {
            av_dict_set(dictionary, options[i], options[i + 1], 0);
        }
        check(avformat_write_header(context, dictionary), "The header can't be written");
        av_dict_free(dictionary);
    }

    void write(int stream, byte[] bytes, long pts, long duration, boolean key, AVRational timeBase) throws IOException {
        check(av_new_packet(packet, bytes.length), "There is no memory for a packet");
        packet.data().put(bytes, 0, bytes.length);
        packet.pts(pts).dts(pts).duration(duration).flags(key ? AV_PKT_FLAG_KEY : 0);
        write(stream, packet, timeBase);
    }

    /** Takes the packet's content over. */
    void write(int stream, AVPacket encoded, AVRational timeBase) throws IOException {
        encoded.stream_index(stream);
        av_packet_rescale_ts(encoded, timeBase, context.streams(stream).time_base());
        check(av_interleaved_write_frame(context, encoded), "A packet can't be written");
    }

    void finish() throws IOException {
        check(av_write_trailer(context), "The file can't be finished");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avio_closep(context.pb());
            avformat_free_context(context);
        }
    }
}
