package org.kachehri.recording.composer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.recording.composer.Seat.Sight;

/**
 * Where everybody is shown: a pure function of who sits there and what is so at a moment.
 *
 * <ul>
 *   <li>A document or a screen that is on is large, all people in a column at its right.
 *   <li>Else who has the floor is large, where more than two are there; else, of more than four, who speaks.
 *   <li>Else everybody is equally large, each always at the same place.
 *   <li>Signs are at the lower right corner, always, and nothing else ever is.
 * </ul>
 */
final class Layout {
    static final int WIDTH = 1280;
    static final int HEIGHT = 720;

    /** The line with the reception's number and the clock at the top; also the line for a name below a large picture. */
    static final int LINE = 36;

    private static final int SMALL_LINE = 24;
    private static final int SMALL_TILE = 200;

    /** A column of pictures beside a large one of 960 x 540: 16 to 9 each, with a line. */
    private static final int COLUMN = 320;

    private static final int COLUMN_TILE = COLUMN * 9 / 16 + LINE;

    /** So many can be told from one another in a grid; of more the one who speaks has to be shown large. */
    private static final int MOST_IN_A_GRID = 4;

    private static final Area STAGE = new Area(0, LINE, WIDTH, HEIGHT - LINE);
    private static final Area SIGNS = new Area(WIDTH - COLUMN, HEIGHT - COLUMN_TILE, COLUMN, COLUMN_TILE);

    /**
     * What is so at a moment.
     *
     * @param shown the newest document or screen that is on
     * @param floor the peer that has the floor
     * @param speaker the peer that speaks
     */
    record Scene(Optional<Seat> shown, Optional<String> floor, Optional<String> speaker) {}

    /** @param area with the line for the name at its lower edge */
    record Place(Seat seat, Area area) {
        Area picture() {
            return area.above(line());
        }

        Area label() {
            return area.bottom(line());
        }

        private int line() {
            return area.height() < SMALL_TILE ? SMALL_LINE : LINE;
        }
    }

    private final List<Seat> people;
    private final Optional<Seat> signs;

    Layout(List<Seat> seats) {
        people = seats.stream()
                .filter(seat -> seat.sight() == Sight.PERSON || seat.sight() == Sight.MASKED)
                .toList();
        signs = seats.stream().filter(seat -> seat.sight() == Sight.SIGNS).findFirst();
    }

    List<Place> places(Scene scene) {
        List<Place> places = new ArrayList<>();
        Optional<Seat> large = large(scene);
        if (large.isPresent()) {
            places.add(new Place(large.get(), new Area(0, STAGE.y(), WIDTH - COLUMN, STAGE.height())));
            List<Seat> others =
                    people.stream().filter(seat -> seat != large.get()).toList();
            int height = STAGE.height() - (signs.isPresent() ? SIGNS.height() : 0);
            places.addAll(column(others, new Area(WIDTH - COLUMN, STAGE.y(), COLUMN, height)));
        } else {
            int width = signs.isPresent() ? WIDTH - COLUMN : WIDTH;
            places.addAll(grid(people, new Area(0, STAGE.y(), width, STAGE.height())));
        }
        signs.ifPresent(seat -> places.add(new Place(seat, SIGNS)));
        return places;
    }

    private Optional<Seat> large(Scene scene) {
        if (scene.shown().isPresent()) {
            return scene.shown();
        }
        Optional<Seat> holder = people.size() > 2 ? scene.floor().flatMap(this::of) : Optional.empty();
        if (holder.isPresent()) {
            return holder;
        }
        return people.size() > MOST_IN_A_GRID ? scene.speaker().flatMap(this::of) : Optional.empty();
    }

    private Optional<Seat> of(String peer) {
        return people.stream().filter(seat -> seat.person().peer().equals(peer)).findFirst();
    }

    private static List<Place> grid(List<Seat> seats, Area area) {
        int columns = (int) Math.ceil(Math.sqrt(Math.max(1, seats.size())));
        int rows = Math.max(1, (seats.size() + columns - 1) / columns);
        return tiled(seats, area, columns, area.height() / rows);
    }

    /** As few beside one another as it takes for all to find room below one another. */
    private static List<Place> column(List<Seat> seats, Area area) {
        int columns = 1;
        while (height(columns) * ((seats.size() + columns - 1) / columns) > area.height()) {
            columns++;
        }
        return tiled(seats, area, columns, height(columns));
    }

    private static int height(int columns) {
        return COLUMN / columns * 9 / 16 + (columns == 1 ? LINE : SMALL_LINE) & ~1;
    }

    private static List<Place> tiled(List<Seat> seats, Area area, int columns, int height) {
        List<Place> places = new ArrayList<>();
        int width = area.width() / columns & ~1;
        for (int i = 0; i < seats.size(); i++) {
            int x = area.x() + i % columns * width;
            int y = area.y() + i / columns * (height & ~1);
            places.add(new Place(seats.get(i), new Area(x, y, width, height)));
        }
        return places;
    }
}
