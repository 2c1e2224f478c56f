package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExcerptTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Path sealed;

    @BeforeEach
    void capture() throws IOException {
        SyntheticReception reception = new SyntheticReception();
        reception.pictures("p1/camera", 11, 320, 240, 0, 5_000, 0, 0);
        reception.pictures("p2/camera", 21, 320, 240, 0, 5_000, 0, 0);
        reception.pictures("p2/document", 23, 320, 240, 2_000, 5_000, 0, 0);
        reception.sound("p2", 22, Vowel.wave(), 5_000);
        reception.event(500, "{\"type\": \"floor\", \"peer\": \"p1\"}");
        reception.event(
                1_500, "{\"type\": \"name\", \"peer\": \"p2\", \"name\": \"Nazir Ahmad\", \"detail\": \"of Skardu\"}");
        reception.event(2_000, "{\"type\": \"note\", \"peer\": \"p1\", \"detail\": \"thanks Nazir Ahmad\"}");
        sealed = directory.resolve("package");
        reception.capture(
                sealed,
                """
                {"code": "PS-20261122-yen-hoa-1", "timeZone": "Asia/Karachi", "participants": [
                  {"peer": "p1", "name": "Batool", "role": "CHAIR", "language": "en"},
                  {"peer": "p2", "name": "Nazir Ahmad", "role": "CITIZEN", "language": "en"}]}
                """);
    }

    private Path excerpt(String name, String order, long seed) throws IOException {
        Path target = directory.resolve(name);
        Excerpt.make(sealed, target, ExcerptOrder.of(JSON.readTree(order)), new SplittableRandom(seed), share -> {});
        return target;
    }

    @Test
    void nothingOfAMaskedPersonIsLeftButWords() throws IOException {
        String order =
                """
                {"fromMillis": 1000, "toMillis": 4000, "masks": [{"peer": "p2", "alias": "A", "voice": "VEILED"}]}
                """;
        Path made = excerpt("made", order, 4);

        List<byte[]> tiles = new ArrayList<>();
        float[] sound = Watched.play(made.resolve(Excerpt.PICTURE), picture -> {
            if (picture.millis() > 200) {
                // The chair has the left half and counts on; the document would have taken the large place.
                int counter = counter(picture, 0, 120, 640, 480);
                assertEquals((1_000 + picture.millis()) / 200.0, counter + 0.5, 1.1, "at " + picture.millis());
            }
            tiles.add(right(picture));
        });
        assertEquals(45, tiles.size(), 1);
        for (byte[] tile : tiles) {
            int differing = 0;
            int bright = 0;
            for (int i = 0; i < tile.length; i++) {
                differing += Math.abs(tile[i] - tiles.get(tiles.size() / 2)[i]) > 24 ? 1 : 0;
                bright += (tile[i] & 0xFF) > 120 ? 1 : 0;
            }
            assertTrue(differing < tile.length / 500, "the tile never moves: " + differing);
            assertTrue(bright > 0 && bright < tile.length / 10, "letters on a dark card: " + bright);
        }
        assertTrue(Math.abs(Vowel.pitch(sound, 48_000) / Vowel.PITCH_HERTZ - 1) > 0.1);
        assertTrue(Math.abs(Vowel.firstFormant(sound, 48_000) / Vowel.FIRST_FORMANT_HERTZ - 1) > 0.06);

        JsonNode description = JSON.readTree(made.resolve(Excerpt.DESCRIPTION).toFile());
        assertEquals(
                "[\"p1/camera\",\"p2/microphone\"]", description.path("tracks").toString());
        assertEquals(
                "[{\"peer\":\"p2\",\"alias\":\"A\",\"picture\":\"TILE\",\"voice\":\"VEILED\"}]",
                description.path("masked").toString());
        assertEquals("2026-11-22T08:00:01", description.path("from").asText().substring(0, 19));
        List<String> events = Files.readAllLines(made.resolve(Excerpt.EVENTS));
        assertEquals(2, events.size(), events.toString());
        assertFalse(events.toString().contains("Skardu"), "free words about the masked person");
        assertTrue(events.get(1).contains("thanks A"), events.get(1));
        try (var files = Files.list(made)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("Nazir"), file.toString());
            }
        }
        // The list of an MP4's metadata (title, maker, time, place) has its own eight bytes and nothing else.
        String file = Files.readString(made.resolve(Excerpt.PICTURE), StandardCharsets.ISO_8859_1);
        assertEquals(8, file.charAt(file.indexOf("ilst") - 1));
        // The same order once more: the same picture of the others, another voice.
        float[] again = Watched.play(excerpt("again", order, 5).resolve(Excerpt.PICTURE), picture -> {});
        double difference = 0;
        double sum = 0;
        for (int i = 24_000; i < 96_000; i++) {
            difference += Math.pow(sound[i] - again[i], 2);
            sum += Math.pow(sound[i], 2);
        }
        assertTrue(difference > sum / 50, difference + " of " + sum);
    }

    @Test
    void aVoiceThatIsLeftOutIsSilentAndTracksNotAskedForAreAbsent() throws IOException {
        Path silent = excerpt(
                "silent",
                """
                {"fromMillis": 0, "toMillis": 2000, "masks": [{"peer": "p2", "alias": "A", "voice": "SILENT"}]}
                """,
                1);
        float[] sound = Watched.play(silent.resolve(Excerpt.PICTURE), picture -> {});
        float[] nothing = new float[sound.length];
        assertArrayEquals(nothing, sound, 0.001f);
        Path chosen = excerpt("chosen", "{\"fromMillis\": 0, \"toMillis\": 1000, \"tracks\": [\"p2/microphone\"]}", 1);
        assertEquals(
                "[\"p2/microphone\"]",
                JSON.readTree(chosen.resolve(Excerpt.DESCRIPTION).toFile())
                        .path("tracks")
                        .toString());
        assertEquals(
                Vowel.PITCH_HERTZ,
                Vowel.pitch(Watched.play(chosen.resolve(Excerpt.PICTURE), picture -> {}), 24_000),
                2);
    }

    @Test
    void whatThePackageDoesNotHoldIsRefusedAndNothingIsWritten() {
        for (String order : List.of(
                "{\"fromMillis\": 4000, \"toMillis\": 9000}",
                "{\"fromMillis\": 2000, \"toMillis\": 2000}",
                "{\"toMillis\": 2000}",
                "{\"fromMillis\": 0, \"toMillis\": 1000, \"tracks\": [\"p9/camera\"]}",
                "{\"fromMillis\": 0, \"toMillis\": 1000, \"masks\": [{\"peer\": \"p9\", \"alias\": \"A\", \"voice\": \"SILENT\"}]}",
                "{\"fromMillis\": 0, \"toMillis\": 1000, \"masks\": [{\"peer\": \"p2\", \"alias\": \"A\", \"voice\": \"LOUD\"}]}")) {
            assertThrows(IOException.class, () -> excerpt("refused", order, 1), order);
            assertFalse(Files.exists(directory.resolve("refused")), order);
        }
    }

    private static byte[] right(Watched.Picture picture) {
        byte[] tile = new byte[640 * 600];
        for (int y = 0; y < 600; y++) {
            System.arraycopy(picture.brightness(), (y + 60) * picture.width() + 640, tile, y * 640, 640);
        }
        return tile;
    }

    private static int counter(Watched.Picture picture, int left, int top, int width, int height) {
        int counter = 0;
        for (int bar = 0; bar < 8; bar++) {
            counter |= picture.at(left + width * (2 * bar + 1) / 16, top + height / 2) > 120 ? 1 << bar : 0;
        }
        return counter;
    }
}
