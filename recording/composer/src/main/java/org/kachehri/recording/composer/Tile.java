package org.kachehri.recording.composer;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Paints one seat: its picture while it flows, else a card that says why there is none. Paints only what changed. Not thread-safe. */
final class Tile implements AutoCloseable {
    /** A camera's picture that is older stands for nothing any more. */
    private static final long STALE_NANOS = 2_000_000_000L;

    /** Of a document that lies still fewer pictures are sent. */
    private static final long SHOWN_STALE_NANOS = 10_000_000_000L;

    private final Seat seat;
    private final List<Tongue> tongues;
    private final SeatPictures pictures;
    private Layout.Place place;
    private SwsContext scaler;
    private int width;
    private int height;
    private long paintedNanos;
    private Cause card;

    Tile(Seat seat, List<Tongue> tongues) {
        this.seat = seat;
        this.tongues = tongues;
        pictures = new SeatPictures(seat);
    }

    Seat seat() {
        return seat;
    }

    /** Whether there is a picture then; decodes what was taken until then. */
    boolean flows(long nanos) throws IOException {
        pictures.decodeUntil(nanos);
        long stale = seat.sight() == Seat.Sight.SHOWN ? SHOWN_STALE_NANOS : STALE_NANOS;
        return pictures.shownNanos() > 0 && nanos - pictures.shownNanos() < stale;
    }

    /** From now on it is shown there, where nothing is painted yet. */
    void move(Canvas canvas, Layout.Place to) {
        place = to;
        width = 0;
        height = 0;
        paintedNanos = 0;
        card = null;
        Area label = to.label();
        canvas.paint(label, Lettered.label(seat.person(), label.width(), label.height()));
    }

    void paint(Canvas canvas) {
        card = null;
        if (pictures.shownNanos() == paintedNanos) {
            return;
        }
        paintedNanos = pictures.shownNanos();
        AVFrame picture = pictures.picture();
        if (picture.width() != width || picture.height() != height) {
            width = picture.width();
            height = picture.height();
            canvas.clear(place.picture());
        }
        scaler = canvas.scale(picture, place.picture().fitting(width, height), scaler);
    }

    void paintCard(Canvas canvas, Cause cause) {
        if (cause == card) {
            return;
        }
        card = cause;
        width = 0;
        paintedNanos = 0;
        Area area = place.picture();
        Stream<String> alias =
                cause == Cause.PROTECTED ? Stream.of(seat.person().name()) : Stream.empty();
        List<String> lines = Stream.concat(alias, tongues.stream().map(tongue -> cause.in(tongue, "")))
                .toList();
        canvas.paint(area, Lettered.card(lines, area.width(), area.height()));
    }

    @Override
    public void close() {
        pictures.close();
        Canvas.free(scaler);
    }
}
