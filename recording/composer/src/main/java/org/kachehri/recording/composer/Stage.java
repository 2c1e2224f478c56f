package org.kachehri.recording.composer;

import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Draws the composite's picture of a moment: the clock, and everybody where the layout has them, or one card for all while nothing was
 * recorded. Paints only what changed since the last picture. Not thread-safe.
 */
final class Stage implements AutoCloseable {
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd  HH:mm:ss xxx");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final Area CLOCK = new Area(0, 0, Layout.WIDTH, Layout.LINE);
    private static final Area REST = new Area(0, Layout.LINE, Layout.WIDTH, Layout.HEIGHT - Layout.LINE);

    private final Cast cast;
    private final Timeline timeline;
    private final Layout layout;
    private final List<Tile> tiles = new ArrayList<>();
    private final Canvas canvas = new Canvas(Layout.WIDTH, Layout.HEIGHT);
    private String clock = "";
    private List<Layout.Place> places = List.of();
    private Optional<Timeline.Interruption> interruption = Optional.empty();

    Stage(Cast cast, Timeline timeline) throws IOException {
        this.cast = cast;
        this.timeline = timeline;
        layout = new Layout(cast.seats());
        cast.seats().forEach(seat -> tiles.add(new Tile(seat, cast.tongues())));
    }

    /**
     * The picture of a moment, later than that of the call before; valid until the next call.
     *
     * @param untilNanos what was taken until then is seen
     */
    AVFrame draw(long nanos, long untilNanos, Optional<String> speaker) throws IOException {
        canvas.begin();
        drawClock(nanos);
        List<Tile> flowing = new ArrayList<>();
        for (Tile tile : tiles) {
            if (tile.flows(untilNanos)) {
                flowing.add(tile);
            }
        }
        Optional<Timeline.Interruption> now = timeline.interruptionAt(nanos);
        if (now.isPresent()) {
            if (!now.equals(interruption)) {
                drawCard(now.get());
            }
        } else {
            drawTiles(flowing, nanos, speaker);
        }
        interruption = now;
        return canvas.frame();
    }

    private void drawClock(long nanos) {
        String time = DATE_AND_TIME.format(at(nanos));
        if (!time.equals(clock)) {
            clock = time;
            canvas.paint(CLOCK, Lettered.line(cast.code(), time, CLOCK.width(), CLOCK.height()));
        }
    }

    private ZonedDateTime at(long nanos) {
        return Instant.ofEpochSecond(0, nanos).atZone(cast.zone());
    }

    private void drawCard(Timeline.Interruption now) {
        places = List.of();
        String since = TIME.format(at(now.sinceNanos()));
        List<String> lines = cast.tongues().stream()
                .map(tongue -> now.cause().in(tongue, since))
                .toList();
        canvas.paint(REST, Lettered.card(lines, REST.width(), REST.height()));
    }

    private void drawTiles(List<Tile> flowing, long nanos, Optional<String> speaker) {
        Optional<Seat> shown = flowing.stream()
                .map(Tile::seat)
                .filter(seat -> seat.sight() == Seat.Sight.SHOWN)
                .findFirst();
        List<Layout.Place> wanted = layout.places(new Layout.Scene(shown, timeline.floorAt(nanos), speaker));
        boolean moved = !wanted.equals(places);
        if (moved) {
            places = wanted;
            canvas.clear(REST);
        }
        for (Layout.Place place : places) {
            Tile tile = tile(place.seat());
            if (moved) {
                tile.move(canvas, place);
            }
            if (flowing.contains(tile)) {
                tile.paint(canvas);
            } else {
                Seat seat = place.seat();
                Cause cause = seat.sight() == Seat.Sight.MASKED
                        ? Cause.PROTECTED
                        : timeline.missingAt(seat.person().peer(), seat.tracks(), nanos);
                tile.paintCard(canvas, cause);
            }
        }
    }

    private Tile tile(Seat seat) {
        return tiles.get(cast.seats().indexOf(seat));
    }

    @Override
    public void close() {
        tiles.forEach(Tile::close);
        canvas.close();
    }
}
