package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/** One file with everybody in it: the {@link Stage}'s pictures and all sound mixed. */
final class Composite {
    static final String NAME = "composite.mp4";

    /** Enough for people who talk; the tracks keep the rate they were sent with. */
    static final int FRAMES_PER_SECOND = 15;

    private static final int PICTURE_BITS_PER_SECOND = 2_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Each picture is shown in the frame nearest to its own time, so it is never further from its sound than this. */
    private static final long HALF_A_FRAME_NANOS = NANOS_PER_SECOND / FRAMES_PER_SECOND / 2;

    private Composite() {}

    /**
     * @param mix begins at {@code fromNanos}
     * @param speech is told how loud everybody is
     * @param progress is told which share is done, once a second of the recording
     */
    static Copy write(
            Path target,
            Cast cast,
            Timeline timeline,
            Mix mix,
            Speech speech,
            long fromNanos,
            long toNanos,
            DoubleConsumer progress)
            throws IOException {
        long frames = Math.max(1, (toNanos - fromNanos) * FRAMES_PER_SECOND / NANOS_PER_SECOND);
        Speaker speaker = new Speaker();
        try (MediaFile file = new MediaFile(target, "mp4");
                Encoder picture = new Encoder("libopenh264", file, 0, Composite::configure);
                SoundStream sound = new SoundStream(file, 1, mix);
                Stage stage = new Stage(cast, timeline)) {
            file.begin("movflags", "+faststart");
            for (long number = 0; number < frames; number++) {
                sound.writeUntil((number + 1) * Mix.RATE / FRAMES_PER_SECOND);
                Map<String, Double> levels = mix.levels();
                speaker.hear(levels, 1.0 / FRAMES_PER_SECOND);
                speech.hear(levels, number * 1000 / FRAMES_PER_SECOND, (number + 1) * 1000 / FRAMES_PER_SECOND);
                long nanos = fromNanos + number * NANOS_PER_SECOND / FRAMES_PER_SECOND;
                var drawn = stage.draw(nanos, nanos + HALF_A_FRAME_NANOS, speaker.current());
                drawn.pts(number);
                picture.encode(drawn);
                if (number % FRAMES_PER_SECOND == 0) {
                    progress.accept((double) number / frames);
                }
            }
            picture.encode(null);
            sound.finish();
            file.finish();
        }
        return new Copy(
                target.getFileName().toString(),
                "COMPOSITE",
                "",
                "",
                "BOTH",
                "video/mp4",
                0,
                frames * 1000 / FRAMES_PER_SECOND,
                1);
    }

    private static void configure(AVCodecContext context) {
        context.width(Layout.WIDTH).height(Layout.HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(av_make_q(1, FRAMES_PER_SECOND)).framerate(av_make_q(FRAMES_PER_SECOND, 1));
        // A key frame every 2 s: seeking in the replay lands at most that far away.
        context.bit_rate(PICTURE_BITS_PER_SECOND).gop_size(2 * FRAMES_PER_SECOND);
        // Copies give way to live media: they never take a second core.
        context.thread_count(1);
    }
}
