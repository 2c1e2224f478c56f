package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeTest {
    private static final String RECEPTION =
            """
            {"code": "PS-20261122-yen-hoa-1", "timeZone": "Asia/Ho_Chi_Minh", "participants": [
              {"peer": "p1", "name": "Võ Văn Thành"}, {"peer": "p2", "name": "نذیر احمد"}]}
            """;

    @TempDir
    Path directory;

    @Test
    void everyPersonsCounterAndToneIsInTheTracksAndInTheComposite() throws IOException {
        SyntheticReception reception = new SyntheticReception();
        reception.pictures("p1", 11, 320, 240, 0, 6_000, 0, 0);
        // Two seconds are lost, then a smaller picture follows.
        reception.pictures("p2", 21, 320, 240, 0, 4_000, 1_000, 3_000);
        reception.pictures("p2", 22, 160, 120, 4_000, 6_000, 0, 0);
        reception.sound("p1", 12, 440, 6_000);
        reception.sound("p2", 23, 1_000, 6_000);
        Path sealed = directory.resolve("package");
        reception.capture(sealed, RECEPTION);
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies);

        JsonNode description =
                new ObjectMapper().readTree(copies.resolve(Compose.COPIES).toFile());
        List<String> names = new ArrayList<>();
        description.path("copies").forEach(copy -> names.add(copy.path("name").asText()));
        assertEquals(
                List.of(
                        "composite.mp4",
                        "p1-camera.webm",
                        "p1-microphone.webm",
                        "p2-camera.webm",
                        "p2-camera-2.webm",
                        "p2-microphone.webm"),
                names.stream()
                        .sorted((a, b) ->
                                a.startsWith("comp") ? -1 : b.startsWith("comp") ? 1 : order(a).compareTo(order(b)))
                        .toList());
        assertTrack(copies);
        assertComposite(copies);
    }

    private static String order(String name) {
        return name.replace("camera-2", "camera2").replace(".webm", "");
    }

    private static void assertTrack(Path copies) throws IOException {
        Watched camera = new Watched(copies.resolve("p1-camera.webm"));
        assertEquals(90, camera.pictures.size());
        for (Watched.Picture picture : camera.pictures) {
            assertEquals(picture.millis() / 200.0, picture.counter(0, 0, 320, 240) + 0.5, 0.6);
        }
        assertEquals(
                160,
                new Watched(copies.resolve("p2-camera-2.webm"))
                        .pictures
                        .getFirst()
                        .width());
        Watched microphone = new Watched(copies.resolve("p2-microphone.webm"));
        assertEquals(0.3, microphone.tone(1_000), 0.05);
        assertEquals(0, microphone.tone(440), 0.02);
    }

    private static void assertComposite(Path copies) throws IOException {
        Watched composite = new Watched(copies.resolve(Composite.NAME));
        assertEquals(90, composite.pictures.size(), 2);
        assertEquals(0.3, composite.tone(440), 0.05);
        assertEquals(0.3, composite.tone(1_000), 0.05);
        byte[] clock = null;
        for (Watched.Picture picture : composite.pictures) {
            if (picture.millis() < 200) {
                continue;
            }
            // Two tiles side by side of 640 x 684, the lowest 36 for the name; 4:3 fills the width, 480 high, 84 below
            // the top.
            int first = picture.counter(0, 36 + 84, 640, 480);
            int second = picture.counter(640, 36 + 84, 640, 480);
            assertEquals(picture.millis() / 200.0, first + 0.5, 1.1, "first person at " + picture.millis());
            if (picture.millis() > 1_200 && picture.millis() < 2_900) {
                assertEquals(4, second, "the last picture stands during a gap");
            } else if (picture.millis() < 1_000 || picture.millis() > 3_300) {
                assertEquals(picture.millis() / 200.0, second + 0.5, 1.1, "second person at " + picture.millis());
            }
            if (picture.millis() == 1_400) {
                clock = Arrays.copyOfRange(picture.brightness(), 0, 1280 * 36);
            }
        }
        assertTrue(clock != null);
        byte[] later = Arrays.copyOfRange(composite.pictures.get(40).brightness(), 0, 1280 * 36);
        assertNotEquals(Arrays.hashCode(clock), Arrays.hashCode(later));
    }
}
