package org.kachehri.recording.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the composer's process, one at a time: its native code may crash, its memory is bounded, and it gives way to live media. */
final class Composer {
    private static final String LOG = "composer.log";

    /** What the running process has told of itself last. */
    private record Running(Path sealed, Process process, CopiesProgress progress) {}

    private final ArchiveSettings settings;
    private volatile Running running;

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
        run(sealed, copies, List.of());
    }

    /** Makes an excerpt instead, as a file orders, and waits for it. */
    void excerpt(Path sealed, Path directory, Path order) throws IOException, InterruptedException {
        run(sealed, directory, List.of(order.toString()));
    }

    private void run(Path sealed, Path copies, List<String> order) throws IOException, InterruptedException {
        Files.createDirectories(copies);
        Path log = copies.resolve(LOG);
        List<String> command = new ArrayList<>(settings.composer());
        command.add(sealed.toString());
        command.add(copies.toString());
        command.addAll(order);
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Thread.ofVirtual().start(() -> listen(process, sealed));
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

    /** To the end of the process' output, so that it never waits for a reader. */
    private void listen(Process process, Path sealed) {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines()
                    .flatMap(line -> CopiesProgress.ofLine(line).stream())
                    .forEach(progress -> running = new Running(sealed, process, progress));
        } catch (IOException | UncheckedIOException ended) {
            // The process was killed; whoever waits for it knows.
        }
    }

    /** How far the copies of this package are; empty unless they are being made. */
    Optional<CopiesProgress> progress(Path sealed) {
        return Optional.ofNullable(running)
                .filter(one -> one.sealed().equals(sealed) && one.process().isAlive())
                .map(Running::progress);
    }
}
