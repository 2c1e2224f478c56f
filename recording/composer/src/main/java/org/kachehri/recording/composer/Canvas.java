package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerPointer;

/** The composite's picture (YUV 4:2:0), into which tiles are scaled and letters are copied. Not thread-safe. */
final class Canvas implements AutoCloseable {
    private static final byte BLACK = 16;
    private static final byte NO_COLOUR = (byte) 128;

    private final AVFrame frame = av_frame_alloc();

    Canvas(int width, int height) throws IOException {
        frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
        MediaFile.check(av_frame_get_buffer(frame, 0), "There is no memory for a picture");
        clear(new Area(0, 0, width, height));
    }

    AVFrame frame() {
        return frame;
    }

    /** To be called before each new picture: the encoder may still hold the last one. */
    void begin() throws IOException {
        MediaFile.check(av_frame_make_writable(frame), "There is no memory for a picture");
    }

    void clear(Area area) {
        fill(0, area, 1, BLACK);
        fill(1, area, 2, NO_COLOUR);
        fill(2, area, 2, NO_COLOUR);
    }

    private void fill(int plane, Area area, int divisor, byte value) {
        byte[] row = new byte[area.width() / divisor];
        Arrays.fill(row, value);
        for (int y = area.y() / divisor; y < (area.y() + area.height()) / divisor; y++) {
            at(plane, area.x() / divisor, y).put(row, 0, row.length);
        }
    }

    private BytePointer at(int plane, int x, int y) {
        return frame.data(plane).getPointer(BytePointer.class, (long) y * frame.linesize(plane) + x);
    }

    /** Copies a grey picture of the area's size. */
    void paint(Area area, byte[] grey) {
        for (int y = 0; y < area.height(); y++) {
            at(0, area.x(), area.y() + y).put(grey, y * area.width(), area.width());
        }
        fill(1, area, 2, NO_COLOUR);
        fill(2, area, 2, NO_COLOUR);
    }

    /**
     * Scales a decoded picture into an area.
     *
     * @param scaler what the last call for this tile gave back, or null
     */
    SwsContext scale(AVFrame picture, Area area, SwsContext scaler) {
        SwsContext context = sws_getCachedContext(
                scaler,
                picture.width(),
                picture.height(),
                picture.format(),
                area.width(),
                area.height(),
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4)) {
            planes.put(0, at(0, area.x(), area.y()));
            planes.put(1, at(1, area.x() / 2, area.y() / 2));
            planes.put(2, at(2, area.x() / 2, area.y() / 2));
            sws_scale(context, picture.data(), picture.linesize(), 0, picture.height(), planes, frame.linesize());
        }
        return context;
    }

    static void free(SwsContext scaler) {
        if (scaler != null) {
            sws_freeContext(scaler);
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
