package org.kachehri.recording.storage;

import java.io.IOException;
import java.util.Map;

/**
 * A place that keeps bytes under names like {@code <folder>/<name>}, and whose word isn't taken for anything: {@link PackageCopies} checks
 * what it says. Any thread; blocks on the disk or the network.
 */
public interface ChunkStore extends AutoCloseable {
    /** How receipts and reports call it, e.g. {@code s3://evidence/kachehri}; without credentials. */
    String name();

    /** What it says it has in a folder: names (without the folder) and sizes in bytes. */
    Map<String, Long> sizes(String folder) throws IOException;

    /** Keeps a whole object durably, or nothing of it; an older one of that name is replaced. */
    void put(String folder, String name, byte[] bytes) throws IOException;

    /**
     * @param most so many bytes are read at most, however many it sends
     * @throws java.nio.file.NoSuchFileException when it has none of that name
     */
    byte[] get(String folder, String name, int most) throws IOException;

    /** What isn't there is deleted already. */
    void delete(String folder, String name) throws IOException;

    @Override
    void close();
}
