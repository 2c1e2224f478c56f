package org.kachehri.recording.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class ChunkStoreContract {
    abstract ChunkStore store();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasPutIsThereUnderItsNameAndInItsFolderAlone() throws IOException {
        assertEquals(Map.of(), store().sizes("r1"));
        store().put("r1", "a", bytes("one"));
        store().put("r1", "b", bytes("three"));
        store().put("r12", "a", bytes("other"));
        assertEquals(Map.of("a", 3L, "b", 5L), store().sizes("r1"));
        assertArrayEquals(bytes("one"), store().get("r1", "a", 100));
    }

    @Test
    void whatIsPutAgainReplacesWhatWasThere() throws IOException {
        store().put("r1", "a", bytes("one"));
        store().put("r1", "a", bytes("one"));
        assertEquals(Map.of("a", 3L), store().sizes("r1"));
        store().put("r1", "a", bytes("other"));
        assertArrayEquals(bytes("other"), store().get("r1", "a", 100));
    }

    @Test
    void noMoreIsReadThanWasAskedFor() throws IOException {
        store().put("r1", "a", new byte[1_000]);
        assertEquals(10, store().get("r1", "a", 10).length);
    }

    @Test
    void whatIsMissingIsSaidToBeMissing() throws IOException {
        assertThrows(NoSuchFileException.class, () -> store().get("r1", "a", 100));
        store().put("r1", "b", bytes("one"));
        assertThrows(NoSuchFileException.class, () -> store().get("r1", "a", 100));
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws IOException {
        store().put("r1", "a", bytes("one"));
        store().delete("r1", "a");
        store().delete("r1", "a");
        assertEquals(Map.of(), store().sizes("r1"));
    }
}
