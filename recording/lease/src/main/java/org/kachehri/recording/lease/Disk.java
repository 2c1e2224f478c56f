package org.kachehri.recording.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * One recorder's place on disk. The archive's own is the first; captures of the others are brought there before they are sealed.
 *
 * @param number of the recorder
 * @param captureOf where the capture of a reception is
 */
record Disk(int number, Function<String, Path> captureOf) {
    /** Where the capture of this reception is, or would be. */
    Path capture(String receptionId) {
        return captureOf.apply(receptionId);
    }

    /** Bytes that are left where this reception would be captured. */
    long free(String receptionId) throws IOException {
        Path beside = Files.createDirectories(capture(receptionId).getParent());
        return Files.getFileStore(beside).getUsableSpace();
    }
}
