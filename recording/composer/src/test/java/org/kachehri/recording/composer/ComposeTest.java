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
import org.kachehri.recording.capture.GapCause;

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
        reception.pictures("p1/camera", 11, 320, 240, 0, 6_000, 0, 0);
        // Two seconds are lost, then a smaller picture follows.
        reception.pictures("p2/camera", 21, 320, 240, 0, 4_000, 1_000, 3_000);
        reception.pictures("p2/camera", 22, 160, 120, 4_000, 6_000, 0, 0);
        reception.sound("p1", 12, 440, 6_000);
        // Every fourth packet is lost, and repeated in the next.
        reception.redundantSound("p2", 23, 1_000, 6_000);
        Path sealed = directory.resolve("package");
        reception.capture(sealed, RECEPTION);
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies, share -> {});

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

    @Test
    void whenTheBestLayerOfASimulcastStopsTheNextIsShownMeanwhile() throws IOException {
        SyntheticReception reception = new SyntheticReception();
        reception.pictures("p1/camera~q", 11, 160, 120, 0, 6_000, 0, 0);
        reception.pictures("p1/camera~h", 12, 320, 240, 0, 6_000, 2_000, 4_000);
        Path sealed = directory.resolve("package");
        reception.capture(sealed, RECEPTION);
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies, share -> {});

        Watched.play(copies.resolve(Composite.NAME), picture -> {
            if (picture.millis() > 200) {
                // One tile of 1280 x 684, the lowest 36 for the name; 4:3 fills its height, 864 wide.
                int shown = counter(picture, (1280 - 864) / 2, 36, 864, 648);
                boolean falling = picture.millis() > 2_000 && picture.millis() < 2_700;
                assertEquals(picture.millis() / 200.0, shown + 0.5, falling ? 3.1 : 1.1, "at " + picture.millis());
            }
        });
        List<String> names = new ArrayList<>();
        new ObjectMapper()
                .readTree(copies.resolve(Compose.COPIES).toFile())
                .path("copies")
                .forEach(copy -> names.add(copy.path("name").asText()));
        assertEquals(
                List.of("composite.mp4", "p1-camera-h.webm"),
                names.stream().sorted().toList());
    }

    @Test
    void theFloorIsLargeSignsStayAndCardsStandForWhatWasNotRecorded() throws IOException {
        SyntheticReception reception = new SyntheticReception();
        for (int person = 1; person <= 4; person++) {
            // The fourth goes after five seconds.
            int until = person == 4 ? 5_000 : 16_000;
            reception.pictures("p" + person + "/camera", 10 + person, 320, 180, 0, until, 9_500, 12_500);
        }
        reception.pictures("p1/document", 31, 320, 180, 12_000, 16_000, 0, 0);
        reception.event(2_000, "{\"type\": \"floor\", \"peer\": \"p2\"}");
        reception.event(4_950, "{\"type\": \"leave\", \"peer\": \"p4\"}");
        reception.pause(9_500, 12_500, GapCause.OFF_RECORD);
        Path sealed = directory.resolve("package");
        reception.capture(
                sealed,
                """
                {"code": "PS-20261122-yen-hoa-1", "timeZone": "Asia/Karachi", "participants": [
                  {"peer": "p1", "name": "Võ Văn Thành", "role": "CHAIR", "language": "vi"},
                  {"peer": "p2", "name": "نذیر احمد", "role": "CITIZEN", "language": "ur"},
                  {"peer": "p3", "name": "بتول", "role": "INTERPRETER", "language": "ur"},
                  {"peer": "p4", "name": "Nguyễn Thị Hồng Nhung", "role": "SECRETARY", "language": "vi"}]}
                """);
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies, share -> {});

        Watched.play(copies.resolve(Composite.NAME), picture -> {
            long millis = picture.millis();
            // The moments of change, where a picture more or less is right, are left out.
            if (millis > 300 && millis < 9_300 && (millis < 1_900 || millis > 2_200)
                    || millis > 13_000 && millis < 15_800) {
                assertEquals(millis / 200.0, counter(picture, 960, 504, 320, 180) + 0.5, 1.1, "signs at " + millis);
            }
            if (millis > 2_200 && millis < 9_300) {
                assertEquals(millis / 200.0, counter(picture, 0, 90, 960, 540) + 0.5, 1.1, "the floor at " + millis);
                assertEquals(millis / 200.0, counter(picture, 960, 36, 320, 180) + 0.5, 1.1, "beside at " + millis);
            }
            if (millis > 13_000 && millis < 15_800) {
                assertEquals(millis / 200.0, counter(picture, 0, 90, 960, 540) + 0.5, 1.1, "the document");
            }
            if (millis > 9_700 && millis < 12_300) {
                assertTrue(isCard(picture, 0, 36, 1280, 684), "off the record at " + millis);
            }
            if (millis > 7_200 && millis < 9_300) {
                assertTrue(isCard(picture, 960, 252, 320, 180), "left the room at " + millis);
            }
        });
    }

    @Test
    void everyCodecIsCopiedAsItWasSentAndANewOneBeginsANewPart() throws IOException {
        SyntheticReception reception = new SyntheticReception();
        int from = 0;
        for (PictureCodec codec : PictureCodec.values()) {
            reception.pictures(codec, "p1/camera", 11 + codec.ordinal(), 320, 240, from, from + 2_000, 0, 0);
            from += 2_000;
        }
        Path sealed = directory.resolve("package");
        reception.capture(sealed, RECEPTION);
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies, share -> {});

        List<String> names = List.of("p1-camera.webm", "p1-camera-2.webm", "p1-camera-3.mp4", "p1-camera-4.webm");
        for (int part = 0; part < names.size(); part++) {
            long begin = part * 2_000;
            List<Watched.Picture> pictures = new ArrayList<>();
            Watched.play(copies.resolve(names.get(part)), pictures::add);
            assertEquals(30, pictures.size(), names.get(part));
            for (Watched.Picture picture : pictures) {
                assertEquals(
                        (begin + picture.millis()) / 200.0,
                        counter(picture, 0, 0, 320, 240) + 0.5,
                        0.6,
                        names.get(part));
            }
        }
        Watched.play(copies.resolve(Composite.NAME), picture -> {
            if (picture.millis() > 200) {
                assertEquals(
                        picture.millis() / 200.0,
                        counter(picture, (1280 - 864) / 2, 36, 864, 648) + 0.5,
                        1.1,
                        "" + picture.millis());
            }
        });
    }

    /** Nearly all of it dark, and something written in the middle. */
    private static boolean isCard(Watched.Picture picture, int left, int top, int width, int height) {
        int bright = 0;
        for (int y = top + 4; y < top + height - 4; y++) {
            for (int x = left + 4; x < left + width - 4; x++) {
                bright += picture.at(x, y) > 150 ? 1 : 0;
            }
        }
        return bright > width * height / 1_000 && bright < width * height / 5;
    }

    private static String order(String name) {
        return name.replace("camera-2", "camera2").replace(".webm", "");
    }

    private static void assertTrack(Path copies) throws IOException {
        List<Watched.Picture> camera = new ArrayList<>();
        Watched.play(copies.resolve("p1-camera.webm"), camera::add);
        assertEquals(90, camera.size());
        for (Watched.Picture picture : camera) {
            assertEquals(picture.millis() / 200.0, counter(picture, 0, 0, 320, 240) + 0.5, 0.6);
        }
        List<Watched.Picture> smaller = new ArrayList<>();
        Watched.play(copies.resolve("p2-camera-2.webm"), smaller::add);
        assertEquals(160, smaller.getFirst().width());
        float[] microphone = Watched.play(copies.resolve("p2-microphone.webm"), picture -> {});
        assertEquals(0.3, amplitude(microphone, 1_000), 0.05);
        assertEquals(0, amplitude(microphone, 440), 0.02);
    }

    private static void assertComposite(Path copies) throws IOException {
        List<Watched.Picture> composite = new ArrayList<>();
        float[] sound = Watched.play(copies.resolve(Composite.NAME), composite::add);
        assertEquals(90, composite.size(), 2);
        assertEquals(0.3, amplitude(sound, 440), 0.05);
        assertEquals(0.3, amplitude(sound, 1_000), 0.05);
        byte[] clock = null;
        for (Watched.Picture picture : composite) {
            if (picture.millis() < 200) {
                continue;
            }
            // Two tiles side by side of 640 x 684, the lowest 36 for the name; 4:3 fills the width, 480 high, 84 below
            // the top.
            int first = counter(picture, 0, 36 + 84, 640, 480);
            int second = counter(picture, 640, 36 + 84, 640, 480);
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
        byte[] later = Arrays.copyOfRange(composite.get(40).brightness(), 0, 1280 * 36);
        assertNotEquals(Arrays.hashCode(clock), Arrays.hashCode(later));
    }

    /** The counter in the bars that fill this area. */
    private static int counter(Watched.Picture picture, int left, int top, int width, int height) {
        int counter = 0;
        for (int bar = 0; bar < 8; bar++) {
            counter |= picture.at(left + width * (2 * bar + 1) / 16, top + height / 2) > 120 ? 1 << bar : 0;
        }
        return counter;
    }

    /** Amplitude of a tone in 200 ms from the second half second on. */
    private static double amplitude(float[] sound, double hertz) {
        int samples = 9_600;
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < samples; i++) {
            real += sound[24_000 + i] * Math.cos(2 * Math.PI * hertz * i / 48_000);
            imaginary += sound[24_000 + i] * Math.sin(2 * Math.PI * hertz * i / 48_000);
        }
        return 2 * Math.hypot(real, imaginary) / samples;
    }
}
