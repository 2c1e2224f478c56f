package org.kachehri.recording.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store in memory that does to a test's package what the test asks for. One thread at a time. */
public final class LyingStore implements ChunkStore {
    private final Map<String, Map<String, byte[]>> folders = new HashMap<>();

    /** Every put that came, in order, as {@code folder/name}. */
    public final List<String> puts = new ArrayList<>();

    /** It breaks off after so many more puts. */
    public int putsLeft = Integer.MAX_VALUE;

    /** It can't be reached. */
    public volatile boolean away;

    /** It says that it took a chunk, and drops every one after so many. */
    public int keeps = Integer.MAX_VALUE;

    private final String name;

    public LyingStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    private Map<String, byte[]> folder(String folder) throws IOException {
        if (away) {
            throw new IOException(name + " can't be reached");
        }
        return folders.computeIfAbsent(folder, any -> new TreeMap<>());
    }

    /** Names of the chunks, without the index. */
    public List<String> chunks(String folder) {
        return folders.getOrDefault(folder, Map.of()).keySet().stream()
                .filter(one -> !one.startsWith("index-"))
                .toList();
    }

    /** Nothing is left of it. */
    public void lose(String folder, String chunk) {
        folders.get(folder).remove(chunk);
    }

    /** One bit is another. */
    public void flip(String folder, String chunk) {
        folders.get(folder).get(chunk)[0] ^= 1;
    }

    public void shorten(String folder, String chunk) {
        byte[] bytes = folders.get(folder).get(chunk);
        folders.get(folder).put(chunk, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    }

    public byte[] bytes(String folder, String chunk) {
        return folders.get(folder).get(chunk);
    }

    @Override
    public Map<String, Long> sizes(String folder) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        folder(folder).forEach((one, bytes) -> sizes.put(one, (long) bytes.length));
        return sizes;
    }

    @Override
    public void put(String folder, String one, byte[] bytes) throws IOException {
        if (putsLeft-- <= 0) {
            throw new IOException(name + " broke off");
        }
        puts.add(folder + "/" + one);
        if (puts.size() <= keeps) {
            folder(folder).put(one, bytes.clone());
        }
    }

    @Override
    public byte[] get(String folder, String one, int most) throws IOException {
        byte[] bytes = folder(folder).get(one);
        if (bytes == null) {
            throw new NoSuchFileException(one);
        }
        return java.util.Arrays.copyOf(bytes, Math.min(most, bytes.length));
    }

    @Override
    public void delete(String folder, String one) throws IOException {
        folder(folder).remove(one);
    }

    @Override
    public void close() {
        // It is memory.
    }
}
