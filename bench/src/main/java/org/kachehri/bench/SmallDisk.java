package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk of its own over a folder, that can be filled to the last byte and emptied again. Only root can have one; it lies in memory. */
final class SmallDisk implements AutoCloseable {

    /** Others write a few times a second, and an allocation takes less than that. */
    private static final int TRIES = 100;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        filler = folder.resolve("filler");
    }

    /** Empty where this process may not mount. */
    static Optional<SmallDisk> over(Path folder, long megabytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = System.getProperty("user.name").equals("root")
                && run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()));
        return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    void fill() throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            long left = Files.getFileStore(folder).getUsableSpace();
            if (left == 0) {
                return;
            }
            long filled = Files.exists(filler) ? Files.size(filler) : 0;
            // Allocated at once, without a byte being written; fails when somebody wrote meanwhile.
            run(List.of("fallocate", "-o", Long.toString(filled), "-l", Long.toString(left), filler.toString()));
        }
        throw new IOException(folder + " can't be filled");
    }

    void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    private static boolean run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!run(List.of("umount", "-l", folder.toString()))) {
            throw new IOException(folder + " can't be unmounted");
        }
    }
}
