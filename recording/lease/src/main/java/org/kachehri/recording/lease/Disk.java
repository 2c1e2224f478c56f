package org.kachehri.recording.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.kachehri.scheduler.bookings.Resource;

/**
 * One recorder's place on disk. The archive's own is the first; captures of the others are brought there before they are sealed.
 *
 * @param number of the recorder
 * @param root on its disk
 * @param captureOf where the capture of a reception is
 */
record Disk(int number, Path root, Function<String, Path> captureOf) {
    /** Where the capture of this reception is, or would be. */
    Path capture(String receptionId) {
        return captureOf.apply(receptionId);
    }

    /** What is booked of it. */
    Resource resource() {
        return resource(number);
    }

    static Resource resource(int recorder) {
        return new Resource(Resource.Kind.RECORDER, Integer.toString(recorder));
    }

    /** Bytes that are left where receptions are captured. */
    long free() throws IOException {
        return Files.getFileStore(Files.createDirectories(root)).getUsableSpace();
    }
}
