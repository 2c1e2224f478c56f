package org.kachehri.recording.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCopiesTest {
    private static final Optional<DataKey> PLAIN = Optional.empty();

    @TempDir
    Path directory;

    private final LyingStore store = new LyingStore("the store");
    private final PackageCopies copies = new PackageCopies(store);
    private Path sealed;

    @BeforeEach
    void makeAPackage() throws IOException {
        sealed = directory.resolve("package");
        Files.createDirectories(sealed.resolve("data/segments"));
        Files.writeString(sealed.resolve("bagit.txt"), "BagIt-Version: 1.0\n");
        Files.write(sealed.resolve("data/ledger.jsonl"), new byte[0]);
        byte[] large = new byte[2 * PackageCopies.CHUNK_BYTES + 5];
        new Random(7).nextBytes(large);
        Files.write(sealed.resolve("data/segments/segment-000001.pcapng"), large);
    }

    private Optional<DataKey> key(String file) throws IOException {
        byte[] master = new byte[32];
        master[0] = (byte) file.hashCode();
        ArchiveKey key = ArchiveKey.read(Files.write(directory.resolve(file), master));
        return Optional.of(new DataKey(key, key.newDataKey(new SecureRandom())));
    }

    private void assertSame(Path back) throws IOException {
        for (String file : List.of("bagit.txt", "data/ledger.jsonl", "data/segments/segment-000001.pcapng")) {
            assertArrayEquals(Files.readAllBytes(sealed.resolve(file)), Files.readAllBytes(back.resolve(file)), file);
        }
    }

    @Test
    void whatWasPutComesBackByteForByte() throws Exception {
        StoredCopy copy = copies.put("r1", sealed, PLAIN);
        assertEquals(List.of(), copies.check(copy));
        assertEquals(4, store.chunks("r1").size());
        copies.fetch(copy, PLAIN, directory.resolve("back"));
        assertSame(directory.resolve("back"));
    }

    @Test
    void whatBrokeOffGoesOnWhereItWasAndNothingArrivesTwice() throws Exception {
        store.putsLeft = 2;
        assertThrows(IOException.class, () -> copies.put("r1", sealed, PLAIN));
        assertEquals(2, store.chunks("r1").size(), "and no index: it doesn't count");
        store.putsLeft = Integer.MAX_VALUE;
        StoredCopy copy = copies.put("r1", sealed, PLAIN);
        assertEquals(List.of(), copies.check(copy));
        assertEquals(store.puts.size(), new HashSet<>(store.puts).size());
        assertEquals(copy, copies.put("r1", sealed, PLAIN), "the whole once more is the same copy");
    }

    @Test
    void chunksThatComeTwiceAndInAnyOrderAreTheSameCopy() throws Exception {
        StoredCopy copy = copies.put("r1", sealed, PLAIN);
        LyingStore shuffled = new LyingStore("another");
        List<String> names = store.chunks("r1").reversed();
        for (int twice = 0; twice < 2; twice++) {
            for (String name : names) {
                shuffled.put("r1", name, store.bytes("r1", name));
            }
        }
        assertEquals(copy, new PackageCopies(shuffled).put("r1", sealed, PLAIN));
        assertEquals(List.of(), new PackageCopies(shuffled).check(copy));
    }

    @Test
    void aStoreThatDropsWhatItTookGetsNoIndexAndIsNamed() {
        store.keeps = 2;
        IOException why = assertThrows(IOException.class, () -> copies.put("r1", sealed, PLAIN));
        assertTrue(
                why.getMessage().startsWith("the store took it and doesn't have it: data/segments/"), why.getMessage());
        assertTrue(store.puts.stream().noneMatch(put -> put.contains("index-")));
    }

    @Test
    void aStoreThatLiesAboutWhatItHasIsFoundAndNamedAndRepairedFromAnother() throws Exception {
        LyingStore second = new LyingStore("the second store");
        Optional<DataKey> key = key("master");
        StoredCopy copy = copies.put("r1", sealed, key);
        StoredCopy other = new PackageCopies(second).put("r1", sealed, key);
        assertEquals(copy.indexSha256(), other.indexSha256(), "the same key makes the same chunks");
        List<String> chunks = store.chunks("r1");
        store.flip("r1", chunks.get(0));
        store.lose("r1", chunks.get(1));
        store.shorten("r1", chunks.get(2));
        List<Fault> faults = copies.check(copy);
        assertEquals(3, faults.size(), faults.toString());
        assertTrue(faults.stream().anyMatch(fault -> fault.how().endsWith("than were stored.")), faults.toString());
        assertTrue(
                faults.stream().anyMatch(fault -> fault.how().contains("is missing in the store")), faults.toString());
        assertTrue(
                faults.stream().anyMatch(fault -> fault.how().contains("bytes in the store instead of")),
                faults.toString());
        assertThrows(IOException.class, () -> copies.fetch(copy, key, directory.resolve("back")));
        assertFalse(Files.exists(directory.resolve("back")), "nothing half fetched counts");

        copies.repair(copy, faults, new PackageCopies(second));
        assertEquals(List.of(), copies.check(copy));
        copies.fetch(copy, key, directory.resolve("back"));
        assertSame(directory.resolve("back"));
    }

    @Test
    void anotherIndexInThePlaceOfACopysIsFound() throws Exception {
        StoredCopy copy = copies.put("r1", sealed, PLAIN);
        Files.writeString(sealed.resolve("bagit.txt"), "BagIt-Version: 2.0\n");
        StoredCopy changed = copies.put("r1", sealed, PLAIN);
        store.put(
                "r1",
                "index-" + copy.indexSha256() + ".json",
                store.bytes("r1", "index-" + changed.indexSha256() + ".json"));
        assertEquals("index", copies.check(copy).getFirst().file());
    }

    @Test
    void whatIsStoredEncryptedTellsNothingAndOpensWithItsOwnKeyAlone() throws Exception {
        Optional<DataKey> key = key("master");
        StoredCopy copy = copies.put("r1", sealed, key);
        for (String chunk : store.chunks("r1")) {
            assertFalse(new String(store.bytes("r1", chunk), StandardCharsets.ISO_8859_1).contains("BagIt"));
        }
        assertEquals(List.of(), copies.check(copy), "checked without a key");
        assertThrows(IOException.class, () -> copies.fetch(copy, PLAIN, directory.resolve("back")));
        assertThrows(IOException.class, () -> copies.fetch(copy, key("master"), directory.resolve("back")));
        assertThrows(
                IOException.class,
                () -> copies.fetch(
                        copy,
                        Optional.of(new DataKey(
                                key("other").get().master(), key.get().wrapped())),
                        directory.resolve("back")));
        copies.fetch(copy, key, directory.resolve("back"));
        assertSame(directory.resolve("back"));
    }

    @Test
    void anIndexThatLeavesThePackageIsRefused() {
        for (String path : List.of("../escape", "/etc/passwd", "a/../../b", "", ".")) {
            byte[] index = new PackageIndex("r1", false, List.of(new PackageIndex.File(path, 0, List.of()))).bytes();
            assertThrows(IOException.class, () -> PackageIndex.of(index), path);
        }
    }

    @Test
    void whatIsDeletedLeavesNothing() throws Exception {
        copies.put("r1", sealed, PLAIN);
        copies.put("r2", sealed, PLAIN);
        copies.delete("r1");
        assertEquals(0, store.sizes("r1").size());
        assertEquals(4, store.chunks("r2").size());
    }
}
