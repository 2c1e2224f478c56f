package org.kachehri.recording.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kachehri.recording.seal.Digests;
import org.kachehri.recording.seal.Durable;

/**
 * Copies of packages in one store. A package goes in chunks named by their digest: one that arrives twice, late or out of order is the same object, and
 * whoever begins again sends what isn't there yet. The index comes last. Nothing the store says is believed that can be checked. Any thread, one
 * reception at a time; blocks on disk and store.
 */
public final class PackageCopies {
    /** Enough that a request's own cost is small, little enough that a line that breaks loses little. */
    static final int CHUNK_BYTES = 8 << 20;

    private static final int MAX_STORED_BYTES = CHUNK_BYTES + ChunkCipher.OVERHEAD_BYTES;

    private final ChunkStore store;

    public PackageCopies(ChunkStore store) {
        this.store = store;
    }

    private static String indexName(String sha256) {
        return "index-" + sha256 + ".json";
    }

    private static Optional<ChunkCipher> cipher(Optional<DataKey> key) throws IOException {
        return key.isEmpty() ? Optional.empty() : Optional.of(key.get().cipher());
    }

    /**
     * Puts a package in, or what of it isn't there yet.
     *
     * @param key to encrypt with; empty: as it is
     * @throws IOException when the store doesn't take it, or doesn't have what it took; beginning again goes on
     * @throws InterruptedException when this thread is asked to stop between two chunks
     */
    public StoredCopy put(String receptionId, Path sealed, Optional<DataKey> key)
            throws IOException, InterruptedException {
        Optional<ChunkCipher> cipher = cipher(key);
        Map<String, Long> there = store.sizes(receptionId);
        List<PackageIndex.File> files = new ArrayList<>();
        for (String path : files(sealed)) {
            List<PackageIndex.Chunk> chunks = new ArrayList<>();
            long bytes = 0;
            try (InputStream in = Files.newInputStream(sealed.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                for (byte[] chunk = in.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = in.readNBytes(CHUNK_BYTES)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    bytes += chunk.length;
                    byte[] stored = cipher.isPresent() ? cipher.get().seal(chunk) : chunk;
                    PackageIndex.Chunk entry = new PackageIndex.Chunk(Digests.of(stored), stored.length);
                    Long size = there.get(entry.sha256());
                    if (size == null || size != stored.length) {
                        store.put(receptionId, entry.sha256(), stored);
                    }
                    chunks.add(entry);
                }
            }
            files.add(new PackageIndex.File(path, bytes, chunks));
        }
        PackageIndex index = new PackageIndex(receptionId, key.isPresent(), files);
        List<Fault> missing = new ArrayList<>();
        compare(index, store.sizes(receptionId), missing);
        if (!missing.isEmpty()) {
            throw new IOException(store.name() + " took it and doesn't have it: "
                    + missing.getFirst().how());
        }
        byte[] bytes = index.bytes();
        if (bytes.length > PackageIndex.MAX_BYTES) {
            throw new IOException("The package has too many files to be copied: " + files.size());
        }
        String sha256 = Digests.of(bytes);
        store.put(receptionId, indexName(sha256), bytes);
        return new StoredCopy(receptionId, sha256, index.storedBytes());
    }

    /** Everything of the copy that isn't as it was stored; reads all of it, needs no key. */
    public List<Fault> check(StoredCopy copy) throws IOException {
        List<Fault> faults = new ArrayList<>();
        PackageIndex index;
        try {
            index = index(copy);
        } catch (NoSuchFileException e) {
            return List.of(
                    new Fault("index", indexName(copy.indexSha256()), store.name() + " has no index of the copy."));
        } catch (Wrong e) {
            return List.of(new Fault("index", indexName(copy.indexSha256()), e.getMessage()));
        }
        compare(index, store.sizes(copy.receptionId()), faults);
        Set<String> seen = new HashSet<>();
        faults.forEach(fault -> seen.add(fault.chunk()));
        for (PackageIndex.File file : index.files()) {
            for (PackageIndex.Chunk chunk : file.chunks()) {
                if (seen.add(chunk.sha256())) {
                    try {
                        chunk(copy.receptionId(), file, chunk);
                    } catch (NoSuchFileException e) {
                        faults.add(new Fault(
                                file.path(), chunk.sha256(), file.path() + " is missing in " + store.name() + "."));
                    } catch (Wrong e) {
                        faults.add(new Fault(file.path(), chunk.sha256(), e.getMessage()));
                    }
                }
            }
        }
        return faults;
    }

    /** What the store says it has, without reading it. */
    private void compare(PackageIndex index, Map<String, Long> sizes, List<Fault> faults) {
        Set<String> seen = new HashSet<>();
        for (PackageIndex.File file : index.files()) {
            for (PackageIndex.Chunk chunk : file.chunks()) {
                Long size = sizes.get(chunk.sha256());
                if ((size == null || size != chunk.bytes()) && seen.add(chunk.sha256())) {
                    String how = size == null
                            ? " is missing in " + store.name() + "."
                            : " has " + size + " bytes in " + store.name() + " instead of " + chunk.bytes() + ".";
                    faults.add(new Fault(file.path(), chunk.sha256(), file.path() + how));
                }
            }
        }
    }

    /**
     * Puts what is at fault here in again as another store has it; both must have been put with the same key.
     *
     * @throws IOException when the other's isn't right either
     */
    public void repair(StoredCopy copy, List<Fault> faults, PackageCopies other) throws IOException {
        for (Fault fault : faults) {
            boolean index = fault.chunk().startsWith("index-");
            int most = index ? PackageIndex.MAX_BYTES : MAX_STORED_BYTES;
            byte[] bytes = other.store.get(copy.receptionId(), fault.chunk(), most + 1);
            String sha256 = index ? copy.indexSha256() : fault.chunk();
            if (!Digests.of(bytes).equals(sha256)) {
                throw new IOException(other.store.name() + " has other bytes of " + fault.file() + " too.");
            }
            store.put(copy.receptionId(), fault.chunk(), bytes);
        }
    }

    /**
     * Takes the objects at fault out, so that putting the package again sends them again.
     *
     * @see #put
     */
    public void discard(StoredCopy copy, List<Fault> faults) throws IOException {
        for (Fault fault : faults) {
            store.delete(copy.receptionId(), fault.chunk());
        }
    }

    /**
     * Brings a package back. It appears under its name when every byte was checked; whether its seal holds is the caller's to judge.
     *
     * @param target must not exist
     */
    public void fetch(StoredCopy copy, Optional<DataKey> key, Path target) throws IOException {
        PackageIndex index = index(copy);
        if (index.encrypted() && key.isEmpty()) {
            throw new IOException("The copy in " + store.name() + " is encrypted and there is no key for it.");
        }
        Optional<ChunkCipher> cipher = index.encrypted() ? cipher(key) : Optional.empty();
        Path coming = target.resolveSibling(target.getFileName() + ".coming");
        Durable.deleteTree(coming);
        for (PackageIndex.File file : index.files()) {
            Path path = coming.resolve(file.path());
            Files.createDirectories(path.getParent());
            try (OutputStream out = Files.newOutputStream(path)) {
                for (PackageIndex.Chunk chunk : file.chunks()) {
                    byte[] stored = chunk(copy.receptionId(), file, chunk);
                    out.write(cipher.isPresent() ? cipher.get().open(stored) : stored);
                }
            }
        }
        Files.move(coming, target);
    }

    /** Deletes all that the store has of a reception. */
    public void delete(String receptionId) throws IOException {
        for (String name : store.sizes(receptionId).keySet()) {
            store.delete(receptionId, name);
        }
    }

    private PackageIndex index(StoredCopy copy) throws IOException {
        byte[] bytes = store.get(copy.receptionId(), indexName(copy.indexSha256()), PackageIndex.MAX_BYTES);
        if (!Digests.of(bytes).equals(copy.indexSha256())) {
            throw new Wrong("The index of the copy has other bytes in " + store.name() + " than were stored.");
        }
        PackageIndex index = PackageIndex.of(bytes);
        if (!index.receptionId().equals(copy.receptionId())) {
            throw new Wrong("The index in " + store.name() + " is of another reception.");
        }
        return index;
    }

    private byte[] chunk(String receptionId, PackageIndex.File file, PackageIndex.Chunk chunk) throws IOException {
        if (chunk.bytes() > MAX_STORED_BYTES) {
            throw new Wrong(
                    "The index of the copy names a chunk of " + chunk.bytes() + " bytes, more than there can be.");
        }
        byte[] bytes = store.get(receptionId, chunk.sha256(), chunk.bytes() + 1);
        if (bytes.length != chunk.bytes()) {
            throw new Wrong(file.path() + " has " + bytes.length + " bytes in " + store.name() + " instead of "
                    + chunk.bytes() + ".");
        }
        if (!Digests.of(bytes).equals(chunk.sha256())) {
            throw new Wrong(file.path() + " has other bytes in " + store.name() + " than were stored.");
        }
        return bytes;
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** The store has something else than it was given. */
    private static final class Wrong extends IOException {
        private static final long serialVersionUID = 1;

        Wrong(String sentence) {
            super(sentence);
        }
    }
}
