package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.recording.composer.Layout.Place;
import org.kachehri.recording.composer.Layout.Scene;
import org.kachehri.recording.composer.Seat.Sight;

class LayoutTest {
    private static final Scene QUIET = new Scene(Optional.empty(), Optional.empty(), Optional.empty());

    private static Seat seat(String peer, Sight sight) {
        return new Seat(new Person(peer, peer, Optional.empty(), Tongue.EN), sight, List.of());
    }

    private static List<Seat> people(int count) {
        List<Seat> seats = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            seats.add(seat("p" + i, Sight.PERSON));
        }
        return seats;
    }

    private static Area area(List<Place> places, String peer) {
        return places.stream()
                .filter(place -> place.seat().person().peer().equals(peer))
                .findFirst()
                .orElseThrow()
                .area();
    }

    @Test
    void upToFourAreEquallyLargeUntilTheFloorIsGiven() {
        Layout layout = new Layout(people(4));
        List<Place> grid = layout.places(new Scene(Optional.empty(), Optional.empty(), Optional.of("p2")));
        assertEquals(new Area(0, 36, 640, 342), area(grid, "p1"));
        assertEquals(new Area(640, 378, 640, 342), area(grid, "p4"));
        List<Place> floor = layout.places(new Scene(Optional.empty(), Optional.of("p2"), Optional.of("p1")));
        assertEquals(new Area(0, 36, 960, 684), area(floor, "p2"));
        assertEquals(new Area(960, 36, 320, 216), area(floor, "p1"));
        assertEquals(4, floor.size());
    }

    @Test
    void twoStayBesideEachOther() {
        Layout layout = new Layout(people(2));
        assertEquals(
                layout.places(QUIET), layout.places(new Scene(Optional.empty(), Optional.of("p2"), Optional.of("p2"))));
    }

    @Test
    void ofManyTheOneWhoSpeaksIsLarge() {
        List<Place> places =
                new Layout(people(7)).places(new Scene(Optional.empty(), Optional.empty(), Optional.of("p3")));
        assertEquals(960, area(places, "p3").width());
        assertEquals(7, places.size());
    }

    @Test
    void aDocumentTakesTheLargePlaceFromWhoHasTheFloor() {
        List<Seat> seats = people(3);
        Seat document = seat("p1", Sight.SHOWN);
        seats.add(document);
        Layout layout = new Layout(seats);
        assertEquals(3, layout.places(QUIET).size());
        List<Place> places = layout.places(new Scene(Optional.of(document), Optional.of("p2"), Optional.empty()));
        assertEquals(document, places.getFirst().seat());
        assertEquals(960, places.getFirst().area().width());
        assertEquals(4, places.size());
    }

    @Test
    void signsAreAlwaysAtTheSamePlaceAndNothingIsEverOverAnything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String what = "seed " + seed + " round " + round;
            List<Seat> seats = people(1 + random.nextInt(24));
            Seat signs = seat("signs", Sight.SIGNS);
            Seat screen = seat("p1", Sight.SHOWN);
            seats.add(random.nextInt(seats.size() + 1), signs);
            seats.add(screen);
            Scene scene = new Scene(
                    random.nextInt(3) == 0 ? Optional.of(screen) : Optional.empty(),
                    random.nextBoolean() ? Optional.of("p" + random.nextInt(26)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of("p" + random.nextInt(26)) : Optional.empty());
            List<Place> places = new Layout(seats).places(scene);
            assertEquals(new Area(960, 504, 320, 216), area(places, "signs"), what);
            for (Place place : places) {
                Area area = place.area();
                assertTrue(area.x() >= 0 && area.x() + area.width() <= Layout.WIDTH, what + place);
                assertTrue(area.y() >= Layout.LINE && area.y() + area.height() <= Layout.HEIGHT, what + place);
                assertTrue(place.picture().height() >= 16, what + place);
                places.stream()
                        .filter(other -> other != place)
                        .forEach(other -> assertFalse(overlap(area, other.area()), what + place + other));
            }
        }
    }

    private static boolean overlap(Area a, Area b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }
}
