package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Writes a track's frames into WebM files (MP4 for H.264) as they were sent: nothing is decoded or encoded again. */
final class TrackCopies {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** FFmpeg reads a few bytes beyond extradata (AV_INPUT_BUFFER_PADDING_SIZE). */
    private static final int EXTRADATA_PADDING = 64;

    private static final String SOUND_CONTAINER = "webm";

    private TrackCopies() {}

    /**
     * @param firstPart one more than the parts that an earlier track of the same source has
     * @param originNanos the beginning of the capture
     */
    static List<Copy> write(Path directory, ComposedTrack track, int firstPart, long originNanos) throws IOException {
        List<Copy> copies = new ArrayList<>();
        List<EncodedFrame> frames = track.frames();
        int from = 0;
        while (from < frames.size()) {
            int to = endOfPart(frames, from);
            copies.add(part(directory, track, frames.subList(from, to), firstPart + copies.size(), originNanos));
            from = to;
        }
        return copies;
    }

    private static int endOfPart(List<EncodedFrame> frames, int from) {
        EncodedFrame first = frames.get(from);
        int to = from + 1;
        while (to < frames.size()
                && (frames.get(to).width() == 0
                        || (frames.get(to).width() == first.width()
                                && frames.get(to).height() == first.height()))) {
            to++;
        }
        return to;
    }

    private static Copy part(Path directory, ComposedTrack track, List<EncodedFrame> frames, int part, long origin)
            throws IOException {
        boolean audio = track.codec().isEmpty();
        String container = track.codec().map(PictureCodec::container).orElse(SOUND_CONTAINER);
        String stem = track.track().source().replaceAll("[^A-Za-z0-9._-]", "-");
        String name = stem.substring(0, Math.min(64, stem.length())) + (part > 1 ? "-" + part : "") + "." + container;
        EncodedFrame first = frames.getFirst();
        long start = first.nanos();
        AVRational millis = av_make_q(1, 1000);
        long last = -1;
        long step = audio ? 20 : 66;
        try (MediaFile file = new MediaFile(directory.resolve(name), container)) {
            AVCodecParameters parameters = file.addStream(millis);
            if (audio) {
                describeOpus(parameters);
            } else {
                describePictures(parameters, track.codec().get(), first);
            }
            file.begin();
            for (EncodedFrame frame : frames) {
                // Two frames within a millisecond still need two times.
                last = Math.max((frame.nanos() - start) / NANOS_PER_MILLI, last + 1);
                file.write(0, frame.bytes(), last, step, frame.key(), millis);
            }
            file.finish();
        }
        return new Copy(
                name,
                "TRACK",
                track.track().name(),
                track.person().name(),
                audio ? "AUDIO" : "VIDEO",
                (audio ? "audio/" : "video/") + container,
                Math.max(0, (start - origin) / NANOS_PER_MILLI),
                last + step,
                part);
    }

    private static void describePictures(AVCodecParameters parameters, PictureCodec codec, EncodedFrame first) {
        parameters.codec_type(AVMEDIA_TYPE_VIDEO).codec_id(codec.id()).format(AV_PIX_FMT_YUV420P);
        parameters.width(first.width()).height(first.height());
        extradata(parameters, codec.header(first.bytes()));
    }

    static void describeOpus(AVCodecParameters parameters) {
        parameters.codec_type(AVMEDIA_TYPE_AUDIO).codec_id(AV_CODEC_ID_OPUS).sample_rate(48_000);
        parameters.format(AV_SAMPLE_FMT_FLTP);
        av_channel_layout_default(parameters.ch_layout(), 2);
        // The identification header of RFC 7845 section 5.1: version 1, two channels, no pre-skip, 48 kHz.
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 2);
        head.putShort((short) 0).putInt(48_000).putShort((short) 0).put((byte) 0);
        extradata(parameters, head.array());
    }

    private static void extradata(AVCodecParameters parameters, byte[] bytes) {
        if (bytes.length > 0) {
            // FFmpeg frees it with the parameters, so it must be FFmpeg's memory.
            BytePointer extra = new BytePointer(av_mallocz(bytes.length + EXTRADATA_PADDING));
            extra.put(bytes, 0, bytes.length);
            parameters.extradata(extra).extradata_size(bytes.length);
        }
    }
}
