package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The pictures of one layer of one source as time goes on. Not thread-safe. */
final class LayerPictures implements AutoCloseable {
    private final List<EncodedFrame> frames = new ArrayList<>();
    private final AVFrame picture = av_frame_alloc();
    private Decoder decoder;
    private int next;
    private long shownNanos;

    LayerPictures(List<ComposedTrack> tracks) {
        tracks.forEach(track -> frames.addAll(track.frames()));
    }

    /** Decodes what was taken until then, from the last key frame on: what came before it isn't seen any more. */
    void decodeUntil(long nanos) throws IOException {
        int end = next;
        while (end < frames.size() && frames.get(end).nanos() <= nanos) {
            if (frames.get(end).key()) {
                next = end;
            }
            end++;
        }
        while (next < end) {
            EncodedFrame frame = frames.get(next++);
            decoder().decode(frame.bytes(), decoded -> {
                shownNanos = frame.nanos();
                av_frame_unref(picture);
                av_frame_ref(picture, decoded);
            });
        }
    }

    /** A lower layer may never be needed. */
    private Decoder decoder() throws IOException {
        if (decoder == null) {
            decoder = new Decoder(AV_CODEC_ID_VP8, parameters -> parameters.codec_type(AVMEDIA_TYPE_VIDEO));
        }
        return decoder;
    }

    /** The last picture; valid until the next is decoded. */
    AVFrame picture() {
        return picture;
    }

    /** When the last picture was taken; 0 before the first. */
    long shownNanos() {
        return shownNanos;
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
        av_frame_free(picture);
    }
}
