package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.FloatPointer;

/**
 * One picture of everybody: a fixed grid (nobody changes places when somebody comes or goes), names, and a clock that runs on when a picture
 * stands still. All sound is mixed.
 */
final class Composite {
    static final String NAME = "composite.mp4";
    static final int WIDTH = 1280;
    static final int HEIGHT = 720;

    /** Enough for people who talk; the tracks keep the rate they were sent with. */
    static final int FRAMES_PER_SECOND = 15;

    private static final int STRIP = 36;
    private static final int SOUND_BLOCK = 1024;
    private static final int PICTURE_BITS_PER_SECOND = 2_000_000;
    private static final int SOUND_BITS_PER_SECOND = 128_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A layer without a picture for so long has stopped: the next lower one is shown. */
    private static final long LAYER_STOPPED_NANOS = NANOS_PER_SECOND / 2;

    /** A picture older than this is marked with its time. */
    private static final long STALE_NANOS = 2 * NANOS_PER_SECOND;

    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd  HH:mm:ss xxx");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /**
     * What one tile shows.
     *
     * @param layers of one source of pictures, in ascending quality, each with its tracks one after the other; empty for a person who only speaks
     */
    record Seat(String label, List<List<ComposedTrack>> layers) {}

    private static final class Tile {
        private final Seat seat;
        private final Canvas.Area picture;
        private final Canvas.Area strip;
        private final List<LayerPictures> layers = new ArrayList<>();
        private SwsContext scaler;
        private int width;
        private int height;
        private long shownNanos;
        private String written = "";

        private Tile(Seat seat, Canvas.Area area) throws IOException {
            this.seat = seat;
            picture = new Canvas.Area(area.x(), area.y(), area.width(), area.height() - STRIP);
            strip = new Canvas.Area(area.x(), area.y() + picture.height(), area.width(), STRIP);
            for (List<ComposedTrack> tracks : seat.layers()) {
                layers.add(new LayerPictures(tracks));
            }
        }

        private void close() {
            layers.forEach(LayerPictures::close);
            Canvas.free(scaler);
        }
    }

    private final String title;
    private final ZoneId zone;
    private final long fromNanos;
    private final long toNanos;
    private String clock = "";

    Composite(String title, ZoneId zone, long fromNanos, long toNanos) {
        this.title = title;
        this.zone = zone;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    Copy write(Path directory, List<Seat> seats, List<ComposedTrack> sounds) throws IOException {
        long frames = Math.max(1, (toNanos - fromNanos) * FRAMES_PER_SECOND / NANOS_PER_SECOND);
        List<Tile> tiles = tiles(seats);
        try (MediaFile file = new MediaFile(directory.resolve(NAME), "mp4");
                Encoder picture = new Encoder("libopenh264", file, 0, Composite::configurePicture);
                Encoder sound = new Encoder("aac", file, 1, Composite::configureSound);
                Canvas canvas = new Canvas(WIDTH, HEIGHT);
                Mix mix = new Mix(sounds, fromNanos)) {
            file.begin("movflags", "+faststart");
            AVFrame block = soundBlock();
            long samples = 0;
            for (long number = 0; number < frames; number++) {
                canvas.begin();
                draw(canvas, tiles, fromNanos + number * NANOS_PER_SECOND / FRAMES_PER_SECOND);
                canvas.frame().pts(number);
                picture.encode(canvas.frame());
                long soundEnd = (number + 1) * Mix.RATE / FRAMES_PER_SECOND;
                for (; samples < soundEnd; samples += SOUND_BLOCK) {
                    fill(block, mix, samples);
                    sound.encode(block);
                }
            }
            picture.encode(null);
            sound.encode(null);
            av_frame_free(block);
            file.finish();
        } finally {
            for (Tile tile : tiles) {
                tile.close();
            }
        }
        return new Copy(NAME, "COMPOSITE", "", "", "BOTH", "video/mp4", 0, frames * 1000 / FRAMES_PER_SECOND, 1);
    }

    private static List<Tile> tiles(List<Seat> seats) throws IOException {
        int columns = (int) Math.ceil(Math.sqrt(Math.max(1, seats.size())));
        int rows = Math.max(1, (seats.size() + columns - 1) / columns);
        int width = WIDTH / columns & ~1;
        int height = (HEIGHT - STRIP) / rows & ~1;
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < seats.size(); i++) {
            int x = i % columns * width;
            int y = STRIP + i / columns * height;
            tiles.add(new Tile(seats.get(i), new Canvas.Area(x, y, width, height)));
        }
        return tiles;
    }

