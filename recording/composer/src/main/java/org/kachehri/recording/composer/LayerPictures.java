package org.kachehri.recording.composer;

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
    /** A frame and what decodes it: a source that comes back with another codec goes on as another track. */
    private record Coded(EncodedFrame frame, PictureCodec codec) {}

    private final List<Coded> frames = new ArrayList<>();
    private final AVFrame picture = av_frame_alloc();
    private Decoder decoder;
    private PictureCodec decoded;
    private int next;
    private long shownNanos;

    LayerPictures(List<ComposedTrack> tracks) {
        for (ComposedTrack track : tracks) {
            track.codec().ifPresent(codec -> track.frames().forEach(frame -> frames.add(new Coded(frame, codec))));
        }
    }

    /** Decodes what was taken until then, from the last key frame on: what came before it isn't seen any more. */
    void decodeUntil(long nanos) throws IOException {
        int end = next;
        while (end < frames.size() && frames.get(end).frame().nanos() <= nanos) {
            if (frames.get(end).frame().key()) {
                next = end;
            }
            end++;
        }
        while (next < end) {
            Coded one = frames.get(next++);
            decoder(one.codec()).decode(one.frame().bytes(), shown -> {
                shownNanos = one.frame().nanos();
                av_frame_unref(picture);
                av_frame_ref(picture, shown);
            });
        }
    }

    /** Made when it is needed: a lower layer may never be. */
    private Decoder decoder(PictureCodec codec) throws IOException {
        if (codec != decoded) {
            if (decoder != null) {
                decoder.close();
            }
            decoder = new Decoder(codec.id(), parameters -> parameters.codec_type(AVMEDIA_TYPE_VIDEO));
            decoded = codec;
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
