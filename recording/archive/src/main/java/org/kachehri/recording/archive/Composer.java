package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the composer's process: its native code may crash, its memory is bounded, and it gives way to live media. */
final class Composer {
    private static final String LOG = "composer.log";

    private final ArchiveSettings settings;

    Composer(ArchiveSettings settings) {
        this.settings = settings;
    }

    /**
     * Makes the copies and waits for it.
     *
     * @throws IOException when they could not be made; the end of the process' output says why
     * @throws InterruptedException when this thread is asked to stop; the process is ended
     */
    void compose(Path sealed, Path copies) throws IOException, InterruptedException {
        Files.createDirectories(copies);
        Path log = copies.resolve(LOG);
        List<String> command = new ArrayList<>(settings.composer());
        command.add(sealed.toString());
        command.add(copies.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(settings.composerTime().toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("The composer took longer than " + settings.composerTime());
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            List<String> lines = Files.readAllLines(log);
            throw new IOException(
                    "The composer ended with " + process.exitValue() + ": " + (lines.isEmpty() ? "" : lines.getLast()));
        }
    }
}