    private static void configurePicture(AVCodecContext context) {
        context.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(av_make_q(1, FRAMES_PER_SECOND)).framerate(av_make_q(FRAMES_PER_SECOND, 1));
        // A key frame every 2 s: seeking in the replay lands at most that far away.
        context.bit_rate(PICTURE_BITS_PER_SECOND).gop_size(2 * FRAMES_PER_SECOND);
    }

    private static void configureSound(AVCodecContext context) {
        context.sample_rate(Mix.RATE).sample_fmt(AV_SAMPLE_FMT_FLTP).time_base(av_make_q(1, Mix.RATE));
        context.bit_rate(SOUND_BITS_PER_SECOND);
        av_channel_layout_default(context.ch_layout(), 2);
    }

    private static AVFrame soundBlock() throws IOException {
        AVFrame block = av_frame_alloc();
        block.format(AV_SAMPLE_FMT_FLTP).nb_samples(SOUND_BLOCK).sample_rate(Mix.RATE);
        av_channel_layout_default(block.ch_layout(), 2);
        MediaFile.check(av_frame_get_buffer(block, 0), "There is no memory for sound");
        return block;
    }

    private static void fill(AVFrame block, Mix mix, long pts) throws IOException {
        float[] left = new float[SOUND_BLOCK];
        float[] right = new float[SOUND_BLOCK];
        mix.next(left, right);
        MediaFile.check(av_frame_make_writable(block), "There is no memory for sound");
        new FloatPointer(block.data(0)).put(left, 0, SOUND_BLOCK);
        new FloatPointer(block.data(1)).put(right, 0, SOUND_BLOCK);
        block.pts(pts);
    }

    private void draw(Canvas canvas, List<Tile> tiles, long nanos) throws IOException {
        Instant now = Instant.ofEpochSecond(0, nanos);
        String time = DATE_AND_TIME.format(now.atZone(zone));
        if (!time.equals(clock)) {
            clock = time;
            canvas.strip(new Canvas.Area(0, 0, WIDTH, STRIP), Strip.render(title, time, WIDTH, STRIP));
        }
        for (Tile tile : tiles) {
            show(canvas, tile, nanos);
            boolean stale = tile.shownNanos > 0 && nanos - tile.shownNanos > STALE_NANOS;
            String end = stale
                    ? TIME.format(Instant.ofEpochSecond(0, tile.shownNanos).atZone(zone))
                    : "";
            String text = tile.seat.label() + "\n" + end;
            if (!text.equals(tile.written)) {
                tile.written = text;
                Canvas.Area strip = tile.strip;
                canvas.strip(strip, Strip.render(tile.seat.label(), end, strip.width(), strip.height()));
            }
        }
    }

    /** Decodes what was taken until then, and scales the newest picture of the best layer that flows into the tile. */
    private static void show(Canvas canvas, Tile tile, long nanos) throws IOException {
        LayerPictures best = null;
        for (LayerPictures layer : tile.layers) {
            layer.decodeUntil(nanos);
            if (layer.shownNanos() > 0
                    && (best == null || best.shownNanos() - layer.shownNanos() < LAYER_STOPPED_NANOS)) {
                best = layer;
            }
        }
        if (best != null && best.shownNanos() != tile.shownNanos) {
            tile.shownNanos = best.shownNanos();
            paint(canvas, tile, best.picture());
        }
    }

    private static void paint(Canvas canvas, Tile tile, AVFrame picture) {
        if (picture.width() != tile.width || picture.height() != tile.height) {
            tile.width = picture.width();
            tile.height = picture.height();
            canvas.clear(tile.picture);
        }
        tile.scaler = canvas.scale(picture, tile.picture.fitting(tile.width, tile.height), tile.scaler);
    }
}
