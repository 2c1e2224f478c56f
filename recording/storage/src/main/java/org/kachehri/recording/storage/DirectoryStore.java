package org.kachehri.recording.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.kachehri.recording.seal.Durable;

/** A directory, usually another disk's or a mounted one. A file appears under its name when it is whole and fsynced. */
final class DirectoryStore implements ChunkStore {
    private static final String COMING = ".coming";

    private final Path root;

    /** @param root must exist: an empty place where a disk isn't mounted would be taken for the store */
    DirectoryStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return root.toString();
    }

    private Path folder(String folder) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + " isn't there; is its disk mounted?");
        }
        return root.resolve(folder);
    }

    @Override
    public Map<String, Long> sizes(String folder) throws IOException {
        Path directory = folder(folder);
        Map<String, Long> sizes = new HashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    if (!name.endsWith(COMING)) {
                        sizes.put(name, Files.size(file));
                    }
                }
            }
        }
        return sizes;
    }

    @Override
    public void put(String folder, String name, byte[] bytes) throws IOException {
        Path directory = folder(folder);
        Files.createDirectories(directory);
        Path coming = directory.resolve(name + COMING);
        Durable.write(coming, bytes);
        Files.move(coming, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(directory);
    }

    @Override
    public byte[] get(String folder, String name, int most) throws IOException {
        try (InputStream in = Files.newInputStream(folder(folder).resolve(name))) {
            return in.readNBytes(most);
        }
    }

    @Override
    public void delete(String folder, String name) throws IOException {
        Path directory = folder(folder);
        Files.deleteIfExists(directory.resolve(name));
        if (Files.isDirectory(directory) && sizes(folder).isEmpty()) {
            try (Stream<Path> left = Files.list(directory)) {
                for (Path half : left.toList()) {
                    Files.delete(half);
                }
            }
            Files.delete(directory);
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
