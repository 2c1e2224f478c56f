package org.kachehri.recording.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends ChunkStoreContract {
    @TempDir
    Path directory;

    @Override
    ChunkStore store() {
        return new DirectoryStore(directory);
    }

    @Test
    void aFileThatWasNotWrittenToItsEndIsNotThere() throws IOException {
        Files.createDirectories(directory.resolve("r1"));
        Files.write(directory.resolve("r1/a.coming"), new byte[10]);
        assertEquals(Map.of(), store().sizes("r1"));
    }

    @Test
    void aDiskThatIsNotMountedIsNotTakenForAnEmptyStore() {
        ChunkStore store = new DirectoryStore(directory.resolve("mount"));
        assertThrows(IOException.class, () -> store.sizes("r1"));
        assertThrows(IOException.class, () -> store.put("r1", "a", new byte[1]));
    }
}
