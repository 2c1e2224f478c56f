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

    /** The composite of three: two by two tiles below a strip with the clock, each with a strip for the name. */
    private static final int STRIP = 36;

    private static final int TILE_WIDTH = 640;
    private static final int TILE_HEIGHT = 342;
    private static final int TILES = 4;

    private final Path directory;
    private final List<LedgerEntry> ledger;
    private final List<FakePerson> people;
    private final long startedNanos;
    private final List<JsonNode> copies = new ArrayList<>();
    private final Map<FakePerson, Course> cameras = new HashMap<>();
    private final Map<FakePerson, Double> aspects = new HashMap<>();

    private ViewingCopies(Path directory, List<LedgerEntry> ledger, List<FakePerson> people) throws IOException {
        this.directory = directory;
        this.ledger = ledger;
        this.people = people;
        JsonNode description =
                new ObjectMapper().readTree(directory.resolve(Compose.COPIES).toFile());
        Instant started = Instant.parse(description.path("startedAt").asText());
        startedNanos = started.getEpochSecond() * 1_000_000_000L + started.getNano();
        description.path("copies").forEach(copies::add);
    }

    static void holdEveryone(Path directory, List<LedgerEntry> ledger, List<FakePerson> people) throws IOException {
        ViewingCopies played = new ViewingCopies(directory, ledger, people);
        played.eachCameraShowsOnePerson();
        played.eachMicrophoneCarriesOneTone();
        played.theCompositeHoldsEveryone();
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
            people.stream().filter(person -> hears(sound, person)).forEach(person -> heard.add(person.name()));
        }
        assertEquals(
                people.stream().map(FakePerson::name).sorted().toList(),
                heard.stream().sorted().toList(),
                "each tone in one microphone's copy");
    }

    private void theCompositeHoldsEveryone() throws IOException {
        JsonNode composite = of("COMPOSITE", "BOTH").getFirst();
        Map<FakePerson, List<Course>> tiles = new HashMap<>();
        for (FakePerson person : people) {
            List<Course> courses = tiles.computeIfAbsent(person, any -> new ArrayList<>());
            for (int tile = 0; tile < TILES; tile++) {
                courses.add(new Course());
            }
        }
        float[] sound = Watched.play(
                file(composite),
                picture -> people.forEach(person -> {
                    for (int tile = 0; tile < TILES; tile++) {
                        tiles.get(person).get(tile).see(picture.millis(), inTile(picture, tile, person));
                    }
                }));
        for (FakePerson person : people) {
            List<Course> shown =
                    tiles.get(person).stream().filter(Course::began).toList();
            String where = person.name() + " in the composite";
            assertEquals(1, shown.size(), where + " has one place: " + tiles.get(person));
            Course course = shown.getFirst();
            runs(course, LONGEST_STILL_MILLIS + COMPOSITE_FRAME_MILLIS, where);
            Course camera = cameras.get(person);
            near(camera, course, Course::first, where + " begins with the camera");
            near(camera, course, Course::last, where + " ends with the camera");
            assertTrue(hears(sound, person), person.name() + " can be heard in the composite");
        }
    }

    private OptionalInt inTile(Watched.Picture picture, int tile, FakePerson person) {
        int height = TILE_HEIGHT - STRIP;
        int width = (int) Math.min(TILE_WIDTH, height * aspects.get(person));
        int x = tile % 2 * TILE_WIDTH + (TILE_WIDTH - width) / 2;
        int y = STRIP + tile / 2 * TILE_HEIGHT;
        return CountedPicture.read(picture, x, y, width, height, person.number());
    }

    /** Never falling, and never standing still for longer than this unless the ledger says that something is missing then. */
    private void runs(Course course, int longestMillis, String where) {
        assertTrue(course != null && course.began(), where + " shows nobody");
        assertFalse(course.fell(), where + ": " + course);
        assertTrue(
                course.longestStillMillis() <= longestMillis || inLedger(course),
                where + ": " + course + "; ledger " + ledger);
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
