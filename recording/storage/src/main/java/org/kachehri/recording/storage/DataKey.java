package org.kachehri.recording.storage;

import java.io.IOException;

/** The data key of one reception, as it is kept: wrapped. Whoever destroys it has destroyed every copy that was encrypted with it. */
public record DataKey(ArchiveKey master, byte[] wrapped) {
    ChunkCipher cipher() throws IOException {
        return new ChunkCipher(master.unwrap(wrapped));
    }
}
