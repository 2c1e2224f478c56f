package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.kachehri.recording.capture.LedgerEntry;
import org.kachehri.recording.composer.Compose;
import org.kachehri.recording.composer.Watched;

/** Plays the viewing copies of a reception and holds them to what its people's cameras and microphones delivered. */
final class ViewingCopies {
    private static final int LONGEST_STILL_MILLIS = 1_000;

    /** The composite samples the pictures, so that what stood still for a second may do so for a frame more. */
    private static final int COMPOSITE_FRAME_MILLIS = 67;

    /** Where people begin to see that sound isn't with its picture. */
    private static final double APART_MILLIS = 40;

    /** A receiver on a busy machine finds its delays in the first seconds, and is this far from them meanwhile. */
    private static final double SETTLING_MILLIS = 100;

    private static final double MINUTE_MILLIS = 60_000;

    /** A place in the composite for a picture, without the line for the name. */
    private record Place(int x, int y, int width, int height) {}

    /** The composite of three: two by two below a line with the clock; while somebody has the floor, one large and two in a column. */
    private static final List<Place> PLACES = List.of(
            new Place(0, 36, 640, 306),
            new Place(640, 36, 640, 306),
            new Place(0, 378, 640, 306),
            new Place(0, 36, 960, 648),
            new Place(960, 36, 320, 180),
            new Place(960, 252, 320, 180));

    private final Path directory;
    private final List<LedgerEntry> ledger;
    private final List<FakePerson> people;
    private final long startedNanos;
    private final List<JsonNode> copies = new ArrayList<>();
    private final Map<FakePerson, Course> cameras = new HashMap<>();
    private final Map<FakePerson, List<Double>> pulses = new HashMap<>();
    private final Map<FakePerson, Double> aspects = new HashMap<>();

    ViewingCopies(Path directory, List<LedgerEntry> ledger, List<FakePerson> people) throws IOException {
        this.directory = directory;
        this.ledger = ledger;
        this.people = people;
        JsonNode description =
                new ObjectMapper().readTree(directory.resolve(Compose.COPIES).toFile());
        Instant started = Instant.parse(description.path("startedAt").asText());
        startedNanos = started.getEpochSecond() * 1_000_000_000L + started.getNano();
        description.path("copies").forEach(copies::add);
    }

    void holdEveryone() throws IOException {
        eachCameraShowsOnePerson();
        eachMicrophoneCarriesOneTone();
        theCompositeHoldsEveryone();
    }

    /** A person's sound and picture, at the beginning and at the end, beside what a page had of them live. */
    void keepSoundWithPicture(FakePerson person, LiveReceiver.Heard live) {
        double window = Math.min(MINUTE_MILLIS, live.millis() / 2);
        Course camera = cameras.get(person);
        Lips first = Lips.between(live.part(window), camera.changes(), pulses.get(person), Double.NaN);
        Lips last = Lips.between(live.part(-window), camera.changes(), pulses.get(person), first.pictureAheadMillis());
        String beside = person.name() + " beside the live receiver: first " + first + ", last " + last;
        boolean settles = window < MINUTE_MILLIS;
        String goal =
                settles ? "ms; at the end less than 100, two minutes are held to 40" : "ms; less than 40 either way";
        Figure.print("sound_late_first", first.soundLateMillis(), goal);
        Figure.print("sound_late_last", last.soundLateMillis(), goal);
        Figure.print("drift", last.soundLateMillis() - first.soundLateMillis(), goal);
        if (!settles) {
            assertTrue(Math.abs(first.soundLateMillis()) < APART_MILLIS, beside);
            assertTrue(Math.abs(last.soundLateMillis()) < APART_MILLIS, beside);
            assertTrue(Math.abs(last.soundLateMillis() - first.soundLateMillis()) < APART_MILLIS, beside);
        } else {
            assertTrue(Math.abs(last.soundLateMillis()) < SETTLING_MILLIS, beside);
        }
    }

