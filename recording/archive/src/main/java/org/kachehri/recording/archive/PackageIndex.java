package org.kachehri.recording.archive;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which packages the archive keeps; for a backup, which holds the database but not the packages. */
public final class PackageIndex {
    /**
     * A package.
     *
     * @param manifestSha256 of its seal
     * @param here whether it lies in the data directory; else in stores alone
     */
    public record Line(String receptionId, String code, Instant sealedAt, String manifestSha256, boolean here) {}

    private PackageIndex() {}

    /** All of them, the oldest first. */
    public static List<Line> of(Handle tx) {
        return new RecordingStore().packages(tx);
    }
}
