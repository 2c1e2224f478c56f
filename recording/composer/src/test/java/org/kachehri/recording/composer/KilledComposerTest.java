package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledComposerTest {
    @TempDir
    Path directory;

    private Process start(Path sealed, Path copies) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Compose.class.getName(),
                        sealed.toString(),
                        copies.toString())
                .redirectError(directory.resolve("log").toFile())
                .start();
    }

    @Test
    void theNextStartMakesTheCopiesWholeAndNoHalfWrittenOneIsShown() throws Exception {
        SyntheticReception reception = new SyntheticReception();
        reception.pictures("p1/camera", 11, 320, 240, 0, 20_000, 0, 0);
        reception.sound("p1", 12, 440, 20_000);
        Path sealed = directory.resolve("package");
        reception.capture(
                sealed, "{\"code\": \"PS-1\", \"participants\": [{\"peer\": \"p1\", \"name\": \"Võ Văn Thành\"}]}");
        Path copies = Files.createDirectories(directory.resolve("copies"));
        // An earlier run's word, which must not vouch for what this one has half written.
        Files.writeString(copies.resolve(Compose.COPIES), "{}");
        Files.writeString(copies.resolve("p9-camera.webm"), "of another attempt");

        Process killed = start(sealed, copies);
        try (BufferedReader told = killed.inputReader()) {
            String line = told.readLine();
            assertNotNull(line, () -> "it ended before it told of any progress");
            assertTrue(line.matches("progress 0\\.\\d{3} \\d+"), line);
            killed.destroyForcibly();
        }
        assertEquals(137, killed.waitFor());
        assertTrue(Files.exists(copies.resolve(Composite.NAME)));
        assertFalse(Files.exists(copies.resolve(Compose.COPIES)));

        Process whole = start(sealed, copies);
        whole.inputReader().lines().forEach(line -> {});
        assertEquals(0, whole.waitFor(), () -> "see " + directory.resolve("log"));
        assertTrue(Files.exists(copies.resolve(Compose.COPIES)));
        assertFalse(Files.exists(copies.resolve("p9-camera.webm")));
        List<Watched.Picture> pictures = new ArrayList<>();
        float[] sound = Watched.play(copies.resolve(Composite.NAME), pictures::add);
        assertEquals(300, pictures.size(), 2);
        assertEquals(20 * 48_000, sound.length, 9_600);
    }
}