    private void eachCameraShowsOnePerson() throws IOException {
        for (JsonNode copy : of("TRACK", "VIDEO")) {
            long start = copy.path("startMillis").asLong();
            Watched.play(file(copy), picture -> {
                for (FakePerson person : people) {
                    var counter =
                            CountedPicture.read(picture, 0, 0, picture.width(), picture.height(), person.number());
                    cameras.computeIfAbsent(person, any -> new Course()).see(start + picture.millis(), counter);
                    if (counter.isPresent()) {
                        aspects.put(person, (double) picture.width() / picture.height());
                    }
                }
            });
        }
        people.forEach(person -> runs(cameras.get(person), LONGEST_STILL_MILLIS, person.name() + "'s camera"));
    }

    private void eachMicrophoneCarriesOneTone() throws IOException {
        List<String> heard = new ArrayList<>();
        for (JsonNode copy : of("TRACK", "AUDIO")) {
            float[] sound = Watched.play(file(copy), picture -> {});
            double start = copy.path("startMillis").asDouble();
            people.stream().filter(person -> hears(sound, person)).forEach(person -> {
                heard.add(person.name());
                pulses.put(person, Tone.pulses(sound, start));
            });
        }
        assertEquals(
                people.stream().map(FakePerson::name).sorted().toList(),
                heard.stream().sorted().toList(),
                "each tone in one microphone's copy: " + copies);
    }

    private void theCompositeHoldsEveryone() throws IOException {
        JsonNode composite = of("COMPOSITE", "BOTH").getFirst();
        Map<FakePerson, Course> courses = new HashMap<>();
        people.forEach(person -> courses.put(person, new Course()));
        float[] sound = Watched.play(
                file(composite),
                picture -> people.forEach(
                        person -> courses.get(person).see(picture.millis(), somewhere(picture, person))));
        for (FakePerson person : people) {
            String where = person.name() + " in the composite";
            Course course = courses.get(person);
            runs(course, LONGEST_STILL_MILLIS + COMPOSITE_FRAME_MILLIS, where);
            Course camera = cameras.get(person);
            near(camera, course, Course::first, where + " begins with the camera");
            near(camera, course, Course::last, where + " ends with the camera");
            assertTrue(hears(sound, person), person.name() + " can be heard in the composite");
        }
    }

    private OptionalInt somewhere(Watched.Picture picture, FakePerson person) {
        return PLACES.stream()
                .map(place -> in(place, picture, person))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private OptionalInt in(Place place, Watched.Picture picture, FakePerson person) {
        double scale = Math.min(place.width() / aspects.get(person), place.height());
        int width = (int) (scale * aspects.get(person));
        int height = (int) scale;
        int x = place.x() + (place.width() - width) / 2;
        int y = place.y() + (place.height() - height) / 2;
        return CountedPicture.read(picture, x, y, width, height, person.number());
    }

    /** Never falling, and never standing still for longer than this unless the ledger says that something is missing then. */
    private void runs(Course course, int longestMillis, String where) {
        assertTrue(course != null && course.began(), where + " shows nobody");
        boolean covered = course.longestStillMillis() <= longestMillis || inLedger(course);
        Figure.print(
                "longest_still",
                course.longestStillMillis(),
                "ms, " + where + (covered ? "" : ", and the ledger doesn't say why"));
        assertFalse(course.fell(), where + ": " + course);
        assertTrue(covered, where + ": " + course + "; ledger " + ledger);
    }

    private boolean inLedger(Course course) {
        long from = startedNanos + course.longestStillFromMillis() * 1_000_000L;
        long to = from + course.longestStillMillis() * 1_000_000L;
        return ledger.stream().anyMatch(entry -> entry.fromNanos() <= to && entry.toNanos() >= from);
    }

    private static void near(Course camera, Course tile, ToIntFunction<Course> end, String what) {
        assertEquals(end.applyAsInt(camera), end.applyAsInt(tile), FakePerson.COUNTERS_PER_SECOND, what);
    }

    private static boolean hears(float[] sound, FakePerson person) {
        return Tone.clearness(sound, person.toneHertz()) > 10;
    }

    private List<JsonNode> of(String kind, String media) {
        return copies.stream()
                .filter(copy -> copy.path("kind").asText().equals(kind)
                        && copy.path("media").asText().equals(media))
                .toList();
    }

    private Path file(JsonNode copy) {
        return directory.resolve(copy.path("name").asText());
    }
}
