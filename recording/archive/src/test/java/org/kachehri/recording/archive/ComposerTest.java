package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {
    @TempDir
    Path directory;

    private Composer composer(String script) {
        return new Composer(new ArchiveSettings(
                directory, directory, List.of("sh", "-c", script), Duration.ofSeconds(20), Optional.empty()));
    }

    @Test
    void whatTheProcessTellsOfItselfIsKnownWhileItRuns() throws Exception {
        // Says how far it is, then works until it is told to end.
        Composer composer = composer("echo starting; echo progress 0.427 75; read word < \"$0/end\"");
        Path sealed = Files.createDirectory(directory.resolve("package"));
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", sealed.resolve("end").toString())
                        .start()
                        .waitFor());
        Thread working = Thread.ofVirtual().start(() -> compose(composer, sealed));
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (composer.progress(sealed).isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertEquals(Optional.of(new CopiesProgress(42, 75)), composer.progress(sealed));
        assertEquals(Optional.empty(), composer.progress(directory.resolve("another")));
        Files.writeString(sealed.resolve("end"), "now\n");
        working.join();
        assertEquals(Optional.empty(), composer.progress(sealed));
    }

    private void compose(Composer composer, Path sealed) {
        try {
            composer.compose(sealed, directory.resolve("copies"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProcessThatIsKilledIsToldWithItsLastWord() {
        Composer composer = composer("echo out of memory >&2; kill -9 $$");
        IOException killed =
                assertThrows(IOException.class, () -> composer.compose(directory, directory.resolve("copies")));
        assertTrue(killed.getMessage().contains("137: out of memory"), killed.getMessage());
        assertEquals(Optional.empty(), composer.progress(directory));
    }

    @Test
    void onlyAWholeLineOfProgressCounts() {
        assertEquals(Optional.of(new CopiesProgress(100, 0)), CopiesProgress.ofLine("progress 1.000 0"));
        for (String line : List.of("", "progress", "progress 0.5", "progress x 3", "progress 0.5 3.5", "done 0.5 3")) {
            assertEquals(Optional.empty(), CopiesProgress.ofLine(line), line);
        }
    }
}
